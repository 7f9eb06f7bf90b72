"""Read the Office for National Statistics' postcode directory: ONSPD and NSPL, any edition.

Editions differ in the names of their columns, not in what they say. Only rows of our wards are
kept; they go through a temporary table in one COPY and one INSERT.
"""

import csv
import io
import re
from dataclasses import dataclass, field

from django.db import connection, transaction

from localities.models import Postcode, Ward
from localities.places import normalise_postcode

OUR_DISTRICT = "E09000008"  # the London Borough of Croydon
POSTCODE_COLUMNS = ("pcds", "pcd7", "pcd8", "pcd", "pcd2", "postcode")
WARD_COLUMN = re.compile(r"osward|ward|ward_gss|wd[0-9]{2}cd")
DISTRICT_COLUMN = re.compile(r"oslaua|laua|lad[0-9]{2}cd")

UPSERT = """
    INSERT INTO {table} (postcode, ward_id) SELECT postcode, ward_id FROM read_postcodes
    ON CONFLICT (postcode) DO UPDATE SET ward_id = excluded.ward_id
    WHERE {table}.ward_id <> excluded.ward_id
    RETURNING xmax = 0
"""


class NotADirectory(ValueError):
    """The file is not a CSV with a column for the postcode and one for the ward."""


@dataclass
class Imported:
    """Counts of lines and postcodes. `errors` are (line number from 1, sentence)."""

    read: int = 0
    kept: int = 0
    added: int = 0
    changed: int = 0
    errors: list = field(default_factory=list)


def import_postcodes(lines) -> Imported:
    """Add the postcodes of our wards, or move them to the ward that the file says."""
    done = Imported()
    try:
        kept = _kept(lines, done)
    except csv.Error as error:
        raise NotADirectory(f"line {done.read + 2} is not CSV.") from error
    done.kept = len(kept)
    done.added, done.changed = _upsert(kept)
    return done


def _kept(lines, done):
    """The postcodes of our wards: postcode -> ward id. What is wrong goes to `done.errors`."""
    wards = dict(Ward.objects.values_list("gss", "pk"))
    rows = csv.reader(lines)
    columns = _columns(next(rows, []))
    kept = {}
    for row in rows:
        done.read += 1
        try:
            found = _read(row, columns, wards)
            if found and kept.setdefault(*found) != found[1]:
                raise ValueError(f"{found[0]} stands in the file twice, in two wards.")
        except ValueError as error:
            done.errors.append((rows.line_num, str(error)))
    return kept


def _columns(header):
    """Where the postcode, the ward and (if it is there) the district stand."""
    names = [name.strip().lower() for name in header]
    postcode = next((names.index(name) for name in POSTCODE_COLUMNS if name in names), None)
    ward = next((i for i, name in enumerate(names) if WARD_COLUMN.fullmatch(name)), None)
    district = next((i for i, name in enumerate(names) if DISTRICT_COLUMN.fullmatch(name)), None)
    if postcode is None or ward is None:
        raise NotADirectory(
            "the first line must name a column for the postcode (such as pcds) and one for the "
            "ward (such as osward or WD25CD)."
        )
    return postcode, ward, district


def _read(row, columns, wards):
    """(postcode, ward id), or None where the row is another borough's. ValueError if it is bad."""
    postcode_at, ward_at, district_at = columns
    if len(row) <= max(postcode_at, ward_at, district_at or 0):
        raise ValueError("The line has too few columns.")
    gss = row[ward_at].strip()
    if gss not in wards:
        if district_at is not None and row[district_at].strip() == OUR_DISTRICT:
            raise ValueError(f"The ward {gss!a} is in the borough, but we have no such ward.")
        return None
    return normalise_postcode(row[postcode_at]), wards[gss]


def _upsert(kept):
    """How many postcodes were added, and how many changed their ward."""
    rows = io.StringIO("".join(f"{postcode}\t{ward}\n" for postcode, ward in kept.items()))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE read_postcodes (postcode text, ward_id bigint) ON COMMIT DROP"
        )
        cursor.copy_expert("COPY read_postcodes FROM STDIN", rows)
        cursor.execute(UPSERT.format(table=Postcode._meta.db_table))
        added = [is_new for (is_new,) in cursor.fetchall()]
        cursor.execute("DROP TABLE read_postcodes")
    return added.count(True), added.count(False)
