"""The people of one invented family: children of believable ages, the adults around them."""

from dataclasses import dataclass
from datetime import date, timedelta

from croydon_eh.demo import names
from croydon_eh.demo.numbers import mobile
from croydon_eh.demo.reading import rows
from croydon_eh.demo.world import World
from families.models import Person
from families.names import sort_name
from localities.calendar import age_band, age_on

# Who lives with the children: mother and father, mother, father, mother and partner, grandmother.
ADULTS = {"mf": 44, "m": 36, "f": 5, "ms": 11, "g": 4}


@dataclass(slots=True)
class Child:
    """`born_on` is the true day, perhaps still to come at the end of the period."""

    person: dict
    born_on: date
    due_on: date | None

    @property
    def id(self):
        return self.person["id"]

    def age(self, day: date) -> int:
        return -1 if day < self.born_on else age_on(self.born_on, day)

    def band(self, day: date) -> str:
        return age_band(self.born_on, day, self.due_on)

    def named(self, day: date) -> str:
        return self.person["first_name"] if day >= self.born_on else "the unborn baby"

    def is_known(self, day: date) -> bool:
        """Born, or on the way, and not yet 18."""
        return self.born_on - timedelta(days=190) <= day and self.age(day) < 18


@dataclass(slots=True)
class Adult:
    person: dict
    relationship: str

    @property
    def called(self) -> str:
        """What a referrer calls this person."""
        if self.relationship == "grandparent":
            return "Grandmother"
        return "Mum" if self.person["sex"] == "F" else "Dad"


class Background:
    """What a family has in common: ethnic group, language, where its names come from."""

    def __init__(self, dice):
        groups = {row["ethnic_group"]: row for row in rows("ethnic_groups")}
        row = groups[dice.one({code: float(row["weight"]) for code, row in groups.items()})]
        self.ethnic_group = row["ethnic_group"]
        self.names = row["names"].split("|")
        other = dice.chance(float(row["other_language"]))
        self.language = dice.choice(row["languages"].split("|")) if other else "English"
        self.interpreter = "Y" if other and dice.chance(0.22) else "N"


def make_children(world: World, dice, family: dict, background, ages, day: date, nhs):
    children, community = [], dice.choice(background.names)
    previous = None
    for age in ages:
        twins = previous is not None and age == previous[0]
        born = previous[1] if twins else _born(dice, age, day)
        previous = (age, born)
        sex = dice.choice("MF")
        first = names.first_name(dice, community, sex)
        while any(first == child.person["first_name"] for child in children):
            first = names.first_name(dice, community, sex)
        children.append(_child(world, dice, family, background, first, sex, born, day, nhs))
    return children


def _born(dice, age, day):
    if age < 0:
        return day + timedelta(days=dice.randint(15, 170))
    return day - timedelta(days=365 * age + age // 4 + 1 + dice.randrange(364))


def _child(world, dice, family, background, first, sex, born, day, nhs):
    is_born = born <= world.last_on
    due_on = born + timedelta(days=dice.randint(-9, 9)) if born > day else None
    person = world.rows.add(
        Person,
        family_id=family["id"],
        first_name=first if is_born else "",
        last_name=family["name"],
        sort_name=sort_name(f"{family['name']} {first if is_born else ''}"),
        is_child=True,
        born_on=born if is_born else None,
        due_on=due_on,
        nhs_number=next(nhs) if is_born and dice.chance(0.75) else "",
        sex=sex if is_born else "",
        ethnic_group=dice.one({background.ethnic_group: 93, "NOBT": 4, "REFU": 3}),
        disability=dice.one({"YES": 12, "NO": 78, "REF": 1, "": 9}),
        language=background.language,
        interpreter=background.interpreter,
        known_as=first[:3] if dice.chance(0.02) and len(first) > 5 else "",
    )
    return Child(person, born, due_on)


def make_adults(world: World, dice, family: dict, background):
    """Who lives with the children."""
    return [_adult(world, dice, family, background, letter) for letter in dice.one(ADULTS)]


def make_father(world: World, dice, family: dict, background) -> Adult:
    return _adult(world, dice, family, background, "f")


def _adult(world, dice, family, background, letter):
    sex = {"m": "F", "g": "F", "f": "M", "s": "M"}[letter]
    own_name = letter in "sg" or (letter == "m" and dice.chance(0.3))
    community = dice.choice(background.names)
    last = names.last_name(dice, community) if own_name else family["name"]
    first = names.adult_name(dice, community, sex)
    person = world.rows.add(
        Person,
        family_id=family["id"],
        first_name=first,
        last_name=last,
        sort_name=sort_name(f"{last} {first}"),
        sex=sex,
        phone=mobile(dice),
        language=background.language,
        interpreter=background.interpreter,
    )
    kinds = {"m": "parent", "f": "parent", "s": "step_parent", "g": "grandparent"}
    return Adult(person, kinds[letter])
