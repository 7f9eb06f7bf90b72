"""Rows on their way into the database: collected as dicts, written by COPY.

Every constraint holds for them as for any other row; references are checked when the transaction
ends. Keys are taken from the tables' own sequences, which are moved on.
"""

import io
import json
from collections import Counter

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import JSONField
from django.db.models.fields import NOT_PROVIDED


class Rows:
    def __init__(self):
        self._tables = {}
        self.written = Counter()

    def add(self, model, **values) -> dict:
        """A new row. It may be changed until `write()`; its key is in "id"."""
        table = self._tables.get(model) or self._tables.setdefault(model, _Table(model))
        return table.add(values)

    def write(self):
        """COPY everything that was added since the last time."""
        with connection.cursor() as cursor:
            for model, table in self._tables.items():
                self.written[model._meta.label_lower] += table.write(cursor)


class _Table:
    def __init__(self, model):
        self.name = model._meta.db_table
        fields = model._meta.concrete_fields
        self.columns = [field.column for field in fields]
        self.names = [field.attname for field in fields]
        self.encoders = [_encoder(field) for field in fields]
        self.defaults = {
            field.attname: field.get_default()
            for field in fields
            if field.db_default is NOT_PROVIDED and not field.primary_key
        }
        self.rows = []
        self.next_id = _take_id(self.name)

    def add(self, values):
        row = {**self.defaults, **values, "id": self.next_id}
        if len(row) != len(self.names):
            wrong = set(row) ^ set(self.names)
            raise TypeError(f"{self.name}: {', '.join(sorted(wrong))}")
        self.next_id += 1
        self.rows.append(row)
        return row

    def write(self, cursor):
        count = len(self.rows)
        if count:
            columns = ", ".join(f'"{column}"' for column in self.columns)
            cursor.copy_expert(f'COPY "{self.name}" ({columns}) FROM STDIN', self._text())
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                [self.name, self.next_id - 1],
            )
            self.rows = []
        return count

    def _text(self):
        lines = (
            "\t".join([encode(row[name]) for name, encode in pairs])
            for pairs in [list(zip(self.names, self.encoders, strict=True))]
            for row in self.rows
        )
        return io.StringIO("\n".join(lines) + "\n")


def _take_id(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        (taken,) = cursor.fetchone()
    return taken


def _encoder(field):
    if isinstance(field, JSONField):
        return lambda value: _text(json.dumps(value))
    if isinstance(field, ArrayField):
        return lambda value: _text("{" + ",".join(f'"{item}"' for item in value) + "}")
    return _plain


def _plain(value):
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return _text(value)
    return str(value)


def _text(value):
    return value.translate(_ESCAPES)


_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
