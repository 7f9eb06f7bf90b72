"""Workbooks that a screen reader can follow, and in which no text is ever a formula."""

import csv
import json
import unicodedata
from io import BytesIO, StringIO
from zipfile import ZipFile

import openpyxl
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from outcomes.rendering import ods, tidy_csv, xlsx
from outcomes.rendering.cells import safe_text

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
FIRST = ["Cover", "Contents", "Notes", "Summary", "1_referrals_received", "2_decision_on_time"]


@pytest.fixture(scope="module")
def book(file):
    return openpyxl.load_workbook(BytesIO(file(".xlsx")))


def grid(page):
    """The cells of a sheet without the empty ends of its rows."""
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    return [
        row[: max((i + 1 for i, v in enumerate(row) if v is not None), default=0)] for row in rows
    ]


def ods_grids(data):
    content = etree.fromstring(ZipFile(BytesIO(data)).read("content.xml"))
    return {
        sheet.get(f"{TABLE}name"): [
            [ods_value(cell) for cell in row.iter(f"{TABLE}table-cell")]
            for row in sheet.iter(f"{TABLE}table-row")
        ]
        for sheet in content.iter(f"{TABLE}table")
    }


def ods_value(cell):
    if cell.get(f"{OFFICE}value-type") == "float":
        return float(cell.get(f"{OFFICE}value"))
    return "".join(cell.itertext())


def test_the_sheets_come_in_the_order_of_the_guidance(book, public):
    assert book.sheetnames[:6] == FIRST
    assert len(book.sheetnames) == 4 + len(public["indicators"])
    assert book.properties.title == "Early help outcomes report, July to September 2026"


def test_each_sheet_has_its_title_in_a1_and_at_most_one_marked_table(book):
    for page in book:
        assert page["A1"].value
        assert not page.merged_cells.ranges
        assert len(page.tables) == (0 if page.title == "Cover" else 1)
        for area in page.tables.values():
            cells = [cell.value for row in page[area.ref] for cell in row]
            assert None not in cells and "" not in cells
            assert area.headerRowCount == 1


def test_contents_lead_to_each_sheet(book):
    page = book["Contents"]
    (area,) = page.tables.values()
    rows = list(page[area.ref])[1:]
    assert [row[0].value for row in rows] == book.sheetnames[2:]
    assert all(row[0].hyperlink.location == f"'{row[0].value}'!A1" for row in rows)


def test_figures_are_numbers_and_hidden_ones_are_marked(book, public):
    page = book["2_decision_on_time"]
    rows = {(row[0], row[1]): row for row in grid(page) if len(row) > 2}
    head = rows["Split by", "Group"]
    north = dict(zip(head, rows["Locality", "North"], strict=True))
    shown = public["indicators"][1]["rows"][0]
    assert (north["Number"], north["Out of"]) == (shown["numerator"], shown["denominator"])
    assert north["Percentage"] == 94.4
    central = dict(zip(head, rows["Locality", "Central"], strict=True))
    assert central["Number"] == central["Percentage"] == "[c]"
    assert rows["Quarter", "July to September 2026"]


def test_the_ods_says_what_the_xlsx_says(book, file):
    grids = ods_grids(file(".ods"))
    assert list(grids) == book.sheetnames
    for page in book:
        assert grids[page.title] == grid(page)


def test_the_ods_marks_its_tables_and_knows_its_title(file):
    package = ZipFile(BytesIO(file(".ods")))
    assert package.namelist()[0] == "mimetype"
    content = etree.fromstring(package.read("content.xml"))
    ranges = list(content.iter(f"{TABLE}database-range"))
    grids = ods_grids(file(".ods"))
    assert len(ranges) == len(grids) - 1
    for area in ranges:
        name, first = area.get(f"{TABLE}target-range-address").split(":")[0].rsplit(".A", 1)
        assert grids[name.strip("'")][int(first) - 1][0] in (
            "Worksheet",
            "About",
            "Measure",
            "Split by",
        )
    assert b"Early help outcomes report" in package.read("meta.xml")


def test_the_csv_is_tidy_and_described(file):
    text = file(".csv").decode("utf-8")
    described = json.loads(file("-metadata.json"))
    columns = [column["name"] for column in described["tableSchema"]["columns"]]
    rows = list(csv.DictReader(StringIO(text)))
    assert list(rows[0]) == columns
    assert described["url"] == "croydon-early-help-2026-Q2-v1.csv"
    keys = [tuple(row[name] for name in described["tableSchema"]["primaryKey"]) for row in rows]
    assert len(keys) == len(set(keys))
    for column in described["tableSchema"]["columns"]:
        nothing = column.get("null", [])
        for row in rows:
            value = row[column["name"]]
            if column["datatype"] != "string" and value not in nothing:
                float(value)


def test_the_csv_reads_as_a_table_of_numbers(file, public):
    table = pandas.read_csv(BytesIO(file(".csv")), na_values=["c"])
    where = (table.indicator == "decision_on_time") & (table.split_by == "Locality")
    north = table[where & (table.group == "North")].iloc[0]
    row = public["indicators"][1]["rows"][0]
    assert (north.numerator, north.denominator, north.value) == (
        row["numerator"], row["denominator"], 94.4,
    )  # fmt: skip
    assert table.numerator.dropna().between(1, 5).sum() == 0


def test_no_name_becomes_a_formula_in_any_of_them(hostile):
    book = openpyxl.load_workbook(BytesIO(xlsx.render(hostile)))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]
    content = ZipFile(BytesIO(ods.render(hostile))).read("content.xml")
    assert b"table:formula" not in content and b"'=HYPERLINK(1)" in content
    for row in csv.reader(StringIO(tidy_csv.render(hostile).decode())):
        for text in row:
            assert text[:1] not in "=+@\t\r" or text == ""


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@x", "\t=1", "\r1", "\x00=1", "＝1", "＋1", "－1", "＠x", "﹦1", "−1",
     " =1", "\n=1", "\u200b=1", "\ufeff+1", "\u2060\u00ad@x", "\u202e=1"],
)  # fmt: skip
def test_what_looks_like_a_formula_is_text(text):
    assert safe_text(text).startswith("'")


@pytest.mark.parametrize(
    "text", ["North", "0 to 4", "–", "-", "", "c", "[c]", "50% = half", "O'Brien"]
)
def test_other_words_stay_as_they_are(text):
    assert safe_text(text) == text


@given(st.text())
def test_no_text_at_all_begins_like_a_formula_or_breaks_a_file(text):
    safe = safe_text(text)
    seen = "".join(c for c in safe if unicodedata.category(c) not in ("Cf", "Cc", "Cs", "Cn", "Co"))
    seen = unicodedata.normalize("NFKC", seen).strip()
    assert seen[:1] not in ("=", "+", "@", "−") and (seen[:1] != "-" or seen == "-")
    assert not [
        c for c in safe if unicodedata.category(c) == "Cs" or (c < " " and c not in "\t\n\r")
    ]


@given(st.floats(-5, -0.01), st.integers(-50, -1))
def test_negative_numbers_stay_numbers(mean, whole):
    from outcomes.rendering.workbook import _number

    assert isinstance(_number(mean, 1), float) and _number(whole, 0) == whole
