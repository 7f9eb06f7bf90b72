"""Charts show what is published, to everybody, and run nothing."""

import re

import pytest
from lxml import etree

from outcomes.rendering import chart_specs, charts
from outcomes.rendering.alt_text import alt_text
from outcomes.rendering.files import render_charts

SVG = "{http://www.w3.org/2000/svg}"


def indicator(snapshot, key):
    return next(each for each in snapshot["indicators"] if each["key"] == key)


def words_in(svg):
    return ["".join(text.itertext()) for text in etree.fromstring(svg).iter(f"{SVG}text")]


@pytest.fixture(scope="module")
def drawn(public):
    return render_charts(public)


def test_each_measure_has_its_charts(public, drawn):
    assert {f"{key}-{kind}.svg" for key, kind in charts.chart_keys(public)} == set(drawn)
    assert "decision_on_time-trend.svg" in drawn and "decision_on_time-localities.svg" in drawn
    assert "reach_per_1000-trend.svg" not in drawn  # it has no quarters to show


def test_no_chart_has_style_script_or_anything_from_elsewhere(drawn):
    for svg in drawn.values():
        tree = etree.fromstring(svg)
        names = {etree.QName(each).localname for each in tree.iter() if isinstance(each.tag, str)}
        assert not names & {"style", "script", "foreignObject", "image", "a", "use"}
        attributes = [name for each in tree.iter() for name in each.attrib]
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_a_chart_is_the_same_whatever_was_drawn_before(public):
    first = charts.chart_svg(public, "decision_on_time", "trend")
    charts.chart_svg(public, "step_up", "trend")
    assert charts.chart_svg(public, "decision_on_time", "trend") == first


def test_all_charts_are_of_one_width(drawn):
    widths = {int(etree.fromstring(svg).get("width")) for svg in drawn.values()}
    assert min(widths) >= chart_specs.CHART_WIDTH and max(widths) <= 1.03 * chart_specs.CHART_WIDTH


def test_a_hidden_figure_is_marked_and_not_drawn(public, drawn):
    one = indicator(public, "decision_on_time")
    rows = [row for row in one["rows"] if row["breakdown"] is None]
    shown = [row for row in rows if row["value"] != "c"]
    assert 0 < len(shown) < len(rows)
    svg = drawn["decision_on_time-localities.svg"]
    assert words_in(svg).count("c") == len(rows) - len(shown)
    bars = re.findall(rf'fill="(?:{chart_specs.BLUE}|{chart_specs.DEEP})"', svg.decode())
    assert len(bars) == len(shown)


def test_a_hidden_quarter_breaks_the_line(public):
    one = indicator(public, "decision_on_time")
    trend = [dict(row) for row in one["trend"]]
    trend[3] |= {"value": "c", "numerator": "c"}
    changed = public | {"indicators": [one | {"trend": trend}]}
    words = words_in(charts.chart_svg(changed, "decision_on_time", "trend"))
    shown = {word for word in words if re.fullmatch(r"\d+\.\d%", word)}
    assert len(shown) <= 7 and "c" in words
    assert "1 quarter is hidden" in alt_text(changed, changed["indicators"][0], "trend")


def test_figures_that_are_nearly_alike_are_drawn_so(public):
    one = indicator(public, "step_up") | {"unit": "percent"}
    trend = [row | {"value": 14.9 + number / 100} for number, row in enumerate(one["trend"])]
    changed = public | {"indicators": [one | {"trend": trend}]}
    words = words_in(charts.chart_svg(changed, "step_up", "trend"))
    axis = [float(word[:-1]) for word in words if re.fullmatch(r"\d+%", word)]
    assert max(axis) - min(axis) >= 8


def test_two_quarters_are_no_chart(public):
    one = indicator(public, "step_up")
    trend = [row | {"value": "c"} for row in one["trend"][2:]] + one["trend"][:2]
    changed = public | {"indicators": [one | {"trend": trend}]}
    assert ("step_up", "trend") not in charts.chart_keys(changed)


def test_goals_are_named_and_not_only_coloured(drawn):
    words = words_in(drawn["re_referral_12m-trend.svg"])
    assert "Target 18%" in words and "Floor 25%" in words
    assert not [w for w in words_in(drawn["step_up-trend.svg"]) if "Target" in w]


def test_alternative_text_tells_the_figures_and_keeps_the_hidden_ones(public):
    one = indicator(public, "decision_on_time")
    text = alt_text(public, one, "localities")
    assert "Croydon 96.1%" in text and "3 localities are hidden" in text
    assert "Target 95% or more; floor 85% or more." in text
    assert "96.1% in July to September 2026" in alt_text(public, one, "trend")


@pytest.mark.parametrize(
    "key, kind", [("none", "trend"), ("reach_per_1000", "trend"), ("step_up", "x")]
)
def test_a_chart_that_there_is_not_is_refused(public, key, kind):
    with pytest.raises(KeyError):
        charts.chart_svg(public, key, kind)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, two):
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["#ffffff", chart_specs.AREA])
@pytest.mark.parametrize(
    "colour, least",
    [
        (chart_specs.INK, 4.5),
        (chart_specs.GREY, 4.5),
        (chart_specs.GOAL, 4.5),
        (chart_specs.FLOOR, 4.5),
        (chart_specs.DEEP, 3),
    ],
)
def test_words_and_lines_stand_out_from_the_ground(colour, least, ground):
    assert contrast(colour, ground) >= least


def test_bars_stand_out_from_the_page_and_from_each_other():
    assert contrast(chart_specs.BLUE, "#ffffff") >= 3
    assert contrast(chart_specs.DEEP, chart_specs.BLUE) >= 3
    assert contrast(chart_specs.DEEP, chart_specs.AREA) >= 3
