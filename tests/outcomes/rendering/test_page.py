"""The web page's body: every table captioned, every chart with words, every name escaped."""

import pytest
from django.template.loader import render_to_string
from lxml import html

from outcomes.rendering.charts import chart_keys
from outcomes.rendering.document import document
from outcomes.rendering.files import chart_name


def page_of(snapshot):
    report = document(snapshot, lambda key, kind: f"/charts/{chart_name(key, kind)}")
    return html.fromstring(render_to_string("outcomes/_report_body.html", {"report": report}))


@pytest.fixture(scope="module")
def page(public):
    return page_of(public)


def text_of(element):
    return " ".join(element.text_content().split())


def test_the_summary_comes_first_and_leads_to_each_measure(page, public):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    headings = [text_of(each) for each in page.xpath("//h2")]
    assert headings[:2] == ["Summary", "Contents"]
    names = [each["name"] for each in public["indicators"]]
    assert headings[2 : 2 + len(names)] == names
    first = page.xpath("//table")[0]
    assert [text_of(cell) for cell in first.xpath(".//tbody//th")] == names
    assert set(page.xpath("//a/@href")) <= {f"#{name}" for name in ids}


def test_every_table_has_a_caption_and_headings_with_a_scope(page, public):
    tables = page.xpath("//table")
    assert len(tables) > 2 * len(public["indicators"])
    for table in tables:
        assert text_of(table.xpath("./caption")[0])
        assert set(table.xpath(".//thead//th/@scope")) == {"col"}
        assert all(row.xpath("./th[@scope='row']") for row in table.xpath(".//tbody/tr"))


def test_every_chart_is_an_image_with_words(page, public):
    images = page.xpath("//img")
    assert len(images) == len(chart_keys(public))
    assert images[0].get("src") == "/charts/referrals_received-trend.svg"
    assert all("chart of" in image.get("alt") for image in images)


def test_the_quarters_have_a_table_even_where_there_is_no_chart(public):
    one = public["indicators"][0]
    trend = [row | {"value": "c", "numerator": "c"} for row in one["trend"]]
    page = page_of(public | {"indicators": [one | {"trend": trend}]})
    assert len(page.xpath("//img")) == 1
    captions = [text_of(each) for each in page.xpath("//caption")]
    assert "Referrals received by quarter" in captions


def test_c_is_explained_once_and_before_the_first_table(page):
    text = text_of(page)
    assert text.count("c means hidden.") == 1
    assert text.index("c means hidden.") < text.index("All measures for Croydon")


def test_figures_have_their_counts_and_colours_have_words(page):
    rows = {text_of(row.xpath("./th")[0]): row for row in page.xpath("//table[1]/tbody/tr")}
    row = rows["Decisions made on time"]
    assert "96.1%" in text_of(row) and "615 of 640" in text_of(row)
    (tag,) = row.xpath(".//strong[contains(@class, 'govuk-tag')]")
    assert text_of(tag) == "Met target" and "govuk-tag--green" in tag.get("class")


def test_there_is_no_style_and_no_script_in_it(page, hostile):
    for each in (page, page_of(hostile)):
        assert not each.xpath("//@style | //script | //style | //@onerror")
    assert "<img src=x onerror=alert(1)>" in text_of(page_of(hostile))


def test_only_a_draft_says_that_it_is_one(page, public):
    assert "This is a draft" not in text_of(page)
    draft = page_of(public | {"state": "draft", "what_changed": "Late entries."})
    assert "This is a draft" in text_of(draft) and "Late entries." in text_of(draft)
