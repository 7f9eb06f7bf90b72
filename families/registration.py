"""Write a family down as it was told of. Parts of larger actions: each of those is one audit event.

Every step is one statement, however many people there are.
"""

from dataclasses import dataclass

from families import agreeing
from families.codes import SharingPurpose
from families.models import (
    Agreement,
    Area,
    Family,
    Household,
    HouseholdMember,
    Person,
    Relationship,
    Residence,
    SafeContact,
)
from families.names import sort_name
from families.safety import write_who_must_not_know
from localities.calendar import london_date

COMMON = ("first_name", "last_name", "language", "interpreter")
OF_A_CHILD = (*COMMON, "born_on", "due_on", "nhs_number", "upn", "school", "sex",
              "ethnic_group", "disability")  # fmt: skip
OF_AN_ADULT = (*COMMON, "phone")


@dataclass(frozen=True, slots=True)
class Registered:
    """A family that is written down; `people` is entry key -> Person, children and adults."""

    family: Family
    people: dict


def new_family(*, name, children, adults, home, place, at):
    """A family nobody knew, with its people, its home and their ties."""
    family = Family(name=name)
    family.save()
    household = Household.objects.create(family=family)
    Residence.objects.create(
        household=household, area=area_of(home, place), address=home.address,
        postcode=home.postcode, protected=home.protected, ward=place.ward,
        ward_confidence=place.confidence, from_on=london_date(at), happened_at=at,
    )  # fmt: skip
    young = {child.key: new_person(family, child, OF_A_CHILD, is_child=True) for child in children}
    grown = {adult.key: new_person(family, adult, OF_AN_ADULT) for adult in adults}
    people = young | grown
    write_people(people.values(), household, at)
    write_ties(adults, grown, list(young.values()), at)
    return Registered(family, people)


def area_of(home, place):
    """A postcode that is known says more than what somebody believes about the borough."""
    return home.area if place.area == Area.UNKNOWN else place.area


def new_person(family, entry, fields, **more):
    """Not saved yet; the name to sort by is set here, since bulk writes do not call save()."""
    person = Person(family=family, **{field: getattr(entry, field) for field in fields}, **more)
    person.sort_name = sort_name(f"{person.last_name} {person.first_name}")
    return person


def write_people(people, household, at):
    Person.objects.bulk_create(people)
    HouseholdMember.objects.bulk_create(
        HouseholdMember(household=household, person=person, from_on=london_date(at), happened_at=at)
        for person in people
    )


def write_ties(adults, grown, children, at):
    """What each adult is to each child."""
    Relationship.objects.bulk_create(
        Relationship(
            person=grown[adult.key], other=child, kind=adult.relationship,
            parental_responsibility=adult.parental_responsibility, happened_at=at,
        )
        for adult in adults for child in children
    )  # fmt: skip


def write_agreement(family, people, entry, *, by, at):
    """The answer to being helped and, where it was asked, the answer to sharing."""
    answers = {SharingPurpose.HELP: entry.answer}
    if entry.sharing in ("Y", "N"):
        agreed = entry.sharing == "Y"
        answers[SharingPurpose.SHARE] = (
            Agreement.Answer.AGREED if agreed else Agreement.Answer.REFUSED
        )
    said = Agreement.objects.bulk_create(
        Agreement(
            family=family, person=people.get(entry.who), purpose=purpose, answer=answer,
            how=entry.how, basis=entry.basis, reason=entry.reason, happened_at=at,
            recorded_by=by if getattr(by, "actor_kind", "") == "user" else None,
        )
        for purpose, answer in answers.items()
    )  # fmt: skip
    if family.help_stopped_at or family.sharing_stopped_at:
        agreeing.settle(family)  # a known family may have changed its mind
    return said


def write_safe_contacts(people, entries, *, at):
    written = SafeContact.objects.bulk_create(
        SafeContact(
            person=people[entry.who], phone=entry.phone, times=entry.times,
            voicemail=entry.voicemail, post=entry.post, email=entry.email,
            must_not_be_told=entry.must_not_be_told, happened_at=at,
        )
        for entry in entries
    )  # fmt: skip
    write_who_must_not_know(written, at=at)
    return written
