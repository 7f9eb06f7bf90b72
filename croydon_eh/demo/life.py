"""One invented family, and what the service knows of it as time goes on."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from croydon_eh.demo import names, people
from croydon_eh.demo.access import AccessBook, Basis
from croydon_eh.demo.ages import ages_of_children
from croydon_eh.demo.dice import Dice
from croydon_eh.demo.homes import Homes
from croydon_eh.demo.plan import Planned
from croydon_eh.demo.schools import Schools
from croydon_eh.demo.world import World
from families.actions.break_glass import OPEN_FOR
from families.models import Family, Restriction
from families.names import sort_name
from localities.calendar import london_date

RESTRICTED = 0.0012
SEPARATED = 0.11


@dataclass
class Life:
    world: World
    dice: Dice
    story: dict
    family: dict
    background: people.Background
    children: list[people.Child]
    adults: list[people.Adult]
    homes: Homes
    schools: Schools
    access: AccessBook
    severity: float  # shifts how serious things are
    helped: list = field(default_factory=list)  # (from, until or None) of each episode
    social_care_since: datetime | None = None
    disclosed: set = field(default_factory=set)  # agencies that were told something already

    @property
    def course(self):
        return self.story.get("course", "")

    @property
    def special(self):
        return self.story.get("special", "")

    def is_helped(self, moment: datetime) -> bool:
        return any(a <= moment and (b is None or moment < b) for a, b in self.helped)

    def children_on(self, day: date) -> list[people.Child]:
        return [child for child in self.children if child.is_known(day)]

    def locality_on(self, day: date):
        return self.world.locality_of(self.homes.ward_on(day), day)

    def style(self, moment: datetime):
        return self.world.style(self.locality_on(london_date(moment)))


def begin(world: World, seed, planned: Planned, nhs) -> Life:
    """The family as it is when it is first referred, with its homes."""
    dice = Dice(seed, "family", planned.number)
    story = planned.story or {}
    special = story.get("special", "")
    first = planned.arrivals[0]
    day = london_date(first.at)
    background = people.Background(dice)
    family = _family(world, dice, background, special, first.at)
    persona_site = world.site_of_persona(story.get("persona"))
    phase = world.phases.get(persona_site and persona_site.pk, "")
    ages = ages_of_children(dice, first.kind, story, phase)
    children = people.make_children(world, dice, family, background, ages, day, nhs)
    adults = people.make_adults(world, dice, family, background)
    homes = Homes(world, dice, family["id"], first.at, story)
    homes.move_in(children, adults)
    if special == "separated" or (not story and dice.chance(SEPARATED)):
        homes.other_parent(children, people.make_father(world, dice, family, background))
    schools = Schools(world, dice, homes.ward_on(day), persona_site, phase)
    schools.enrol(dice, children, world.last_on)
    access = AccessBook(world, family)
    life = Life(world, dice, story, family, background, children, adults, homes, schools,
                access, severity=dice.gauss(0, 0.8))  # fmt: skip
    _name_for_the_story(life, special)
    if family["restricted"]:
        _restrict(life, first.at)
    return life


def _family(world, dice, background, special, at):
    name = names.last_name(dice, dice.choice(background.names))
    return world.rows.add(
        Family,
        name=name,
        sort_name=sort_name(name),
        restricted=special == "restricted" or (not special and dice.chance(RESTRICTED)),
        created_at=at,
        version=1,
    )


def _name_for_the_story(life, special):
    first, last = {
        "long_name": names.LONG, "accents": names.ACCENTS, "apostrophe": names.APOSTROPHE,
    }.get(special, (None, None))  # fmt: skip
    if first:
        life.family |= {"name": last, "sort_name": sort_name(last)}
        for number, child in enumerate(life.children):
            own = first if number == 0 else child.person["first_name"]
            child.person |= {
                "first_name": own, "last_name": last, "sort_name": sort_name(f"{last} {own}"),
            }  # fmt: skip


def _restrict(life, at):
    """Two named people of the front door see it; nobody else learns that it is there."""
    life.world.rows.add(
        Restriction, family_id=life.family["id"], happened_at=at, recorded_at=at,
        reason="A relative works for the service.", by_id=life.world.personas["spoc_manager"],
    )  # fmt: skip
    for key in ("spoc_manager", "social_worker"):
        life.access.grant(
            Basis.NAMED, at, user_id=life.world.personas[key],
            reason="They screen, and are no relatives",
        )  # fmt: skip
    _opened_once(life, at + timedelta(days=9))


def _opened_once(life, at):
    """A hub manager had to look, one evening."""
    if at < life.world.until:
        life.access.grant(
            Basis.BREAK_GLASS, at, until=at + OPEN_FOR,
            user_id=life.world.personas["hub_manager"],
            reason="A neighbour phoned: the children were alone. Nobody named answered",
        )  # fmt: skip
