"""A family that is known is told of again: add what is new, keep what was there."""

from families.models import Household, Person, Residence, together
from families.names import sort_name
from families.registration import OF_AN_ADULT, Registered, new_person, write_people, write_ties

# What may well have changed since, and what is only filled in where it was blank.
CHANGES = ("school", "phone", "language", "interpreter")
FILLED_IN = ("nhs_number", "upn", "sex", "ethnic_group", "disability")


def told_again(known, *, children, adults, home, at):
    """Registered people of a Known family: brought up to date, and new adults added."""
    if home.protected:
        _protect(known.family, at)
    there = _adults_of(known.family) if adults else {}
    grown = {e.key: there.get(sort_name(f"{e.last_name} {e.first_name}")) for e in adults}
    met = {key: person for key, person in (known.children | grown).items() if person}
    _bring_up_to_date(met, [*children, *adults])
    new = [adult for adult in adults if adult.key not in met]
    added = {adult.key: new_person(known.family, adult, OF_AN_ADULT) for adult in new}
    if added:
        household, _ = Household.objects.get_or_create(family=known.family, is_main=True)
        write_people(added.values(), household, at)
        write_ties(new, added, list(known.children.values()), at)
    return Registered(known.family, met | added)


def _adults_of(family):
    """By name; also of the families that were merged into this one."""
    people = Person.objects.filter(family__in=together(family))
    return {person.sort_name: person for person in people.filter(is_child=False)}


def _bring_up_to_date(people, entries):
    changed = []
    for entry in entries:
        person = people.get(entry.key)
        if person is None:
            continue
        fresh = {f: getattr(entry, f, "") for f in CHANGES}
        fresh |= {f: getattr(entry, f, "") for f in FILLED_IN if not getattr(person, f)}
        fresh = {f: value for f, value in fresh.items() if value and value != getattr(person, f)}
        if fresh:
            for field, value in fresh.items():
                setattr(person, field, value)
            person.version += 1
            changed.append(person)
    if changed:
        Person.objects.bulk_update(changed, [*CHANGES, *FILLED_IN, "version"])


def _protect(family, at):
    """Once somebody says that nobody may learn an address, it is protected wherever it stands."""
    homes = Residence.objects.current().filter(
        household__family__in=together(family), protected=False
    )
    for home in homes.select_for_update(of=("self",)):
        home.supersede(at=at)
        Residence.objects.create(
            household_id=home.household_id, area=home.area, address=home.address,
            postcode=home.postcode, protected=True, ward_id=home.ward_id,
            ward_confidence=home.ward_confidence, from_on=home.from_on, until_on=home.until_on,
            happened_at=at,
        )  # fmt: skip
