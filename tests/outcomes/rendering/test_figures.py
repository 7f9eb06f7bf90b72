"""How figures are written for people."""

import pytest

from outcomes.rendering import figures
from outcomes.rendering.document import moment_text, score


def indicator(values, unit="percent", direction="high"):
    trend = [{"quarter": f"2026-Q{i}", "value": value} for i, value in enumerate(values, start=1)]
    return {"unit": unit, "direction": direction, "trend": trend}


@pytest.mark.parametrize(
    "value, unit, text",
    [
        (95.25, "percent", "95.3%"), (0, "percent", "0.0%"), (100.0, "percent", "100.0%"),
        (1015, "count", "1,015"), (-0.25, "mean", "−0.3"), (0.745, "kappa", "0.75"),
        (None, "percent", "–"), ("c", "percent", "c"), ("c", "count", "c"),
    ],
)  # fmt: skip
def test_a_figure_is_written_in_its_unit(value, unit, text):
    assert figures.value_text(value, unit) == text


def test_counts_stand_beside_a_percentage_unless_they_are_hidden():
    row = {"value": 93.1, "numerator": 1054, "denominator": 1132}
    assert figures.figure_text(row, "percent") == "93.1% (1,054 of 1,132)"
    hidden = {"value": "c", "numerator": "c", "denominator": 100}
    assert figures.figure_text(hidden, "percent") == "c (out of 100)"
    assert figures.figure_text(hidden | {"denominator": "c"}, "percent") == "c"
    assert figures.figure_text({"value": 0.86, "n": 104}, "mean") == "0.9 (104 cases)"
    assert figures.figure_text({"value": "c", "n": "c"}, "mean") == "c"
    staff = {"value": 15.0, "numerator": 30, "denominator": 2.0}
    assert figures.counts_text(staff, "per_fte") == "30 of 2"
    assert figures.counts_text(staff | {"denominator": 2.5}, "per_fte") == "30 of 2.5"


def test_goals_say_which_side_is_better():
    high = {"unit": "percent", "direction": "high"}
    low = {"unit": "percent", "direction": "low"}
    assert figures.goal_text(95, high) == "95% or more"
    assert figures.goal_text(18, low) == "18% or less"
    assert figures.goal_text(0.8, {"unit": "mean", "direction": "high"}) == "0.8 or more"
    assert figures.goal_text(None, high) == "–"


@pytest.mark.parametrize(
    "values, unit, direction, text",
    [
        ([90, 92.5], "percent", "high", "Up 2.5 points, better"),
        ([90, 92.5], "percent", "low", "Up 2.5 points, worse"),
        ([92.5, 90], "percent", "none", "Down 2.5 points"),
        ([90, 90.01], "percent", "high", "No change"),
        ([1200, 200], "count", "none", "Down 1,000"),
        ([90, "c"], "percent", "high", "–"),
        (["c", 90], "percent", "high", "–"),
        ([80, "c", 90], "percent", "high", "–"),
        ([90], "percent", "high", "–"),
        ([90, None], "percent", "high", "–"),
    ],
)
def test_the_change_is_on_the_quarter_before_and_never_on_a_hidden_one(
    values, unit, direction, text
):
    assert figures.travel_text(indicator(values, unit, direction)) == text


def test_moments_are_in_london_time():
    assert moment_text("2026-07-01T00:30:00+00:00") == "1 July 2026 at 1:30am"
    assert moment_text("2026-01-01T12:05:00+00:00") == "1 January 2026 at 12:05pm"


def test_the_score_counts_the_boroughs_colours(public):
    found = {each["status"]: each["count"] for each in score(public)}
    boroughs = [figures.borough(each)["status"] for each in public["indicators"]]
    assert found == {colour: boroughs.count(colour) for colour in ("green", "amber", "red")}
    assert sum(found.values()) > 3
