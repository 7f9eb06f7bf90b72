"""Who of those on record might be somebody of those wanted, best first, with reasons."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from families.likeness.candidates import candidates, sounds_of
from families.likeness.scoring import Likeness, in_company, score
from families.likeness.someone import Someone
from families.likeness.weights import other_names, version_at, weights
from families.models import HouseholdMember, Person

FACTS = ("id", "family_id", "first_name", "last_name", "known_as", "born_on", "due_on", "sex",
         "nhs_number", "upn")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """`place` is that of the wanted one in the list; `person_id`, `family_id` of the record."""

    place: int
    person_id: int
    family_id: int
    someone: Someone
    likeness: Likeness
    band: str  # "likely", "possible" or "home"


def look_up(wanted, *, user=None, which="told", now=None):
    """Found ones for a list of Someone, whatever their number in five queries at most.

    `which` is that of `candidates`: what `user` may be told, or what is kept back from everybody.
    """
    now = now or timezone.now()
    by, others = weights(version_at(now)), other_names(version_at(now, "nicknames"))
    pairs = candidates(wanted, user=user, which=which, others=others, now=now)
    known = people({person_id for _, person_id, _ in pairs})
    words = set().union(*(one.words for one in [*wanted, *known.values()]))
    sounds = sounds_of(words) if pairs else {}
    scored = defaultdict(list)
    for place, person_id, family_id in pairs:
        one = known[person_id]
        likeness = score(wanted[place], one, weights=by, sounds=sounds, others=others)
        scored[place].append((person_id, family_id, one, likeness))
    found = [one for place, rows in scored.items() for one in _shown(place, rows, by)]
    return sorted(found, key=lambda one: (-one.likeness.bits, one.person_id))


def _shown(place, rows, by):
    shared = in_company([likeness for *_, likeness in rows])
    for (person_id, family_id, one, _), likeness in zip(rows, shared, strict=True):
        if band := _band(likeness, by):
            yield Found(place, person_id, family_id, one, likeness, band)


def _band(likeness, by):
    if likeness.bits >= by.likely:
        return "likely"
    if likeness.bits >= by.possible:
        return "possible"
    return "home" if likeness.lives_there else ""


def people(ids):
    """Person's id -> Someone, with every postcode that the person was ever said to live at."""
    if not ids:
        return {}
    rows = Person.objects.filter(pk__in=ids).values(*FACTS)
    homes = HouseholdMember.objects.current().filter(
        person__in=ids, household__residences__superseded_at__isnull=True
    )
    postcodes = {}
    for person_id, postcode in homes.values_list("person", "household__residences__postcode"):
        if postcode:
            postcodes.setdefault(person_id, set()).add(postcode)
    return {
        row.pop("id"): Someone(
            postcodes=frozenset(postcodes.get(person_id, ())),
            **{name: value for name, value in row.items() if name != "family_id"},
        )
        for row in rows
        for person_id in [row["id"]]
    }
