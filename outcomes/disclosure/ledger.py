"""A snapshot, and what was published before it, as cells and the sums that a reader knows of.

A sum or a sameness is believed when it holds for the true figures: that gives a reader who guesses
right all that there is to know, and a guess that is wrong teaches nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from outcomes.disclosure.equations import Equations
from outcomes.disclosure.rows import COUNTS, HIDDEN, PLACES, REST, SMALL, Row, counts_in, rows_of


class Key(NamedTuple):
    """One true figure: wherever it is printed, and in whichever edition, it is the same cell."""

    indicator: str
    quarter: str
    axis: str
    label: str
    count: str
    value: int


@dataclass
class Ledger:
    """All cells of one publication; `sums` is solved with, `printed` says what can be hidden."""

    values: dict[Key, int] = field(default_factory=dict)
    same: dict[Key, Key] = field(default_factory=dict)
    sums: list[list[tuple[Key, int]]] = field(default_factory=list)
    printed: set[Key] = field(default_factory=set)
    known_before: set[Key] = field(default_factory=set)

    def read(self, snapshot: dict, public: dict | None = None) -> None:
        """Take in the new snapshot, or an earlier one with what was published of it."""
        shown = {each["key"]: each for each in public["indicators"]} if public else {}
        tables: dict[tuple, list[list[Key]]] = defaultdict(list)
        for indicator in snapshot["indicators"]:
            keys = self._rows(snapshot, indicator, shown.get(indicator["key"]))
            self._totals(snapshot, indicator["key"], keys)
            self._year(indicator, keys)
            for column in _columns(keys):
                tables[_signature(column)].append(column)
        for first, *others in tables.values():
            for other in others:
                if first[0].indicator != other[0].indicator:
                    for one, two in zip(first, other, strict=True):
                        self.tie(one, two)

    def key(self, indicator: str, row: Row, count: str, value: int) -> Key:
        key = Key(indicator, row.quarter, row.axis, row.label, count, value)
        self.values[key] = value
        return key

    def tie(self, one: Key, two: Key) -> None:
        one, two = self.find(one), self.find(two)
        if one != two:
            self.same[two] = one

    def find(self, key: Key) -> Key:
        while key in self.same:
            key = self.same[key]
        return key

    def equations(self) -> tuple[Equations, dict[Key, int]]:
        """The cells numbered, and the number of each key."""
        equations = Equations()
        numbers: dict[Key, int] = {}
        for key in self.values:
            root = self.find(key)
            if root not in numbers:
                numbers[root] = equations.cell(self.values[root])
        known = set()
        for terms in self.sums:
            sum_ = tuple(sorted((numbers[self.find(key)], sign) for key, sign in terms))
            if sum_ not in known:
                known.add(sum_)
                equations.add(sum_)
        return equations, {key: numbers[self.find(key)] for key in self.values}

    def _rows(self, snapshot: dict, indicator: dict, public: dict | None) -> list[Key]:
        unit, name = indicator["unit"], indicator["key"]
        public_rows = {r[:3]: r.cells for r in rows_of(snapshot, public)} if public else {}
        keys = []
        for row in rows_of(snapshot, indicator):
            counts = counts_in(unit, row.cells)
            made = {count: self.key(name, row, count, value) for count, value in counts.items()}
            keys += made.values()
            if REST in made:
                parts = [(made["numerator"], 1), (made[REST], 1), (made["denominator"], -1)]
                self.sums.append(parts)
            published = {made[count] for count in COUNTS if count in made}
            if public is None:
                self.printed |= published
            else:
                cells = public_rows.get(row[:3], {})
                self.known_before |= {key for key in published if _shown(cells, key.count)}
        return list(dict.fromkeys(keys))

    def _totals(self, snapshot: dict, name: str, keys: list[Key]) -> None:
        """Localities add up to the borough, and the rows of a breakdown to all who are in it."""
        whole = {
            (key.label, key.count, key.value): key
            for key in keys
            if key.quarter == snapshot["quarter"] and key.axis == PLACES
        }
        by_column: dict[tuple[str, str], list[Key]] = defaultdict(list)
        for key in keys:
            if key.quarter == snapshot["quarter"]:
                by_column[key.axis, key.count].append(key)
        for (axis, count), parts in by_column.items():
            if axis == PLACES:
                parts = [key for key in parts if key.label != "all"]
                total = whole.get(("all", count, sum(key.value for key in parts)))
            else:
                total = self._everyone(snapshot, name, axis, count, parts, whole)
            if parts and total is not None:
                self.sums.append([(total, -1), *((key, 1) for key in parts)])
        self._across(keys, by_column)

    def _everyone(self, snapshot, name, axis, count, parts, whole) -> Key:
        """All who are under a heading: printed or not, the same under every heading.

        A total that is printed nowhere is taken as known, since it may be told elsewhere.
        """
        value = sum(key.value for key in parts)
        _, inside, locality = axis.partition(" in ")
        if (locality or "all", count, value) in whole:
            return whole[locality or "all", count, value]
        row = Row(snapshot["quarter"], f"everyone in {locality}" if inside else "everyone", "", {})
        key = self.key(name, row, count, value)
        if value not in SMALL:
            self.known_before.add(key)
        return key

    def _across(self, keys: list[Key], by_column: dict) -> None:
        """One band in each locality adds up to that band in the borough."""
        for (axis, count), parts in by_column.items():
            inside = [a for a, c in by_column if c == count and a.startswith(f"{axis} in ")]
            for key in parts if inside else ():
                cells = [k for a in inside for k in by_column[a, count] if k.label == key.label]
                if sum(cell.value for cell in cells) == key.value:
                    self.sums.append([(key, -1), *((cell, 1) for cell in cells)])

    def _year(self, indicator: dict, keys: list[Key]) -> None:
        """Quarters add up to a figure for the year so far, where each case is in one of them."""
        borough = [key for key in keys if key[2:4] == (PLACES, "all")]
        for row in indicator.get("cumulative", ()):
            span = f"{row['from']} to {row['to']}"
            for total in (key for key in borough if key.quarter == span):
                parts = [
                    key
                    for key in borough
                    if key.count == total.count and row["from"] <= key.quarter <= row["to"]
                    and "to" not in key.quarter
                ]  # fmt: skip
                if sum(key.value for key in parts) == total.value:
                    self.sums.append([(total, -1), *((key, 1) for key in parts)])


def _columns(keys: Iterable[Key]) -> list[list[Key]]:
    """Printed columns that say something: two indicators may print the same one."""
    found: dict[tuple, list[Key]] = defaultdict(list)
    for key in keys:
        if key.count in ("numerator", "denominator"):
            found[key.quarter, key.axis, key.count].append(key)
    return [each for each in found.values() if len(each) > 1 and any(k.value for k in each)]


def _signature(column: list[Key]) -> tuple:
    return column[0].quarter, column[0].axis, tuple((key.label, key.value) for key in column)


def _shown(cells: dict, count: str) -> bool:
    value = cells.get(count)
    if value is None and count == "denominator":
        value = cells.get("n")
    return value not in (None, HIDDEN)
