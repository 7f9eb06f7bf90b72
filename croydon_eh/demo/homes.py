"""Where an invented family lives, with dates: the main home, perhaps another parent's."""

from datetime import date, datetime, timedelta

from croydon_eh.demo.reading import rows
from croydon_eh.demo.world import World
from families.models import Area, Household, HouseholdMember, Relationship, Residence
from localities.calendar import london_date

MOVES_HOME = 0.08
PROTECTED = 0.012
AREAS = {Area.CROYDON: 965, Area.ELSEWHERE: 18, Area.UNKNOWN: 9, Area.NONE: 8}
OTHER_BOROUGHS = ("Bromley", "Lewisham", "Lambeth", "Merton", "Sutton", "Wandsworth")


class Homes:
    def __init__(self, world: World, dice, family_id: int, at: datetime, story: dict):
        self.world, self.dice, self.at, self.story = world, dice, at, story
        self.special = story.get("special", "")
        self.household = world.rows.add(Household, family_id=family_id, is_main=True)
        self.family_id = family_id
        self.stays = []  # (from_on, Residence row)

    def move_in(self, children, adults):
        area = Area.ELSEWHERE if self.special == "elsewhere" else self.dice.one(AREAS)
        area = Area.CROYDON if self.story.get("ward_gss") else area
        ward_id = self._ward() if area == Area.CROYDON else None
        self._stay(area, ward_id, self.at)
        people = [person.person for person in (*children, *adults)]
        self._members(self.household, people, self.at)
        for adult in adults:
            self._ties(adult, children)
        moves = self.special == "moved" or (not self.story and self.dice.chance(MOVES_HOME))
        if moves and area == Area.CROYDON:
            self._move()

    def area_on(self, day: date):
        return self._on(day)["area"]

    def ward_on(self, day: date):
        return self._on(day)["ward_id"]

    def _on(self, day):
        return [row for from_on, row in self.stays if from_on <= day or row is self.stays[0][1]][-1]

    def _ward(self):
        gss = self.story.get("ward_gss")
        return self.world.wards[gss].pk if gss else self.world.ward_by_need(self.dice)

    def _stay(self, area, ward_id, at, household=None):
        postcode = self.dice.choice(self.world.postcodes[ward_id]) if ward_id else ""
        protected = self.special == "protected" or (not self.story and self.dice.chance(PROTECTED))
        row = self.world.rows.add(
            Residence,
            household_id=(household or self.household)["id"],
            area=area,
            address=self._address(area),
            postcode=postcode,
            protected=protected,
            ward_id=ward_id,
            ward_confidence=1.0 if ward_id else None,
            from_on=london_date(at),
            happened_at=at,
            recorded_at=at,
        )
        if household is None:
            self.stays.append((london_date(at), row))
        return row

    def _address(self, area):
        if area == Area.ELSEWHERE:
            return f"Temporary accommodation, {self.dice.choice(OTHER_BOROUGHS)}"
        if area != Area.CROYDON:
            return ""
        street = self.dice.choice(rows("streets"))["street"]
        flat = f"Flat {self.dice.randint(1, 24)}, " if self.dice.chance(0.4) else ""
        return f"{flat}{self.dice.randint(1, 160)} {street}"

    def _members(self, household, people, at):
        for person in people:
            self.world.rows.add(
                HouseholdMember, household_id=household["id"], person_id=person["id"],
                from_on=london_date(at), happened_at=at, recorded_at=at,
            )  # fmt: skip

    def _ties(self, adult, children):
        responsible = {"parent": "Y", "step_parent": "N"}.get(adult.relationship, "U")
        for child in children:
            self.world.rows.add(
                Relationship, person_id=adult.person["id"], other_id=child.id,
                kind=adult.relationship, parental_responsibility=responsible,
                happened_at=self.at, recorded_at=self.at,
            )  # fmt: skip

    def _move(self):
        """To another ward, some weeks on: the old fact is corrected by one that has an end."""
        at = self.at + timedelta(days=self.dice.randint(40, 300))
        if at >= self.world.until:
            return
        old = self.stays[0][1]
        known_at = self.world.recorded(self.dice, at)
        self.world.rows.add(
            Residence,
            **{k: v for k, v in old.items() if k not in ("id", "until_on", "recorded_at")},
            until_on=london_date(at), recorded_at=known_at,
        )  # fmt: skip
        old["superseded_at"] = known_at
        new = self._stay(Area.CROYDON, self.world.ward_by_need(self.dice), at)
        new["recorded_at"] = known_at

    def other_parent(self, children, father):
        """The parents live apart: a second household, where the children are at weekends."""
        household = self.world.rows.add(Household, family_id=self.family_id, is_main=False)
        self._stay(Area.CROYDON, self.world.ward_by_need(self.dice), self.at, household)
        self._members(household, [father.person, *[c.person for c in children]], self.at)
        self._ties(father, children)
