"""The report as an OpenDocument spreadsheet, with the content of the Excel one."""

from __future__ import annotations

from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import odswriter

from outcomes.rendering import wording
from outcomes.rendering.workbook import Sheet, sheets_of

LONG_AGO = (1980, 1, 1, 0, 0, 0)
TITLE, HEAD, TEXT = "eh-title", "eh-head", "eh-text"
STYLES = {
    TITLE: {"fo:font-weight": "bold", "fo:font-size": "15pt"},
    HEAD: {"fo:font-weight": "bold"},
}
META = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:meta>\
<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dc:date>{date}</dc:date>\
<dc:language>en-GB</dc:language></office:meta></office:document-meta>"""
META_ENTRY = (
    '<manifest:file-entry manifest:media-type="text/xml" manifest:full-path="meta.xml"/>'
    "</manifest:manifest>"
)


def render(snapshot: dict) -> bytes:
    stream = BytesIO()
    book = odswriter.writer(stream)
    sheets = sheets_of(snapshot)
    for sheet in sheets:
        page = book.new_sheet(sheet.name)
        _columns(book.dom, page, sheet)
        page.writerow([sheet.title])
        page.writerows([[line] for line in sheet.lines])
        if sheet.head:
            page.writerow(sheet.head)
            page.writerows(sheet.rows)
        _dress(page, sheet)
    _styles(book.dom)
    _mark_tables(book.dom, sheets)
    book.close()
    return _packed(stream, snapshot)


def _columns(dom, page, sheet: Sheet) -> None:
    """Columns wide enough to read; they come before the rows."""
    widths = ["22cm"] if not sheet.head else ["5cm", "7cm", *["3cm"] * (len(sheet.head) - 2)]
    for width in widths:
        column = dom.createElement("table:table-column")
        column.setAttribute("table:style-name", f"eh-{width}")
        page.table.appendChild(column)


def _dress(page, sheet: Sheet) -> None:
    rows = page.table.getElementsByTagName("table:table-row")
    styled = {0: TITLE}
    if sheet.head:
        styled[len(sheet.lines) + 1] = HEAD
    for number, style in styled.items():
        for cell in rows[number].getElementsByTagName("table:table-cell"):
            cell.setAttribute("table:style-name", style)


def _styles(dom) -> None:
    place = dom.getElementsByTagName("office:automatic-styles")[0]
    for name, properties in STYLES.items():
        _style(dom, place, name, "table-cell", "style:text-properties", properties)
    for width in ("22cm", "5cm", "7cm", "3cm"):
        _style(
            dom, place, f"eh-{width}", "table-column", "style:table-column-properties",
            {"style:column-width": width},
        )  # fmt: skip


def _style(dom, place, name: str, family: str, kind: str, properties: dict) -> None:
    style = dom.createElement("style:style")
    style.setAttribute("style:name", name)
    style.setAttribute("style:family", family)
    child = dom.createElement(kind)
    for key, value in properties.items():
        child.setAttribute(key, value)
    style.appendChild(child)
    place.appendChild(style)


def _mark_tables(dom, sheets: list[Sheet]) -> None:
    """Say where each table is and that it has a heading row, as Excel's tables do."""
    ranges = dom.createElement("table:database-ranges")
    for number, sheet in enumerate(sheets):
        if sheet.head:
            top = len(sheet.lines) + 2
            last = f"{chr(64 + len(sheet.head))}{top + len(sheet.rows)}"
            one = dom.createElement("table:database-range")
            one.setAttribute("table:name", f"table_{number}")
            address = f"'{sheet.name}'.A{top}:'{sheet.name}'.{last}"
            one.setAttribute("table:target-range-address", address)
            one.setAttribute("table:contains-header", "true")
            ranges.appendChild(one)
    dom.getElementsByTagName("office:spreadsheet")[0].appendChild(ranges)


def _packed(stream: BytesIO, snapshot: dict) -> bytes:
    """The same package with a title and a language, and no clock in it."""
    result = BytesIO()
    meta = META.format(
        title=escape(f"{snapshot['title']}, {snapshot['quarter_label']}"),
        author=wording.SERVICE,
        date=escape(snapshot["as_at"]),
    )
    with ZipFile(stream) as old, ZipFile(result, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "META-INF/manifest.xml":
                data = data.replace(b"</manifest:manifest>", META_ENTRY.encode())
            _write(new, name, data)
        _write(new, "meta.xml", meta.encode("utf-8"))
    return result.getvalue()


def _write(package: ZipFile, name: str, data: bytes) -> None:
    how = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
    package.writestr(ZipInfo(name, LONG_AGO), data, compress_type=how)
