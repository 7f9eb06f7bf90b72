"""A mistyped name gives a known family a second record; some days later the two are merged."""

from dataclasses import replace
from datetime import datetime, timedelta

from croydon_eh.demo.access import AccessBook
from croydon_eh.demo.homes import Homes
from croydon_eh.demo.life import Life
from croydon_eh.demo.people import Adult, Child
from croydon_eh.demo.plan import Arrival
from families.models import Family, Merge, Person, PersonMerge
from families.names import sort_name
from localities.calendar import london_date


def another_record(life: Life, arrival: Arrival) -> Life:
    """The same people once more, the family's name spelt in another way."""
    world, dice = life.world, life.dice
    name = _mistyped(dice, life.family["name"])
    family = world.rows.add(
        Family, name=name, sort_name=sort_name(name), created_at=arrival.at, version=1
    )
    children = [
        Child(_copy(life, child.person, family), child.born_on, child.due_on)
        for child in life.children
    ]
    adults = [Adult(_copy(life, a.person, family), a.relationship) for a in life.adults]
    ward_id = life.homes.ward_on(london_date(arrival.at))
    gss = next((gss for gss, ward in world.wards.items() if ward.pk == ward_id), "")
    homes = Homes(world, dice, family["id"], arrival.at, {"ward_gss": gss, "special": ""})
    homes.move_in(children, adults)
    access = AccessBook(world, family)
    return replace(life, family=family, children=children, adults=adults, homes=homes,
                   access=access, disclosed=set())  # fmt: skip


def merge(life: Life, record: Life, since: datetime):
    at = since + timedelta(days=life.dice.uniform(3, 40))
    if at > life.world.until:
        return
    record.family["merged_into_id"] = life.family["id"]
    life.world.rows.add(
        Merge, family_id=life.family["id"], duplicate_id=record.family["id"],
        happened_at=at, recorded_at=at,
    )  # fmt: skip
    if life.family["id"] % 2:  # of the others somebody has yet to say who is one person
        _merge_people(life, record, at)


def _merge_people(life, record, at):
    pairs = zip([*life.children, *life.adults], [*record.children, *record.adults], strict=False)
    for one, other in pairs:
        other.person["merged_into_id"] = one.person["id"]
        life.world.rows.add(
            PersonMerge, person_id=one.person["id"], duplicate_id=other.person["id"],
            reason="Same names and birthdays at the same address.", happened_at=at, recorded_at=at,
        )  # fmt: skip


def _mistyped(dice, name):
    place = dice.randrange(1, max(len(name) - 1, 2))
    return name[:place] + name[place] + name[place:] if len(name) > 1 else name


def _copy(life, person, family):
    last = family["name"] if person["last_name"] == life.family["name"] else person["last_name"]
    values = {k: v for k, v in person.items() if k not in ("id", "nhs_number", "upn")}
    values |= {"family_id": family["id"], "last_name": last,
               "sort_name": sort_name(f"{last} {person['first_name']}")}  # fmt: skip
    return life.world.rows.add(Person, **values)
