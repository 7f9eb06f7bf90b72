"""What a new edition says of its figures: only what both editions show."""

import copy

from outcomes.changes import changes
from outcomes.disclosure import publish
from tests.outcomes.sample_snapshot import sample_snapshot


def shown():
    return publish(sample_snapshot())


def borough(public, key):
    indicator = next(each for each in public["indicators"] if each["key"] == key)
    return next(row for row in indicator["rows"] if row["locality"] == "all")


def test_the_same_figures_say_nothing():
    assert changes(shown(), shown()) == []


def test_a_figure_that_differs_is_said_with_both_values():
    before, after = shown(), shown()
    borough(before, "decision_on_time")["value"] = 93.14
    borough(after, "decision_on_time")["value"] = 93.25
    assert changes(before, after) == ["Decisions made on time: 93.1% before, 93.3% now."]


def test_a_hidden_figure_is_never_said():
    before, after = shown(), shown()
    borough(before, "decision_on_time")["value"] = "c"
    borough(after, "decision_on_time")["value"] = 93.25
    assert changes(before, after) == ["Decisions made on time: some figures in its tables differ."]


def test_a_new_measure_is_said():
    before, after = shown(), shown()
    before = copy.deepcopy(before)
    gone = before["indicators"].pop(0)
    assert changes(before, after) == [f"{gone['name']}: new in this edition."]
