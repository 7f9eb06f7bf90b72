"""Write invented households down by COPY, and make each pair's first record one of them."""

import io

from django.db import connection

from families.likeness import Someone
from families.names import sort_name

TABLES = {
    "families_family": ("id", "name", "sort_name", "restricted", "version", "created_at"),
    "families_household": ("id", "family_id", "is_main"),
    "families_residence": ("household_id", "area", "address", "postcode", "protected", "from_on",
                           "happened_at"),
    "families_person": ("id", "family_id", "first_name", "last_name", "known_as", "sort_name",
                        "is_child", "born_on", "due_on", "nhs_number", "upn", "school", "phone",
                        "sex", "ethnic_group", "disability", "faith", "gender_identity",
                        "sexual_orientation", "language", "interpreter", "version"),
    "families_householdmember": ("household_id", "person_id", "from_on", "happened_at"),
}  # fmt: skip
THEN, DAY = "2020-01-01 00:00+00", "2020-01-01"


def write_down(homes: list[list[Someone]], first_id=1_000_000):
    """Each list of people becomes one family. Returns the id of each person, in order."""
    rows = {table: [] for table in TABLES}
    ids = []
    for number, people in enumerate(homes, first_id):
        _home(rows, number, people)
        for one in people:
            person = first_id + len(ids)
            ids.append(person)
            rows["families_person"].append(_person(person, number, one))
            rows["families_householdmember"].append((number, person, DAY, THEN))
    for table, columns in TABLES.items():
        _copy(table, columns, rows[table])
    return ids


def _home(rows, number, people):
    name = people[0].last_name
    rows["families_family"].append((number, name, sort_name(name), "f", 1, THEN))
    rows["families_household"].append((number, number, "t"))
    for postcode in people[0].postcodes:
        rows["families_residence"].append((number, "croydon", "", postcode, "f", DAY, THEN))


def _person(person, family, one):
    return (
        person, family, one.first_name, one.last_name, one.known_as,
        sort_name(f"{one.last_name} {one.first_name}"), "t", one.born_on, one.due_on,
        one.nhs_number, one.upn, "", "", one.sex, *[""] * 7, 1,
    )  # fmt: skip


def _copy(table, columns, rows):
    text = "".join("\t".join(map(_cell, row)) + "\n" for row in rows)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", io.StringIO(text))


def _cell(value):
    return r"\N" if value is None else str(value)
