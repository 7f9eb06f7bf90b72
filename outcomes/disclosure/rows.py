"""The rows of a snapshot, each with its address and the counts in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

HIDDEN = "c"
PROPORTIONS = {"percent", "kappa"}
AVERAGES = {"mean"}
COUNTS = ("numerator", "denominator", "pending")
REST = "rest"
PLACES = "locality"
SMALL = range(1, 6)


class Row(NamedTuple):
    """A row of a snapshot with its address."""

    quarter: str
    axis: str
    label: str
    cells: dict


def counts_in(unit: str, row: dict) -> dict[str, int]:
    """The counts of people or cases in a row, by name; FTE and populations are not among them."""
    found = {"numerator": row.get("numerator"), "pending": row.get("pending")}
    if unit in PROPORTIONS or unit in AVERAGES:
        below = row.get("denominator")
        found["denominator"] = row.get("n") if below is None else below
    if unit in AVERAGES:
        del found["numerator"]
    whole = {name: _whole(name, value) for name, value in found.items() if value is not None}
    if unit in PROPORTIONS and {"numerator", "denominator"} <= whole.keys():
        whole[REST] = whole["denominator"] - whole["numerator"]
        if whole[REST] < 0:
            raise ValueError("A numerator is larger than its denominator")
    return whole


def _whole(name: str, value) -> int:
    if value == HIDDEN:
        raise ValueError("Figures that are hidden already cannot be published again")
    if int(value) != value or value < 0:
        raise ValueError(f"The {name} must be a whole number of nought or more, not {value}")
    return int(value)


def rows_of(snapshot: dict, indicator: dict) -> Iterator[Row]:
    """Every row of an indicator with the address of the figures in it."""
    now = snapshot["quarter"]
    for row in indicator["rows"]:
        yield Row(now, *_place(row), row)
    for part in indicator.get("breakdowns", ()):
        for row in part["rows"]:
            yield Row(now, part["name"], row["label"], row)
    for row in indicator.get("trend", ()):
        yield Row(row["quarter"], PLACES, "all", row)
    for row in indicator.get("cumulative", ()):
        yield Row(f"{row['from']} to {row['to']}", PLACES, "all", row)


def _place(row: dict) -> tuple[str, str]:
    """A locality's row, or a locality's row of a breakdown named like "Age band: 0 to 4"."""
    if row.get("breakdown") is None:
        return PLACES, row["locality"]
    name, _, label = row["breakdown"].partition(": ")
    if row["locality"] == "all":
        return name, label
    return f"{name} in {row['locality']}", label
