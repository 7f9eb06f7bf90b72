"""Nothing that is published lets a reader narrow a count of 1 to 5 down."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.disclosure import internal_seal, public_sha256, publish
from tests.outcomes.disclosure_attackers import (
    feasible_counts,
    feasible_labels,
    feasible_over_editions,
)
from tests.outcomes.sample_snapshot import sample_snapshot

SMALL = {1, 2, 3, 4, 5}
PLACES = ["north", "central", "south", "east"]
FIGURES = ["value", "low", "high", "status"]


def row(numerator, denominator=None, **more):
    value = None if not denominator else 100 * numerator / denominator
    return {
        "numerator": numerator, "denominator": denominator, "pending": None, "value": value,
        "low": value, "high": value, "n": denominator, "status": "green",
    } | more  # fmt: skip


def proportion(counts, key="one", quarter="2026-Q2", **more):
    """An indicator of (numerator, denominator) for each locality, with the borough's sum."""
    totals = tuple(sum(column) for column in zip(*counts, strict=True))
    cells = zip([*PLACES[: len(counts)], "all"], [*counts, totals], strict=True)
    return {
        "key": key, "name": key, "unit": "percent",
        "rows": [{"locality": place, "breakdown": None} | row(*cell) for place, cell in cells],
        "breakdowns": [],
        "trend": [{"quarter": quarter} | row(*totals)],
    } | more  # fmt: skip


def numbers(counts, breakdowns=(), **more):
    """An indicator that only counts, with breakdowns of {label: count}."""
    cells = zip([*PLACES[: len(counts)], "all"], [*counts, sum(counts)], strict=True)
    one = {
        "key": "number", "name": "number", "unit": "count", "trend": [],
        "rows": [{"locality": place, "breakdown": None} | row(n, value=n) for place, n in cells],
        "breakdowns": [
            {"name": f"Part {i}", "rows": [{"label": k} | row(n, value=n) for k, n in b.items()]}
            for i, b in enumerate(breakdowns)
        ],
    }  # fmt: skip
    return one | more


def snapshot(*indicators, quarter="2026-Q2"):
    return {"quarter": quarter, "indicators": list(indicators)}


def published(*indicators, earlier=()):
    return publish(snapshot(*indicators), earlier)["indicators"]


def shown(rows, *names):
    return [tuple(r[name] for name in names) for r in rows]


# What is hidden


def test_counts_of_one_to_five_are_hidden_and_nought_and_six_are_shown():
    rows = published(numbers([0, 1, 5, 6]))[0]["rows"]
    assert shown(rows, "numerator") == [(0,), ("c",), ("c",), (6,), (12,)]


def test_a_lone_small_count_takes_a_second_cell_with_it():
    rows = published(numbers([3, 40, 50, 60]))[0]["rows"]
    assert shown(rows, "numerator") == [("c",), ("c",), (50,), (60,), (153,)]


def test_a_second_cell_of_nought_is_not_enough_where_the_sum_stays_small():
    rows = published(numbers([1, 0, 0, 60]))[0]["rows"]
    assert rows[0]["numerator"] == rows[3]["numerator"] == "c"
    assert rows[4]["numerator"] == 61


def test_what_is_missing_from_the_denominator_is_hidden_with_every_figure_of_the_row():
    north = published(proportion([(97, 100), (60, 80), (70, 90)]))[0]["rows"][0]
    assert (north["numerator"], north["denominator"]) == ("c", 100)
    assert [north[name] for name in FIGURES] == ["c"] * 4


def test_a_percentage_over_fewer_than_six_is_hidden_even_when_it_is_nought():
    north = published(proportion([(0, 5), (60, 80), (70, 90)]))[0]["rows"][0]
    assert (north["denominator"], north["n"], north["value"], north["status"]) == ("c",) * 4


def test_nought_of_many_and_all_of_many_are_shown():
    rows = published(proportion([(0, 30), (40, 40), (20, 60)]))[0]["rows"]
    assert shown(rows, "numerator", "denominator", "value")[:2] == [(0, 30, 0.0), (40, 40, 100.0)]


def test_nothing_over_nought_stays_empty():
    north = published(proportion([(0, 0), (40, 80), (20, 60)]))[0]["rows"][0]
    assert (north["numerator"], north["denominator"], north["value"]) == (0, 0, None)


def test_pending_cases_are_counts_too():
    one = proportion([(60, 80), (70, 90), (50, 70)])
    for cells, pending in zip(one["rows"], [2, 9, 0, 11], strict=True):
        cells["pending"] = pending
    rows = published(one)[0]["rows"]
    assert shown(rows, "pending") == [("c",), ("c",), (0,), (11,)]
    assert rows[0]["value"] == 75


def test_means_and_kappas_are_hidden_under_six_and_rounded_above():
    mean = numbers([], unit="mean", rows=[])
    for place, n in zip([*PLACES, "all"], [5, 20, 30, 40, 95], strict=True):
        mean["rows"].append(
            {"locality": place} | row(None, None, n=n, value=0.123456, low=0.0345, high=0.25)
        )
    rows = published(mean)[0]["rows"]
    assert [rows[0][name] for name in ["n", *FIGURES]] == ["c"] * 5
    assert sum(r["n"] == "c" for r in rows) == 2
    assert (rows[-1]["value"], rows[-1]["low"]) == (0.12, 0.03)


def test_staff_and_populations_are_not_people_helped():
    fte = numbers([12, 30], unit="per_fte")
    for cells, staff in zip(fte["rows"], [1.5, 3.0, 4.5], strict=True):
        cells |= {"denominator": staff, "value": cells["numerator"] / staff}
    assert shown(published(fte)[0]["rows"], "denominator", "value")[0] == (1.5, 8)
    fte["rows"][0] |= {"numerator": 2}
    fte["rows"][2] |= {"numerator": 32}
    first = published(fte)[0]["rows"][0]
    assert (first["numerator"], first["denominator"], first["value"]) == ("c", 1.5, "c")


def test_a_small_quarter_in_the_trend_has_no_point():
    one = proportion([(60, 80), (70, 90)])
    one["trend"].insert(0, {"quarter": "2026-Q1"} | row(3, 90))
    first, last = published(one)[0]["trend"]
    assert (first["numerator"], first["value"], last["value"]) == ("c", "c", 130 / 170 * 100)


def test_what_is_not_listed_does_not_leave():
    one = numbers([10, 20]) | {"working": [1]}
    one["rows"][0]["family_ids"] = [4711]
    result = publish(snapshot(one) | {"made_by": "somebody"})
    assert "4711" not in json.dumps(result) and "working" not in json.dumps(result)
    assert "made_by" not in result


# What other tables tell


def test_another_breakdown_of_the_same_children_cannot_give_a_count_away():
    small, whole = {"a": 3, "b": 40, "c": 57}, {"d": 30, "e": 70}
    first, second = published(numbers([20, 30], [small, whole]))[0]["breakdowns"]
    assert shown(first["rows"], "numerator") == [("c",), ("c",), (57,)]
    assert shown(second["rows"], "numerator") == [(30,), (70,)]


def test_the_same_table_under_two_indicators_is_hidden_alike():
    one, two = numbers([3, 40, 50, 60]), numbers([3, 40, 50, 60], key="other")
    first, second = published(one, two)
    assert shown(first["rows"], "numerator") == shown(second["rows"], "numerator")


def test_a_band_in_each_locality_is_held_against_the_band_and_the_locality():
    one = numbers([33, 60, 50], [{"0 to 4": 63, "5 to 9": 80}])
    cells = {"north": (3, 30), "central": (20, 40), "south": (40, 10)}
    for place, counts in cells.items():
        for label, count in zip(["0 to 4", "5 to 9"], counts, strict=True):
            cell = {"locality": place, "breakdown": f"Part 0: {label}"}
            one["rows"].append(cell | row(count, value=count))
    rows = {(r["locality"], r["breakdown"]): r["numerator"] for r in published(one)[0]["rows"]}
    hidden = {place for place, value in rows.items() if value == "c"}
    assert ("north", "Part 0: 0 to 4") in hidden and ("north", "Part 0: 5 to 9") in hidden
    for label in ["0 to 4", "5 to 9"]:
        assert sum(breakdown == f"Part 0: {label}" for _, breakdown in hidden) == 2


def test_a_correction_does_not_show_what_the_first_edition_hid():
    first, second = snapshot(numbers([0, 0, 5])), snapshot(numbers([6, 0, 5]))
    public = publish(first)
    assert shown(public["indicators"][0]["rows"], "numerator") == [(0,), (0,), ("c",), ("c",)]
    # Alone, the second edition may show its total, with two cells hidden. But who has seen that
    # Central was nought would then know the rest once one more of them is told.
    for earlier, safe in (([], False), ([(first, public)], True)):
        later = publish(second, earlier)
        tables = [each["indicators"][0]["rows"] for each in (public, later)]
        assert (feasible_over_editions(*tables, changed=0)[0][2] >= SMALL) is safe


def test_a_year_so_far_cannot_give_a_quarter_away():
    one = numbers([60, 80])
    one["trend"] = [
        {"quarter": quarter} | row(n, value=n) for quarter, n in [("2026-Q1", 3), ("2026-Q2", 140)]
    ]
    one["cumulative"] = [{"from": "2026-Q1", "to": "2026-Q2"} | row(143, value=143)]
    result = published(one)[0]
    assert result["trend"][0]["numerator"] == "c"
    assert "c" in {result["trend"][1]["numerator"], result["cumulative"][0]["numerator"]}


# Nobody can work it out: attackers that try every filling

count = st.one_of(st.integers(0, 6), st.integers(0, 12))


@st.composite
def pairs(draw):
    below = draw(count)
    return draw(st.integers(0, below)), below


@given(st.lists(pairs(), min_size=2, max_size=3))
@settings(max_examples=150, deadline=None)
def test_no_reader_of_a_table_narrows_a_small_count(counts):
    one = proportion(counts)
    feasible = feasible_counts(published(one)[0]["rows"])
    for cells in one["rows"]:
        top, below = cells["numerator"], cells["denominator"]
        for name, true in [("numerator", top), ("denominator", below), ("rest", below - top)]:
            if true in SMALL:
                assert feasible[f"{cells['locality']} {name}"] >= SMALL, (counts, name)


@st.composite
def same_children(draw):
    """Two breakdowns of the same children, and whether they are the indicator's total."""
    first = draw(st.lists(st.integers(0, 8), min_size=2, max_size=3))
    cuts = sorted(draw(st.lists(st.integers(0, sum(first)), min_size=2, max_size=2)))
    second = [cuts[0], cuts[1] - cuts[0], sum(first) - cuts[1]]
    return first, second, draw(st.booleans())


@given(same_children())
@settings(max_examples=150, deadline=None)
def test_no_reader_of_two_breakdowns_narrows_a_small_count(children):
    first, second, is_total = children
    parts = [dict(zip("abcd", column, strict=False)) for column in (first, second)]
    one = numbers([sum(first) if is_total else sum(first) + 6], parts)
    result = published(one)[0]
    tables = [part["rows"] for part in result["breakdowns"]]
    total = result["rows"][-1]["numerator"] if is_total else None
    feasible = feasible_labels(tables, total)
    for number, part in enumerate(parts):
        for label, true in part.items():
            if true in SMALL:
                assert feasible[number, label] >= SMALL


@given(st.lists(st.integers(0, 9), min_size=3, max_size=3), st.integers(0, 2), st.integers(0, 9))
@settings(max_examples=150, deadline=None)
def test_no_reader_of_two_editions_narrows_a_small_count(counts, changed, value):
    corrected = [*counts[:changed], value, *counts[changed + 1 :]]
    first, second = snapshot(numbers(counts)), snapshot(numbers(corrected))
    public = publish(first)
    later = publish(second, [(first, public)])
    tables = [each["indicators"][0]["rows"] for each in (public, later)]
    open_ = feasible_over_editions(*tables, changed)
    for edition, true in zip(open_, (counts, corrected), strict=True):
        for row_number, figure in enumerate([*true, sum(true)]):
            if figure in SMALL:
                assert edition[row_number] >= SMALL, (counts, corrected)


@given(st.lists(pairs(), min_size=2, max_size=3))
@settings(max_examples=100, deadline=None)
def test_figures_are_shown_only_beside_both_counts_and_never_under_six(counts):
    for cells in published(proportion(counts))[0]["rows"]:
        if cells["value"] not in (None, "c"):
            assert cells["denominator"] >= 6
            assert cells["numerator"] not in SMALL | {"c"}
            assert cells["denominator"] - cells["numerator"] not in SMALL


# A whole report


def small_counts(indicator):
    for table in [indicator["rows"], *(part["rows"] for part in indicator["breakdowns"])]:
        yield from (r for r in table if r["numerator"] in SMALL)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_whole_report_hides_some_and_shows_most(seed):
    true = sample_snapshot(seed)
    public = publish(true)
    assert any(list(small_counts(each)) for each in true["indicators"])
    assert not any(list(small_counts(each)) for each in public["indicators"])
    cells = [
        cells[name]
        for each in public["indicators"]
        for cells in each["rows"]
        for name in ("numerator", "denominator", "pending")
    ]
    assert cells.count("c") / len(cells) < 0.25
    boroughs = [each["rows"][-1] for each in public["indicators"]]
    assert all("c" not in (b["value"], b["numerator"], b["n"]) for b in boroughs)


def test_a_report_published_twice_hides_the_same():
    true = sample_snapshot()
    public = publish(true)
    assert publish(true, [(copy.deepcopy(true), public)]) == public


def test_publishing_changes_nothing_in_the_snapshot():
    true = sample_snapshot()
    before = copy.deepcopy(true)
    publish(true)
    assert true == before


@pytest.mark.parametrize("bad", [-1, 2.5, "c"])
def test_a_count_that_is_no_count_is_refused(bad):
    with pytest.raises(ValueError):
        published(numbers([10, 20], rows=[{"locality": "all"} | row(bad)]))


# Seals


def test_the_public_hash_moves_with_a_figure_and_not_with_the_clock():
    public = publish(sample_snapshot())
    assert public["sha256"] == public_sha256(public)
    assert public_sha256(public | {"made_at": "later", "state": "approved"}) == public["sha256"]
    changed = copy.deepcopy(public)
    changed["indicators"][0]["rows"][0]["numerator"] += 1
    assert public_sha256(changed) != public["sha256"]


def test_the_public_hash_does_not_depend_on_hidden_figures():
    one, two = (snapshot(numbers([n, 43 - n, 50])) for n in (2, 4))
    assert publish(one)["sha256"] == publish(two)["sha256"]


def test_the_internal_seal_needs_the_key_and_moves_with_hidden_figures():
    true = sample_snapshot()
    other = copy.deepcopy(true)
    other["indicators"][0]["rows"][-2]["numerator"] += 1
    assert internal_seal(true, "key") == internal_seal(true, b"key")
    assert internal_seal(true, "key") != internal_seal(true, "another")
    assert internal_seal(true, "key") != internal_seal(other, "key")
    with pytest.raises(ValueError):
        internal_seal(true, "")
