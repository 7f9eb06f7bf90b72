"""The report as an Excel workbook: the same bytes for the same snapshot."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import xlsxwriter

from outcomes.rendering import wording
from outcomes.rendering.document import LONDON
from outcomes.rendering.workbook import Sheet, sheets_of

NO_GUESSING = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
WIDEST, TEXT_WIDTH = 60, 90


def render(snapshot: dict) -> bytes:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, NO_GUESSING)
    made = datetime.fromisoformat(snapshot["as_at"]).astimezone(LONDON).replace(tzinfo=None)
    book.set_properties(
        {
            "title": f"{snapshot['title']}, {snapshot['quarter_label']}",
            "author": wording.SERVICE,
            "comments": wording.SMALL_NUMBERS,
            "created": made,
        }
    )
    looks = _looks(book)
    for number, sheet in enumerate(sheets_of(snapshot)):
        _sheet(book.add_worksheet(sheet.name), sheet, looks, number)
    book.close()
    return stream.getvalue()


def _looks(book) -> dict:
    """Cell formats by name; those of numbers by their decimal places."""
    font = {"font_name": "Arial", "font_size": 11, "valign": "top"}
    look = {
        "title": {"bold": True, "font_size": 15},
        "line": {"text_wrap": True},
        "head": {"bold": True, "text_wrap": True, "bottom": 1},
        "mark": {"align": "right"},
        "link": {"font_color": "#1d70b8", "underline": 1},
        "text": {"text_wrap": True},
        0: {"num_format": "#,##0"},
        1: {"num_format": "#,##0.0"},
        2: {"num_format": "#,##0.0#"},
    }
    return {name: book.add_format(font | extra) for name, extra in look.items()}


def _sheet(page, sheet: Sheet, looks: dict, number: int) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, TEXT_WIDTH if not sheet.head else None)
    page.write_string(0, 0, sheet.title, looks["title"])
    style = looks["line"] if not sheet.head else None
    for at, line in enumerate(sheet.lines, start=1):
        page.write_string(at, 0, line, style)
    if sheet.head:
        _table(page, sheet, looks, number)


def _table(page, sheet: Sheet, looks: dict, number: int) -> None:
    top = len(sheet.lines) + 1
    last = top + len(sheet.rows), len(sheet.head) - 1
    columns = [{"header": name, "header_format": looks["head"]} for name in sheet.head]
    page.add_table(
        top, 0, *last,
        {"columns": columns, "name": f"table_{number}", "style": None, "autofilter": False},
    )  # fmt: skip
    for at, row in enumerate(sheet.rows, start=top + 1):
        for column, value in enumerate(row):
            _cell(page, (at, column), value, sheet, looks)
    for column, name in enumerate(sheet.head):
        longest = max([len(str(row[column])) for row in sheet.rows], default=0)
        page.set_column(column, column, min(max(longest, len(name), 10) + 2, WIDEST))


def _cell(page, at: tuple[int, int], value, sheet: Sheet, looks: dict) -> None:
    if isinstance(value, int | float):
        page.write_number(*at, value, looks[sheet.places[at[1]]])
    elif value.startswith("["):
        page.write_string(*at, value, looks["mark"])
    elif at[1] == 0 and value in sheet.links:
        page.write_url(*at, f"internal:'{sheet.links[value]}'!A1", looks["link"], value)
    else:
        page.write_string(*at, value, looks["text"])
