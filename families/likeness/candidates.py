"""Find whom to compare: one statement for all who are wanted, led by indexes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils import timezone

from families.likeness.days import DUE_AGAIN, EARLY, LATE, days_like
from families.likeness.someone import Someone
from families.models import NAMED

SQL = (Path(__file__).parent / "candidates.sql").read_text()
FACTS = ("first_name", "last_name", "known_as", "born_on", "due_on", "sex", "nhs_number", "upn")
MOST = 100  # of one name
ALIKE = "0.55"  # of the trigrams of a name
TOLD = {
    "told": "family_id <> ALL(%(but)s) AND family_id NOT IN (SELECT id FROM closed)",
    "kept back": "family_id <> ALL(%(but)s)"
    " AND family_id IN (SELECT id FROM families_family WHERE restricted)",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on record who may be the one at `place` of those wanted."""

    place: int
    person_id: int
    family_id: int
    someone: Someone
    sounds: Mapping[str, str]  # of the words of both names


def candidates(wanted, *, user=None, which="told", but=(), others, now=None):
    """A Candidate for each record and each Someone of the list it may be. One query.

    "told": all but restricted families for which the user is not named. "kept back": the restricted
    ones alone, for the system that tells those who are named. `but` are families to leave out.
    """
    asked = [_asked(place, one, others) for place, one in enumerate(wanted) if one.words]
    if not asked:
        return []
    values = {
        "wanted": json.dumps(asked, default=str), "many": len(asked), "most": MOST,
        "user": user and user.pk, "named": list(NAMED), "now": now or timezone.now(),
        "alike": ALIKE, "but": list(but),
    }  # fmt: skip
    with connection.cursor() as cursor:
        told = TOLD[which]
        found_told = told.replace("family_id", "found.family_id")
        cursor.execute(SQL.format(told=told, found_told=found_told), values)
        return [_candidate(*row) for row in cursor.fetchall()]


def _candidate(place, person_id, family_id, *facts):
    *facts, postcodes, sounds = facts
    someone = Someone(**dict(zip(FACTS, facts, strict=True)), postcodes=frozenset(postcodes))
    return Candidate(place, person_id, family_id, someone, json.loads(sounds))


def _asked(place, one, others):
    firsts = {*one.first, *one.known}
    also = {other for name in firsts for other in others.get(name, ())}
    return {
        "place": place,
        "name": " ".join([*one.last, *one.first]),
        "words": " ".join(sorted(one.words)),
        "firsts": " ".join(sorted(firsts | also)),
        "lasts": " ".join(one.last),
        "days": days_like(one.born_on),
        **_around_birth(one),
        "nhs_number": one.nhs_number or None,
        "upn": one.upn or None,
        "postcodes": sorted(one.postcodes),
    }


def _around_birth(one):
    """Births that fit the due date, and due dates that fit the birth or another due date."""
    if one.due_on:
        return {
            "born_from": one.due_on - EARLY, "born_to": one.due_on + LATE,
            "due_from": one.due_on - DUE_AGAIN, "due_to": one.due_on + DUE_AGAIN,
        }  # fmt: skip
    if one.born_on:
        return {"due_from": one.born_on - LATE, "due_to": one.born_on + EARLY}
    return {}


def sounds_of(words):
    """Word -> the code of its sound, by the same function as the index. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, dmetaphone(word) FROM unnest(%s::text[]) AS word", [sorted(words)]
        )
        return dict(cursor.fetchall())
