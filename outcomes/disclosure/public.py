"""The public form of a snapshot: only what is listed here leaves, and small counts are `c`."""

from __future__ import annotations

from collections.abc import Iterable

from outcomes.disclosure.choose import Choice
from outcomes.disclosure.ledger import Key, Ledger
from outcomes.disclosure.rows import (
    AVERAGES,
    COUNTS,
    HIDDEN,
    PLACES,
    PROPORTIONS,
    REST,
    SMALL,
    Row,
    counts_in,
    rows_of,
)
from outcomes.disclosure.seals import public_sha256
from outcomes.statistics import round_half_away

HEAD = (
    "title", "board", "quarter", "quarter_label", "framework", "edition", "state", "as_at",
    "made_at", "what_changed", "localities",
)  # fmt: skip
ABOUT = (
    "key", "name", "question", "unit", "target", "floor", "direction", "definition", "source",
    "commentary",
)  # fmt: skip
ADDRESS = ("locality", "breakdown", "label", "quarter", "from", "to")
FIGURES = ("value", "low", "high", "kappa", "kappa_low", "kappa_high", "status")
LEAST_BASE = 6


def publish(snapshot: dict, earlier: Iterable[tuple[dict, dict]] = ()) -> dict:
    """The public snapshot of an internal one.

    `earlier` is every report published before, each as (internal, public) snapshot: what is out
    already is known to readers, and neither edition may give the other away. Raises ValueError for
    a count that is not a whole number, and for a snapshot that is public already.
    """
    ledger = Ledger()
    ledger.read(snapshot)
    for internal, public in earlier:
        ledger.read(internal, public)
    hidden = _hidden(ledger)
    result = {name: snapshot[name] for name in HEAD if name in snapshot}
    result["indicators"] = [_indicator(snapshot, each, hidden) for each in snapshot["indicators"]]
    return result | {"sha256": public_sha256(result)}


def _hidden(ledger: Ledger) -> set[Key]:
    equations, number = ledger.equations()
    weight: dict[int, tuple] = {}
    rows: dict[int, set[tuple]] = {}
    in_row: dict[tuple, set[int]] = {}
    instead: dict[int, tuple[int, ...]] = {}
    for key in ledger.values:
        cell, row = number[key], (key.indicator, key.quarter, key.axis, key.label)
        weight[cell] = max(weight.get(cell, ()), _weight(key))
        rows.setdefault(cell, set()).add(row)
        in_row.setdefault(row, set()).add(cell)
    for terms in ledger.sums:
        for key, _ in terms:
            if key.count == REST:
                whole = [k for k, _ in terms if k.count in ("numerator", "denominator")]
                if len(whole) == 2 and len(terms) == 3:
                    instead[number[key]] = tuple(number[k] for k in whole)

    def cost(cell: int, now: set[int]) -> tuple:
        spoilt = any(in_row[row] & now for row in rows[cell])
        total, *rest = weight[cell]
        return (total, not spoilt, *rest, equations.values[cell])

    printed = frozenset(number[key] for key in ledger.printed)
    known = frozenset(number[key] for key in ledger.known_before)
    chosen = Choice(equations, printed, known, instead, cost).make()
    return {key for key in ledger.printed if number[key] in chosen}


def _weight(key: Key) -> tuple:
    """How much a reader would miss a cell: totals most, then denominators, then real places."""
    total = key.label == "all" and key.axis == PLACES
    rest = key.label.lower() in {"outside", "unknown", "not known"}
    return total, ("pending", "numerator", REST, "denominator").index(key.count), not rest


def _indicator(snapshot: dict, indicator: dict, hidden: set[Key]) -> dict:
    result = {name: indicator.get(name) for name in ABOUT}
    rows = list(rows_of(snapshot, indicator))
    # A figure that this measure never has, such as limits of a plain count, is not hidden.
    never = {name for name in FIGURES if all(r.cells.get(name) in (None, "none") for r in rows)}
    public = (_row(indicator, row, hidden, never) for row in rows)
    result["rows"] = [next(public) for _ in indicator["rows"]]
    result["breakdowns"] = [
        {"name": part["name"], "rows": [next(public) for _ in part["rows"]]}
        for part in indicator.get("breakdowns", ())
    ]
    for name in ("trend", "cumulative"):
        if name in indicator:
            result[name] = [next(public) for _ in indicator[name]]
    return result


def _row(indicator: dict, row: Row, hidden: set[Key], never: set[str]) -> dict:
    unit, cells = indicator["unit"], row.cells
    counts = counts_in(unit, cells)
    away = {
        name
        for name, value in counts.items()
        if Key(indicator["key"], row.quarter, row.axis, row.label, name, value) in hidden
    }
    result = {name: cells[name] for name in ADDRESS if name in cells}
    for name in COUNTS:
        if name in cells:
            gone = name in away and cells[name] is not None
            result[name] = HIDDEN if gone else _count(cells, counts, name, unit)
    if "n" in cells:
        gone = "denominator" in away and cells["n"] is not None
        result["n"] = HIDDEN if gone else counts.get("denominator")
    silent = _is_silent(unit, counts, away)
    for name in FIGURES:
        if name in cells:
            result[name] = _figure(unit, name, cells[name], silent and name not in never)
    return result


def _count(cells: dict, counts: dict, name: str, unit: str):
    """A count as it is; a population or FTE below a rate too; nothing else."""
    if name == "numerator" and unit in AVERAGES:
        return None
    if name == "denominator" and unit not in PROPORTIONS | AVERAGES:
        return cells[name]
    return counts.get(name) if cells[name] is not None else None


def _is_silent(unit: str, counts: dict[str, int], away: set[str]) -> bool:
    """Whether everything worked out from a row's counts must be hidden with them."""
    if away & {"numerator", "denominator"} or counts.get(REST) in SMALL:
        return True
    return unit in PROPORTIONS | AVERAGES and 0 < counts.get("denominator", 0) < LEAST_BASE


def _figure(unit: str, name: str, value, silent: bool):
    if silent:
        return HIDDEN
    if value is None or isinstance(value, str):
        return value
    if unit in AVERAGES or name.startswith("kappa"):
        # All its digits would give the sum back, and with the borough's that of a hidden row.
        return float(round_half_away(value, 2))
    return value
