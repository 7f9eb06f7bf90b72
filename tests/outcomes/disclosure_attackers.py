"""Readers who try to work hidden counts out. They share no code with what they attack."""

from __future__ import annotations

from itertools import product

FAR = 26  # hidden figures without a printed total are tried up to here


def column(rows: list[dict], name: str) -> list:
    return [row[name] for row in rows]


def fillings(cells: list, total, far: int = FAR) -> list[tuple[int, ...]]:
    """Every way to fill a column's hidden cells so that it adds up to its printed total."""
    most = far if total == "c" else total
    choices = [range(most + 1) if cell == "c" else (cell,) for cell in cells]
    return [row for row in product(*choices) if total == "c" or sum(row) == total]


def feasible_counts(rows: list[dict]) -> dict[str, set[int]]:
    """For "<locality> <count>": the values that a reader of numerators, denominators and totals
    of one table must leave open. The last row is the borough's."""
    *parts, borough = rows
    found: dict[str, set[int]] = {}
    for below in fillings(column(parts, "denominator"), borough["denominator"], 16):
        tops = _tops(column(parts, "numerator"), below, borough["numerator"])
        if tops is None:
            continue
        ranges = [*tops[0], tops[1]]
        bases = [*below, sum(below)]
        for row, base, (low, high) in zip(rows, bases, ranges, strict=True):
            place = row["locality"]
            found.setdefault(f"{place} denominator", set()).add(base)
            found.setdefault(f"{place} numerator", set()).update(range(low, high + 1))
            found.setdefault(f"{place} rest", set()).update(range(base - high, base - low + 1))
    return found


def _tops(cells: list, below: tuple[int, ...], total):
    """The range of each numerator, and of their sum, for one filling of the denominators."""
    bounds = [
        (0, base) if cell == "c" else (cell, cell) for cell, base in zip(cells, below, strict=True)
    ]
    if any(low > base for (low, _), base in zip(bounds, below, strict=True)):
        return None
    least, most = sum(b[0] for b in bounds), sum(b[1] for b in bounds)
    if total == "c":
        return bounds, (least, most)
    if not least <= total <= most:
        return None
    tight = [
        (max(low, total - (most - high)), min(high, total - (least - low))) for low, high in bounds
    ]
    return tight, (total, total)


def feasible_labels(tables: list[list[dict]], total=None) -> dict[tuple[int, str], set[int]]:
    """For (table, label): the values left open where all tables count the same children."""
    sums = [{sum(row) for row in fillings(column(t, "numerator"), "c")} for t in tables]
    shared = set.intersection(*sums)
    if total not in (None, "c"):
        shared &= {total}
    found: dict[tuple[int, str], set[int]] = {}
    for number, table in enumerate(tables):
        for row in fillings(column(table, "numerator"), "c"):
            if sum(row) in shared:
                for cell, value in zip(table, row, strict=True):
                    found.setdefault((number, cell["label"]), set()).add(value)
    return found


def feasible_over_editions(first: list[dict], second: list[dict], changed: int):
    """The values left open in two editions of one column, for a reader who knows that only row
    number `changed` and the borough's are not the same in both."""
    *before, total_before = column(first, "numerator")
    *after, total_after = column(second, "numerator")
    found: tuple[dict, dict] = ({}, {})
    for one in fillings(before, total_before, 20):
        others = [(a, v) for i, (a, v) in enumerate(zip(after, one, strict=True)) if i != changed]
        if any(a not in ("c", v) for a, v in others):
            continue
        rest = sum(v for _, v in others)
        corrected = [after[changed]] if after[changed] != "c" else range(21)
        for value in corrected:
            if total_after in ("c", rest + value):
                two = (*one[:changed], value, *one[changed + 1 :])
                for edition, row in zip(found, (one, two), strict=True):
                    for i, cell in enumerate((*row, sum(row))):
                        edition.setdefault(i, set()).add(cell)
    return found
