"""The rows of components/table.html, as plain strings: the longest part of the longest pages."""

from django.utils.safestring import mark_safe

from accounts.govuk import marks
from accounts.govuk.marks import escape

NUMERIC = " govuk-table__cell--numeric"


def body(rows, head, *, stack=False):
    """`<tr>`s of rows of cells; a row that is not as long as the head raises ValueError.

    A cell is a text or a number, or a dict: text, url, about, colour, clock, level, numeric, check.
    """
    columns = [_column(column, stack) for column in head]
    return mark_safe("".join(_row(row, columns) for row in rows))


def _column(column, stack):
    """(what stands before each of its cells on a narrow screen, its class when it holds numbers)"""
    title, numeric = (column, False) if isinstance(column, str) else (
        column["text"], column.get("numeric")
    )  # fmt: skip
    label = f'<span class="eh-stack__label">{escape(title)}</span>' if stack else ""
    return label, NUMERIC if numeric else ""


def _row(row, columns):
    first, *others = zip(row, columns, strict=True)
    heading = f'<th scope="row" class="govuk-table__header">{_cell(first[0])}</th>'
    cells = "".join(_data(cell, *column) for cell, column in others)
    return f'<tr class="govuk-table__row">{heading}{cells}</tr>\n'


def _data(cell, label, numeric):
    if isinstance(cell, dict) and cell.get("numeric"):
        numeric = NUMERIC
    drawn = _cell(cell)
    empty = "" if drawn else " eh-stack__nothing"
    return f'<td class="govuk-table__cell{numeric}{empty}">{label}{drawn}</td>'


def _cell(cell):
    if not isinstance(cell, dict):
        return "" if cell is None else escape(cell)
    about, box = cell.get("about"), _box(cell) if cell.get("check") else ""
    quiet = f'<span class="eh-table__about">{escape(about)}</span>' if about else ""
    return f"{box}{_main(cell)}{quiet}"


def _box(cell):
    """A box to tick the row, where the table stands in a form: `check` is its value."""
    label = f'<span class="govuk-visually-hidden">Tick {escape(cell["text"])}</span>'
    value = escape(cell["check"])
    return (
        f'<label class="eh-tick"><input type="checkbox" name="referral" value="{value}">'
        f"{label}</label>"
    )


def _main(cell):
    if cell.get("clock"):
        return marks.clock(cell["clock"])
    if cell.get("level"):
        return marks.level(cell["level"])
    if cell.get("colour"):
        return marks.status(cell["text"], cell["colour"])
    text = escape(cell.get("text", ""))
    if cell.get("url"):
        return f'<a class="govuk-link" href="{escape(cell["url"])}">{text}</a>'
    return text
