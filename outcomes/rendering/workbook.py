"""The sheets of a spreadsheet, whichever program it is for.

After the guidance of the Government Statistical Service: a cover, contents, notes, then one table
a sheet, the title in A1, words above the table, no merged and no empty cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from outcomes.disclosure import HIDDEN
from outcomes.rendering import figures, wording
from outcomes.rendering.cells import safe_text
from outcomes.rendering.document import any_hidden, facts, summary_row
from outcomes.rendering.tables import Column, tables_of
from outcomes.statistics import round_half_away

HIDDEN_CELL = "[c]"
NOTHING_CELL = "[z]"
TREND = "Quarter"


@dataclass(frozen=True)
class Sheet:
    """A title, lines of words, and a table under them; links lead from a name to another sheet."""

    name: str
    title: str
    lines: list[str]
    head: list[str] = field(default_factory=list)
    rows: list[list] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)


def sheets_of(snapshot: dict) -> list[Sheet]:
    tables = [
        _indicator(snapshot, each, number)
        for number, each in enumerate(snapshot["indicators"], start=1)
    ]
    rest = [_notes(), _summary(snapshot), *tables]
    return [_cover(snapshot), _contents(rest), *rest]


def _cover(snapshot: dict) -> Sheet:
    lines = [f"{name}: {words}" for name, words in facts(snapshot)]
    if snapshot.get("what_changed"):
        lines.append(f"What changed since the edition before: {snapshot['what_changed']}")
    if snapshot["state"] != "published":
        lines.insert(0, "DRAFT: not for publication")
    lines += [
        wording.SMALL_NUMBERS,
        f"{wording.HASH_NOTE} {snapshot.get('sha256') or ''}".strip(),
        wording.ATTRIBUTION,
    ]
    title = f"{snapshot['title']}, {snapshot['quarter_label']}"
    return _clean(Sheet("Cover", title, lines))


def _contents(sheets: list[Sheet]) -> Sheet:
    return Sheet(
        "Contents",
        "Contents",
        ["This worksheet contains one table, with a link to each of the others."],
        ["Worksheet", "What it shows"],
        [[sheet.name, sheet.title] for sheet in sheets],
        [0, 0],
        {sheet.name: sheet.name for sheet in sheets},
    )


def _notes() -> Sheet:
    rows = [list(pair) for pair in wording.HOW_TO_READ]
    rows += [
        [HIDDEN_CELL, "Hidden, so that no family can be picked out."],
        [NOTHING_CELL, "Does not apply: there is nothing to count, or no such figure."],
    ]
    lines = ["This worksheet contains one table: how to read the figures, and the marks in cells."]
    return Sheet("Notes", "Notes", lines, ["About", "Note"], rows, [0, 0])


def _summary(snapshot: dict) -> Sheet:
    rows = []
    for indicator in snapshot["indicators"]:
        words = summary_row(indicator)
        value = _number(figures.borough(indicator)["value"], _places(indicator))
        names = ("counts", "target", "floor", "status_text", "travel")
        rest = [NOTHING_CELL if words[n] in ("", figures.NOTHING) else words[n] for n in names]
        rows.append([words["name"], indicator["unit"].replace("_", " "), value, *rest])
    head = [
        "Measure", "Unit", "Figure", "Counts", "Target", "Floor", "Status", "Since last quarter",
    ]  # fmt: skip
    title = f"Summary of all measures for Croydon, {snapshot['quarter_label']}"
    places = [0, 0, 2, 0, 0, 0, 0, 0]
    return _clean(Sheet("Summary", title, [_about(snapshot)], head, rows, places))


def _indicator(snapshot: dict, indicator: dict, number: int) -> Sheet:
    """Every row of one measure in one table: what it is split by, the group, the figures."""
    tables = list(tables_of(snapshot, indicator))
    columns: dict[str, Column] = {}
    for table in tables:
        columns |= {column.name: column for column in table.columns[1:]}
    rows = []
    for table in tables:
        has = {column.name for column in table.columns}
        for row in table.rows:
            group = table.columns[0]
            cells = [_cell(c, row) if c.name in has else NOTHING_CELL for c in columns.values()]
            rows.append([group.name, group.take(row), *cells])
    lines = [
        _about(snapshot),
        indicator["question"],
        f"How it is counted: {indicator['definition']}",
        f"Target: {figures.goal_text(indicator['target'], indicator)}. "
        f"Floor: {figures.goal_text(indicator['floor'], indicator)}."
        if indicator["target"] is not None
        else "No target is set.",
        f"Source: {indicator['source']}",
    ]
    if indicator.get("commentary"):
        lines.append(" ".join(indicator["commentary"].split()))
    title = f"Table {number}: {indicator['name']}, Croydon, {snapshot['quarter_label']}"
    name = f"{number}_{indicator['key']}"[:31]
    head = ["Split by", "Group", *columns]
    places = [0, 0, *(column.places for column in columns.values())]
    return _clean(Sheet(name, title, lines, head, rows, places))


def _about(snapshot: dict) -> str:
    words = "This worksheet contains one table."
    if any_hidden(snapshot):
        words += f" Some cells are marked {HIDDEN_CELL}: they are hidden, see Notes."
    return words


def _places(indicator: dict) -> int:
    return figures.PLACES.get(indicator["unit"], 0)


def _cell(column: Column, row: dict):
    value = column.take(row)
    return _number(value, column.places) if column.is_number else value


def _number(value, places: int):
    """A number as it is shown, or the mark for a hidden or a missing one."""
    if value is None:
        return NOTHING_CELL
    if value == HIDDEN:
        return HIDDEN_CELL
    if isinstance(value, int):
        return value
    rounded = round_half_away(value, places)
    return float(rounded) if places else int(rounded)


def _clean(sheet: Sheet) -> Sheet:
    """The same sheet with every text safe to open."""
    rows = [[safe_text(c) if isinstance(c, str) else c for c in row] for row in sheet.rows]
    lines = [safe_text(line) for line in sheet.lines]
    return Sheet(
        safe_text(sheet.name), safe_text(sheet.title), lines, sheet.head, rows, sheet.places,
        sheet.links,
    )  # fmt: skip
