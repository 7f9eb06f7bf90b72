"""The tables of a report: the same ones on the page, in the PDF and in the spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from outcomes.rendering import figures

UNIT_NAMES = {
    "percent": "Percentage", "count": "Number", "mean": "Mean", "kappa": "Kappa",
    "per_1000": "Rate per 1,000", "per_fte": "Per full-time worker",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A heading, how to take the value out of a row, and how it is written for people."""

    name: str
    take: Callable[[dict], object]
    write: Callable[[object], str] = str
    is_number: bool = True
    places: int = 0


@dataclass(frozen=True)
class Table:
    """A caption and rows of cells under named columns; the first cell of a row is its heading."""

    key: str
    caption: str
    columns: list[Column]
    rows: list[dict] = field(repr=False)

    @property
    def head(self) -> list[str]:
        return [column.name for column in self.columns]

    def texts(self) -> list[list[str]]:
        """The rows as people read them."""
        return [[c.write(c.take(row)) for c in self.columns] for row in self.rows]

    def values(self) -> list[list]:
        """The rows as a spreadsheet holds them: numbers stay numbers."""
        return [[c.take(row) for c in self.columns] for row in self.rows]


def tables_of(snapshot: dict, indicator: dict) -> Iterator[Table]:
    """By locality, by each breakdown, locality by breakdown, and by quarter."""
    key, name = indicator["key"], indicator["name"]
    places = {each["code"]: each["name"] for each in snapshot["localities"]}
    where = [row for row in indicator["rows"] if row.get("breakdown") is None]
    label = _words("Locality", lambda row: places.get(row["locality"], row["locality"]))
    yield _table(f"{key}-locality", f"{name} by locality", label, indicator, where)
    for part in indicator.get("breakdowns", ()):
        label = _words(part["name"], lambda row: row["label"])
        caption = f"{name} by {part['name'].lower()}"
        yield _table(f"{key}-{slug(part['name'])}", caption, label, indicator, part["rows"])
    crossed = [row for row in indicator["rows"] if row.get("breakdown") is not None]
    if crossed:
        label = _words(
            "Locality and group",
            lambda row: f"{places.get(row['locality'], row['locality'])}, {row['breakdown']}",
        )
        yield _table(f"{key}-groups", f"{name} by locality and group", label, indicator, crossed)
    if indicator.get("trend"):
        label = _words("Quarter", lambda row: figures.quarter_text(row["quarter"]))
        yield _table(f"{key}-trend", f"{name} by quarter", label, indicator, indicator["trend"])


def slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def _table(key, caption, label, indicator, rows) -> Table:
    return Table(key, caption, [label, *_columns(indicator, rows)], rows)


def _columns(indicator: dict, rows: list[dict]) -> list[Column]:
    """The columns that this unit has and that say something in these rows."""
    unit = indicator["unit"]
    places = figures.PLACES.get(unit, 0)
    found = []
    if unit != "count":
        if unit != "mean":
            found += [_count("Number", "numerator"), _count("Out of", "denominator")]
        if unit in ("mean", "kappa"):
            found.append(_count("Cases", "n"))
    found.append(_figure(UNIT_NAMES.get(unit, "Figure"), "value", unit, places))
    found.append(_figure("Lower limit", "low", unit, places))
    found.append(_figure("Upper limit", "high", unit, places))
    found.append(_figure("Kappa", "kappa", "kappa", 2))
    found.append(_count("Pending", "pending"))
    kept = [c for c in found if any(c.take(row) is not None for row in rows)]
    if indicator["target"] is not None and any("status" in row for row in rows):
        kept.append(_words("Status", lambda row: figures.status_text(row["status"], indicator)))
    return kept


def _words(name: str, take: Callable[[dict], str]) -> Column:
    return Column(name, take, is_number=False)


def _count(name: str, field_name: str) -> Column:
    return Column(name, lambda row: row.get(field_name), figures.number)


def _figure(name: str, field_name: str, unit: str, places: int) -> Column:
    return Column(
        name,
        lambda row: row.get(field_name),
        lambda value: figures.value_text(value, unit),
        places=places,
    )
