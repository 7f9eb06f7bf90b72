"""Writes the files by COPY, from one view of the database, with their dictionary."""

import csv
import json
from pathlib import Path

from django.conf import settings
from django.db import connection

from croydon_eh.facts import (
    casework,
    contacts,
    families,
    front_door,
    handed_over,
    judged,
    places,
    rules,
)  # fmt: skip
from croydon_eh.facts.tables import SEQUENCE, Table
from outcomes.steady import steady_view


def tables() -> tuple[Table, ...]:
    rooms = (contacts, front_door, judged, handed_over, families, casework, places)
    return tuple(table for room in rooms for table in room.TABLES)


def export(folder: Path, *, key: str = "") -> dict[str, int]:
    """Write every kind of fact into `folder`; the rows of each file, by its name.

    `key` makes the pseudonyms; by default the service's own, so that exports fit together.
    """
    folder.mkdir(parents=True, exist_ok=True)
    described, counts = [], {}
    with steady_view(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute("SELECT set_config('eh.export_key', %s, true)", [key or _own_key()])
        for table in tables():
            counts[table.name] = _copy(cursor, table, folder / f"{table.name}.csv")
            described.append((table.name, table.about, (SEQUENCE, *table.columns)))
    for rule in rules.TABLES:
        name, about, columns, rows = rule()
        counts[name] = _write(folder / f"{name}.csv", [c.name for c in columns], rows)
        described.append((name, about, columns))
    _describe(folder, described)
    return counts


def _own_key():
    return settings.SEAL_KEY or settings.SECRET_KEY


def _copy(cursor, table, path):
    with path.open("w", encoding="utf-8", newline="") as file:
        cursor.copy_expert(f"COPY ({table.select}) TO STDOUT WITH (FORMAT csv, HEADER)", file)
    return cursor.rowcount


def _write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([_plain(value) for value in row] for row in rows)
    return len(rows)


def _plain(value):
    if isinstance(value, bool):
        return "t" if value else "f"
    return value.isoformat() if hasattr(value, "isoformat") else value


def _describe(folder, described):
    """The dictionary for people, and a Frictionless data package for programs."""
    rows = [
        (f"{name}.csv", column.name, column.type, column.meaning)
        for name, _, columns in described
        for column in columns
    ]
    _write(folder / "dictionary.csv", ["file", "column", "type", "meaning"], rows)
    package = {
        "name": "croydon-early-help-facts",
        "title": "Dated facts of early help, without names and free text",
        "description": "At a moment t count rows with happened_at and recorded_at up to t that "
        "were not superseded by t. Moments are in UTC; booleans are t and f.",
        "resources": [_resource(*each) for each in described],
    }
    text = json.dumps(package, indent=1, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _resource(name, about, columns):
    fields = [_field(column) for column in columns]
    return {
        "name": name.replace("_", "-"), "path": f"{name}.csv", "description": about,
        "profile": "tabular-data-resource", "schema": {"fields": fields, "missingValues": [""]},
    }  # fmt: skip


def _field(column):
    field = {"name": column.name, "type": column.type, "description": column.meaning}
    if column.type == "boolean":
        field |= {"trueValues": ["t"], "falseValues": ["f"]}
    return field | ({"format": "any"} if column.type == "datetime" else {})
