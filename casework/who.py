"""Who is this? Families on record that may be the one of a referral, for the SPOC alone.

What is shown of a family that the user may not open is little: names, ages, the home (masked where
it is protected), and whether somebody works with it now. Restricted ones only to those named.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject

from accounts.govuk.times import say_day
from casework.codes import State
from casework.models import Episode
from families.likeness import Someone
from families.likeness.lookup import look_up
from families.models import (
    STANDING,
    Family,
    HouseholdMember,
    Merge,
    NotSame,
    Person,
    behind,
    standing,
)
from families.models.people import NameSounds
from families.names import sort_name
from families.people import people_of, shown_age, shown_name
from referrals.models import Referral

MOST, MOST_OF_A_SEARCH = 5, 20
FACTS = ("first_name", "last_name", "known_as", "born_on", "due_on", "sex", "nhs_number", "upn")
LIVED_AT = HouseholdMember.objects.current().filter(
    person=OuterRef("pk"), household__residences__superseded_at__isnull=True
)
# What people_of brings as well, so that people can be looked for.
TO_COMPARE = {
    "also": ("known_as", "sex", "nhs_number", "upn"),
    "postcodes": ArraySubquery(LIVED_AT.values("household__residences__postcode")),
}
BANDS = {
    "likely": ("Likely match", "red"),
    "possible": ("Possible match", "yellow"),
    "home": ("Same name and postcode", "blue"),
}


def matches(people, user, now):
    """The families that may be the one of these people, the likeliest first, as plain values.

    `people` are those of `people_of(…, **TO_COMPARE)`. One query, and one more when there are some.
    """
    own, records = _compared(people)
    return _by_family(look_up(own, user=user, but=records, now=now), own, now, but=records)


def search(someone, user, now):
    """As `matches`, for somebody of whom only these facts are known. Two queries."""
    found = look_up([someone], user=user, searching=True, now=now)
    return _by_family(found, [someone], now, most=MOST_OF_A_SEARCH)


def kept_back(family_id, now):
    """The restricted families that may be this one, or that it is. Nobody is shown them."""
    own, records = _compared(people_of(family_id, on=now.date(), **TO_COMPARE))
    found = look_up(own, which="kept back", but=records, now=now)
    said = _not_the_same(records)
    ids = {one.family_id for one in found}
    itself = Family.objects.filter(pk__in=records, restricted=True)
    return itself | Family.objects.filter(pk__in=ids).exclude(said)


def kept_back_by_name(name):
    """As `kept_back`, where nothing but a family's name was said: all whose name sounds so."""
    said = NameSounds(Value(sort_name(name)))
    restricted = Family.objects.filter(restricted=True)
    people = Person.objects.filter(family=OuterRef("pk")).alias(sounds=NameSounds("last_name"))
    restricted = restricted.alias(sounds=NameSounds("sort_name"))
    return restricted.filter(Q(sounds__overlap=said) | Exists(people.filter(sounds__overlap=said)))


def _compared(people):
    """(Someone of each person, the ids of their records)."""
    return [someone(person) for person in people], {person["family_id"] for person in people}


def someone(person):
    """One of `people_of(…, **TO_COMPARE)`, to be compared."""
    postcodes = frozenset(filter(None, person["postcodes"]))
    return Someone(postcodes=postcodes, **{name: person[name] for name in FACTS})


def _not_the_same(records):
    """Condition: somebody has said that the family is not the one of these records."""
    said = NotSame.objects.current().alias(one=standing("family"), two=standing("other"))
    here = Q(family__in=records, two=standing("pk", OuterRef))
    there = Q(other__in=records, one=standing("pk", OuterRef))
    return Q(Exists(said.filter(here | there)))


def _by_family(found, wanted, now, *, but=(), most=MOST):
    if not found:
        return []
    standing_of = _families({one.family_id for one in found}, but)
    shown = {}
    for one in found:
        about = standing_of.get(one.family_id)
        if about:
            match = shown.setdefault(about["id"], {**about, "band": BANDS[one.band], "met": set()})
            pair = {("ours", one.place), ("theirs", one.person_id)}
            if not match["met"] & pair:  # nobody is like two people of one family
                match["met"] |= pair
                match.setdefault("pairs", []).append(_pair(wanted[one.place], one, now))
    return list(shown.values())[:most]


def _families(ids, but):
    """Record's id -> what is told of the family that stands for it."""
    episodes = Episode.objects.filter(family__in=behind("pk"), closed_at__isnull=True)
    sent = Referral.objects.filter(family__in=behind("pk")).order_by("-submitted_at")
    rows = (
        Family.objects.filter(pk__in=ids)
        .exclude(_not_the_same(but))
        .annotate(
            stands=STANDING, standing_name=F("merged_into__name"),
            team=Subquery(episodes.exclude(state=State.CLOSED).values("team__name")[:1]),
            last_sent=Subquery(sent.values("submitted_at")[:1]),
        )
        .values("id", "name", "stands", "standing_name", "team", "last_sent", "restricted")
    )  # fmt: skip
    return {
        row["id"]: {
            "id": row["stands"], "name": row["standing_name"] or row["name"], "team": row["team"],
            "last_sent": row["last_sent"], "restricted": row["restricted"],
        }
        for row in rows
    }  # fmt: skip


def _pair(ours, one, now):
    return {
        "ours": _name(ours),
        "theirs": _name(one.someone),
        "about": _born(one.someone, now),
        "reasons": sentence(one.likeness.reasons),
    }


def sentence(reasons):
    """ "Same postcode, first names sound the same" """
    return ", ".join(reasons[:1] + tuple(r[0].lower() + r[1:] for r in reasons[1:]))


def _name(someone):
    unborn = someone.born_on is None and someone.due_on is not None
    return shown_name(someone.first_name, someone.last_name, unborn=unborn)


def _born(someone, now):
    if not someone.born_on:
        return shown_age(None, someone.due_on, now.date()) if someone.due_on else ""
    return f"born {say_day(someone.born_on)}"


def joins(family):
    """Annotation: the merges that hold behind this reference, as plain values."""
    rows = Merge.objects.current().alias(stands=standing("family"))
    rows = rows.filter(stands=standing(family, OuterRef)).order_by("id")
    return ArraySubquery(
        rows.values(
            found=JSONObject(
                id="id", one="family__name", other="duplicate__name", by="by__name",
                at="happened_at",
            )
        )
    )  # fmt: skip
