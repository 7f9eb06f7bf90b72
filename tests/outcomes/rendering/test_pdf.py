"""The PDF is tagged for screen readers, says what it is, and shows the figures."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from outcomes.rendering import figures, pdf
from outcomes.rendering.charts import chart_keys


@pytest.fixture(scope="module")
def paper(file):
    return PdfReader(BytesIO(file(".pdf")))


@pytest.fixture(scope="module")
def words(paper):
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split())


def tags(element, name):
    """All elements of the structure tree with this tag."""
    element = element.get_object()
    if not isinstance(element, dict):
        return []
    found = [element] if element.get("/S") == name else []
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found += tags(kid, name)
    return found


def test_it_is_tagged_and_says_that_it_follows_pdf_ua(paper):
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value
    assert "/StructTreeRoot" in root
    assert root["/Lang"].lower() == "en-gb"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert paper.metadata.title == "Early help outcomes report, July to September 2026"


def test_every_chart_has_words_and_every_table_has_headings(paper, public):
    tree = paper.trailer["/Root"]["/StructTreeRoot"]
    charts = [each for each in tags(tree, "/Figure") if "/Alt" in each]
    assert len(charts) == len(chart_keys(public))
    assert all("chart of" in each["/Alt"] for each in charts)
    tables = tags(tree, "/Table")
    assert len(tables) > 2 * len(public["indicators"])
    assert all(tags(table, "/TH") for table in tables)
    assert len(tags(tree, "/H1")) >= 2 + len(public["indicators"])


def test_it_has_a_cover_a_summary_and_a_page_or_two_for_each_measure(paper, public):
    measures = len(public["indicators"])
    assert 3 + measures <= len(paper.pages) <= 3 + 2 * measures
    cover = " ".join(paper.pages[0].extract_text().split())
    for words in (public["board"], "July to September 2026", "1 October 2026 at 6:00am"):
        assert words in cover
    summary = " ".join(paper.pages[1].extract_text().split())
    for each in public["indicators"]:
        assert each["name"].split()[0] in summary
        assert figures.value_text(figures.borough(each)["value"], each["unit"]) in summary


def test_it_shows_counts_beside_percentages_and_how_to_check_them(words, public):
    for each in public["indicators"]:
        whole = figures.borough(each)
        assert figures.counts_text(whole, each["unit"]) in words
    assert public["sha256"] in words.replace(" ", "")
    assert "Contains OS data © Crown copyright" in words
    assert "Numbers from 1 to 5 are not shown" in words


def test_only_a_draft_says_that_it_is_one(words, public):
    assert "DRAFT" not in words
    draft = PdfReader(BytesIO(pdf.render(public | {"state": "draft"})))
    assert all("DRAFT: not for publication" in page.extract_text() for page in draft.pages)


def test_a_correction_says_what_changed(public):
    second = public | {"edition": 2, "what_changed": "Four late entries were added."}
    paper = PdfReader(BytesIO(pdf.render(second)))
    assert "Four late entries were added." in paper.pages[0].extract_text()


def test_names_are_never_taken_for_markup(hostile):
    paper = PdfReader(BytesIO(pdf.render(hostile)))
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for name in ("Report #panic(1) *bold* $x$ \\ <script>", "@SUM(1) #include", "#eval(1)"):
        assert name in text


def test_what_the_font_does_not_have_is_a_box_and_stops_nothing(public):
    odd = "Ayşe, Łucja, Ελένη \U0001f600 \u4f60 \u0627 \x00 \u2028 e\u0301 \ud800."
    first = public["indicators"][0] | {"commentary": odd, "name": odd}
    places = [place | {"name": odd} for place in public["localities"]]
    changed = public | {"indicators": [first], "localities": places}
    text = PdfReader(BytesIO(pdf.render(changed))).pages[-1].extract_text()
    assert "Ayşe, Łucja, Ελένη \u25a1 \u25a1 \u25a1" in text and "é" in text


def test_a_long_table_goes_on_over_the_page(public):
    many = {"name": "Ward", "rows": []}
    plain = dict(public["indicators"][0]["breakdowns"][0]["rows"][0])
    many["rows"] = [plain | {"label": f"Ward {number}"} for number in range(1, 121)]
    first = public["indicators"][0] | {"breakdowns": [many]}
    paper = PdfReader(BytesIO(pdf.render(public | {"indicators": [first]})))
    text = " ".join(page.extract_text() for page in paper.pages)
    assert "Ward 1 " in text.replace("\n", " ") and "Ward 120" in text
