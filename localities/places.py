"""From a postcode to a place: the ward and locality of an address.

`manage.py import_postcodes` loads the exact directory; without it the carried table of postcode
sectors answers, with its confidence.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from localities.access import holding
from localities.models import Locality, Postcode, PostcodeSector, Ward, WardLocality
from localities.working_days import REFERENCE

# Areas as in families.models.Area: "croydon" is known by a ward, "elsewhere" is another borough.
CROYDON, ELSEWHERE, UNKNOWN = "croydon", "elsewhere", "unknown"

# Below this a sector lies mostly across the border, and a guess would be wrong more often than not.
LEAST_CONFIDENCE = 0.25

# The outward shapes A9, A99, AA9, AA99, A9A, AA9A with the letters that end the last two, then
# the inward code, which never has C, I, K, M, O or V.
POSTCODE = re.compile(
    r"(?P<area>[A-Z]{1,2})"
    r"(?:[1-9][0-9]?|0|[0-9](?P<last>[ABCDEFGHJKMNPRSTUVWXY]))"
    r"(?P<inward>[0-9][ABD-HJLNP-UW-Z]{2})"
)
TYPING_SLIPS = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}


@dataclass(frozen=True, slots=True)
class Place:
    """`confidence` 0 to 1 that the ward is right: 1 for a postcode of the directory."""

    area: str
    ward: Ward | None = None
    confidence: float = 0.0
    locality: Locality | None = None


def normalise_postcode(text: str) -> str:
    """The postcode as Royal Mail writes it: "cr0 2ab", "CRO-2AB" and "CR02AB" are "CR0 2AB".

    O for 0 and I for 1 are put right where only one reading is a postcode. Raises ValueError with
    a sentence for the person who typed it.
    """
    typed = re.sub(r"[\s.\-\u00a0]", "", text).upper()
    if not typed:
        raise ValueError("Enter a postcode.")
    if not re.fullmatch(r"[A-Z0-9]{5,7}", typed):
        raise ValueError("Enter a full UK postcode, like CR0 2AB.")
    readings = [typed] if _is_postcode(typed) else _readings(typed)
    if len(readings) != 1:
        raise ValueError("This is not a UK postcode. Check it: it should look like CR0 2AB.")
    return f"{readings[0][:-3]} {readings[0][-3:]}"


def find_place(postcode: str, on: date) -> Place:
    """Where a postcode lies, and its locality on that day; without a postcode, unknown.

    Raises ValueError as normalise_postcode does. One query.
    """
    if not postcode.strip():
        return Place(UNKNOWN)
    postcode = normalise_postcode(postcode)
    exact = Postcode.objects.filter(postcode=postcode, ward=OuterRef("pk"))
    sector = PostcodeSector.objects.filter(sector=postcode[:-2], ward=OuterRef("pk"))
    held = WardLocality.objects.filter(holding(on), ward=OuterRef("pk")).order_by("-from_on")
    columns = {"id": "locality_id"} | {n: f"locality__{n}" for n in ("code", "name", "position")}
    wards = Ward.objects.annotate(
        exact=Exists(exact),
        confidence=Subquery(sector.values("confidence")[:1]),
        held=Subquery(held.values(found=JSONObject(**columns))[:1]),
    )
    ward = wards.filter(Q(exact=True) | Q(confidence__isnull=False)).order_by("-exact").first()
    if ward is None:
        return Place(ELSEWHERE)
    confidence = 1.0 if ward.exact else ward.confidence
    if confidence < LEAST_CONFIDENCE:
        return Place(UNKNOWN)
    return Place(CROYDON, ward, confidence, Locality(**ward.held) if ward.held else None)


def locality_of(ward: Ward | None, on: date, as_at=None) -> Locality | None:
    """The locality that a ward belongs to on a day, as known at `as_at` (without it, today)."""
    if ward is None:
        return None
    rows = WardLocality.objects.filter(ward=ward)
    if as_at is None:
        rows = rows.filter(holding(on))
    else:
        rows = rows.known_at(as_at).filter(from_on__lte=on).exclude(until_on__lte=on)
    found = rows.select_related("locality").order_by("-from_on").first()
    return found.locality if found else None


def _readings(typed):
    choices = (TYPING_SLIPS.get(letter, letter) for letter in typed)
    return [reading for reading in map("".join, product(*choices)) if _is_postcode(reading)]


def _is_postcode(compact):
    found = POSTCODE.fullmatch(compact)
    return bool(found) and found["area"] in _areas()


@cache
def _areas():
    with (REFERENCE / "postcode_areas.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["area"] for row in csv.DictReader(file))
