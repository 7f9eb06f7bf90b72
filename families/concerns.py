"""What of a family concerns one person: those they live with, and children they answer for.

Separated parents belong to two households of one family. Of the other household nothing crosses:
nobody who lives only there, and no address, phone number or email of it within a text.
"""

import re
from dataclasses import dataclass

from families.codes import OrderKind
from families.models import (
    CourtOrder,
    HouseholdMember,
    Person,
    Relationship,
    Residence,
    SafeContact,
    together,
)  # fmt: skip
from families.same_people import records_of
from localities.access import holding

LEFT_OUT = "[left out]"


@dataclass(frozen=True, slots=True)
class Concern:
    """`people` are the ids of those whose facts this person may read, themselves among them."""

    people: frozenset
    one_home: bool  # nobody of the family lives only elsewhere
    hidden: tuple  # patterns of what no text for this person holds

    def covers(self, person_id):
        """Whether a fact about this person, or about the whole family, may be read."""
        return person_id is None or person_id in self.people

    def clean(self, text):
        for pattern in self.hidden:
            text = pattern.sub(LEFT_OUT, text)
        return text


def concern_of(person, *, on):
    """What this person may read of the family on this day, by all records of each person."""
    own = records_of([person.pk])
    members = HouseholdMember.objects.filter(
        holding(on), household__family__in=together(person.family_id)
    )
    homes = list(members.values_list("household_id", "person_id"))
    mine = {home for home, who in homes if who in own}
    with_me = records_of(who for home, who in homes if home in mine)
    people = (own | with_me | _answers_for(own)) - barred_from(person, on=on)
    elsewhere = {who for _, who in homes} - with_me
    return Concern(frozenset(people), not elsewhere, tuple(_hidden(person, own, mine)))


def barred_from(person, *, on):
    """Ids of the children from whom a court told this person to stay away."""
    own = records_of([person.pk])
    orders = CourtOrder.objects.filter(holding(on), person__in=own, kind=OrderKind.STAY_AWAY)
    return records_of(orders.values_list("child_id", flat=True))


def _answers_for(own):
    """Ids of the children for whom this person has parental responsibility."""
    ties = Relationship.objects.current().filter(person__in=own, parental_responsibility="Y")
    return records_of(ties.values_list("other_id", flat=True))


def _hidden(person, own, mine):
    """Patterns of addresses of other homes and of protected ones, and of others' numbers."""
    family = together(person.family_id)
    homes = Residence.objects.filter(household__family__in=family)  # corrected ones too
    for home in homes.values("household_id", "address", "postcode", "protected"):
        if home["protected"] or home["household_id"] not in mine:
            yield from _address(home["address"])
            yield from _spaced(home["postcode"])
    contacts = SafeContact.objects.filter(person__family__in=family).exclude(person__in=own)
    for phone, email in contacts.values_list("phone", "email"):
        yield from _phone(phone)
        yield from _plain(email)
    others = Person.objects.filter(family__in=family).exclude(pk__in=own)
    for phone in others.exclude(phone="").values_list("phone", flat=True):
        yield from _phone(phone)


def _address(text):
    """The whole of it, its first line by itself, and each that has a number: the flat, the house.

    Of “14 London Road” also “14 London”, however somebody writes the road.
    """
    lines = [part.strip() for part in re.split(r"[,\n]", text) if len(part.strip()) > 5]
    told = [line for line in lines[1:] if re.search(r"\d", line)]
    short = [line.rsplit(None, 1)[0] for line in lines if re.match(r"\d\S*\s+\S+\s+\S", line)]
    return [pattern for part in (text, *lines[:1], *told, *short) for pattern in _plain(part)]


def _plain(text):
    words = text.split()
    return [re.compile(r"[\s,]+".join(map(re.escape, words)), re.IGNORECASE)] if words else []


def _spaced(postcode):
    letters = [re.escape(letter) for letter in postcode if letter.isalnum()]
    return [re.compile(r"\b" + r"\s*".join(letters) + r"\b", re.IGNORECASE)] if letters else []


def _phone(number):
    """Its digits however they are grouped, with 0 or +44 in front."""
    digits = re.sub(r"\D", "", number)
    digits = digits.removeprefix("44") if number.strip().startswith("+") else digits
    digits = digits.removeprefix("0")
    if len(digits) < 6:
        return []
    gap = r"[\s().-]*"
    return [re.compile(r"(?:\+44|\b0)?" + gap + gap.join(digits) + r"\b")]
