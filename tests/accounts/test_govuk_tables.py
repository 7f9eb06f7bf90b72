"""The rows of a list and the marks in them: each drawn once, all of it escaped."""

import datetime as dt

import pytest
from django.template.loader import get_template
from lxml import html

from accounts.govuk import marks, tables

HEAD = ["Family", "Decision", {"text": "Children", "numeric": True}]
DUE = dt.datetime(2026, 7, 1, 9, 30, 0, 123456, tzinfo=dt.UTC)
NASTY = "<script>alert('x')</script>\x00&\""


def table(rows, **options):
    context = {"caption": "Waiting", "head": HEAD, "rows": rows, **options}
    return html.fromstring(get_template("components/table.html").render(context))


def texts(tree, path):
    return [" ".join(cell.text_content().split()) for cell in tree.xpath(path)]


def test_first_cell_is_the_heading_of_its_row_and_numbers_stand_right():
    tree = table([["Adeyemi", "Waiting", 0], ["Bennett", None, 12]])
    assert texts(tree, "//tbody/tr/th[@scope='row']") == ["Adeyemi", "Bennett"]
    assert texts(tree, "//tbody/tr/td") == ["Waiting", "0", "", "12"]
    numeric = tree.xpath("//*[contains(@class, '--numeric')]")
    assert texts(tree, "//*[contains(@class, '--numeric')]") == ["Children", "0", "12"]
    assert [cell.tag for cell in numeric] == ["th", "td", "td"]


def test_frame_can_be_reached_by_keyboard_and_has_the_caption_as_its_name():
    frame = table([], id="waiting")
    assert frame.get("tabindex") == "0"
    assert texts(frame, f"//*[@id='{frame.get('aria-labelledby')}']") == ["Waiting"]


def test_stacked_rows_say_before_each_cell_what_it_is():
    tree = table([["Adeyemi", "Waiting", 3]], stack=True)
    assert texts(tree, "//td/span[@class='eh-stack__label']") == ["Decision", "Children"]
    assert not table([["Adeyemi", "Waiting", 3]]).xpath("//span[@class='eh-stack__label']")


def test_cell_with_nothing_in_it_takes_no_room_in_a_stacked_row():
    tree = table([["Adeyemi", None, 0]], stack=True)
    assert texts(tree, "//td[contains(@class, 'eh-stack__nothing')]") == ["Decision"]


def test_everything_that_was_typed_is_escaped():
    clock = {"state": "overdue", "text": NASTY, "due_at": None}
    rows = [
        [{"text": NASTY, "url": f"/?q={NASTY}", "about": NASTY}, NASTY, {"clock": clock}],
        [NASTY, {"text": NASTY, "colour": NASTY}, {"text": NASTY, "numeric": True}],
    ]
    text = tables.body(rows, [NASTY, NASTY, NASTY], stack=True)
    text += marks.status(NASTY, NASTY) + marks.clock(clock) + marks.level(3, NASTY)
    assert "<script" not in text
    assert "('x')" not in text
    assert html.fromstring(text).xpath("//a/@href") == [f"/?q={NASTY}".replace("\x00", "\ufffd")]


@pytest.mark.parametrize("row", [["Adeyemi"], ["a", "b", 1, 2]])
def test_row_that_does_not_fit_its_head_is_a_mistake(row):
    with pytest.raises(ValueError, match="argument"):
        tables.body([row], HEAD)


def test_clock_says_the_london_time_and_more_than_its_colour():
    drawn = html.fromstring(
        marks.clock({"state": "due_soon", "text": "due in 40 minutes", "due_at": DUE})
    )
    assert texts(drawn, "//span[@class='eh-clock__text']") == ["due in 40 minutes"]
    assert texts(drawn, "//time") == ["1 July 2026 at 10:30am"]
    assert drawn.xpath("//time/@datetime") == ["2026-07-01T10:30:00+01:00"]
    assert drawn.xpath("//svg/@aria-hidden") == ["true"]


@pytest.mark.parametrize("number, name", marks.LEVELS.items())
def test_level_is_a_number_and_a_name(number, name):
    assert texts(html.fromstring(marks.level(number)), "//span[@class='eh-level__text']") == [
        f"Level {number} {name}"
    ]


def test_unknown_state_or_level_is_a_mistake_and_not_a_silent_mark():
    with pytest.raises(KeyError):
        marks.clock({"state": "sleeping", "text": "?", "due_at": None})
    with pytest.raises(KeyError):
        marks.level(5)
