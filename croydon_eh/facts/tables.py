"""What a CSV of the export is: its columns, each with its meaning and where it comes from."""

from dataclasses import dataclass

# Column types as in Frictionless Table Schema.
ID, TEXT, WHOLE, NUMBER, YES_NO, MOMENT, DAY = (
    "string", "string", "integer", "number", "boolean", "datetime", "date",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    meaning: str
    sql: str


@dataclass(frozen=True)
class Table:
    """One kind of fact. `source` is the FROM clause; rows come in the order of `order`."""

    name: str
    about: str
    source: str
    order: str
    columns: tuple[Column, ...]

    @property
    def select(self) -> str:
        columns = ", ".join(f"{column.sql} AS {column.name}" for column in self.columns)
        sequence = f"row_number() OVER (ORDER BY {self.order}) AS sequence"
        return f"SELECT {sequence}, {columns} FROM {self.source} ORDER BY {self.order}"


SEQUENCE = Column("sequence", WHOLE, "order in which rows were written: settles ties of time", "")


def pseudonym(kind, number):
    """SQL: an id that says nothing, the same for the same record in every file of every export."""
    keyed = f"current_setting('eh.export_key') || ':{kind}:' || ({number})"
    return (
        f"CASE WHEN ({number}) IS NULL THEN NULL"
        f" ELSE left(encode(sha256(convert_to({keyed}, 'UTF8')), 'hex'), 16) END"
    )


def identity(name, kind, number, meaning=""):
    return Column(
        name, ID, meaning or f"pseudonym of the {kind.replace('_', ' ')}", pseudonym(kind, number)
    )


REFERRAL = identity("referral", "referral", "t.referral_id")


def column(name, type_, meaning, sql=None, *, row="t"):
    return Column(name, type_, meaning, sql or f"{row}.{name}")


def dated(row="t"):
    """The three columns of every fact."""
    return (
        Column("happened_at", MOMENT, "when it happened", f"{row}.happened_at"),
        Column("recorded_at", MOMENT, "when it was written down", f"{row}.recorded_at"),
        Column("superseded_at", MOMENT, "when a later row corrected it; empty while it stands",
               f"{row}.superseded_at"),
    )  # fmt: skip


def written_once(happened, recorded="t.recorded_at"):
    """The three columns of a row that is never corrected."""
    return (
        Column("happened_at", MOMENT, "when it happened", happened),
        Column("recorded_at", MOMENT, "when it was written down", recorded),
        Column("superseded_at", MOMENT, "always empty: such a row is never corrected",
               "NULL::timestamptz"),
    )  # fmt: skip


def locality(number="t.locality_id", meaning="locality then: its code; empty where none"):
    return Column("locality", TEXT, meaning,
                  f"(SELECT l.code FROM localities_locality l WHERE l.id = {number})")  # fmt: skip


def ward(number="t.ward_id"):
    return Column("ward", TEXT, "GSS code of the ward",
                  f"(SELECT w.gss FROM localities_ward w WHERE w.id = {number})")  # fmt: skip


CHILD_FACTS = (
    column("age_band", TEXT, "unborn, 0-4, 5-9, 10-14, 15-17 or unknown, as then known"),
    column("sex", TEXT, "F, M, U not known, empty not asked"),
    column("ethnic_group", TEXT, "code of the CIN census; NOBT or empty is not known"),
    column("disability", TEXT, "YES, NO, REF prefer not to say, empty not asked"),
)
