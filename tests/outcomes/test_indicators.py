"""What holds for every indicator, whatever the facts; the figures themselves are counted again
independently in test_independent.py."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db.models import Q

from casework import models as casework
from families import models as families
from localities.calendar import Quarter
from localities.models import WardLocality
from outcomes import figures
from outcomes.frameworks import load, versions
from outcomes.indicators import INDICATORS, Run
from outcomes.snapshots import snapshot, with_those_before
from referrals import models as referrals
from referrals.codes import State
from referrals.workflow import TRANSITIONS
from tests.outcomes.facts import RandomFacts

QUARTER = Quarter("2026-Q1")
AT = datetime(2026, 10, 15, tzinfo=UTC)
FRAMEWORK = load(versions()[-1])
QUERIES = 31  # one, two or four for each of sixteen indicators, and the localities


def test_no_move_leads_out_of_an_end():
    """`ended_at` in the queries looks only at referrals whose state today is the end."""
    ends = {State.DUPLICATE, State.WITHDRAWN}
    assert not [verb for verb, (from_states, _) in TRANSITIONS.items() if ends & set(from_states)]


@pytest.mark.django_db
def test_the_number_of_queries_depends_on_nothing(django_assert_num_queries):
    RandomFacts(1, families=30).make()
    with django_assert_num_queries(QUERIES):
        figures.compute(FRAMEWORK, [QUARTER], AT)
    with django_assert_num_queries(QUERIES):
        figures.compute(FRAMEWORK, with_those_before(QUARTER, 20), AT)


# Rows with the way to what they belong to, those that nothing hangs on first.
BELONGS_TO = [
    (casework.GoalEnd, "goal__", "goal__episode__"), (casework.Goal, "episode__"),
    (casework.OutcomeScore, "episode__"), (casework.Review, "episode__"),
    (casework.Plan, "episode__"), (casework.Assessment, "episode__"),
    (casework.Allocation, "episode__"), (casework.EpisodeChild, "episode__"),
    (casework.Closing, "episode__"), (casework.Episode, "referral__"),
    (referrals.Disagreement, "referral__"), (referrals.Decision, "referral__"),
    (referrals.Call,), (families.Disclosure,), (families.Agreement,),
    (referrals.Pause, "referral__"), (referrals.Move, "referral__"), (referrals.Transfer,),
    (referrals.Referral,), (families.Merge,), (families.Residence,), (WardLocality,),
]  # fmt: skip


def forget(moment):
    """Take away every row recorded after a moment, and every correction made after it."""
    answers = {"answer": "", "answered_at": None, "answered_by": None, "words": ""}
    referrals.Disagreement.objects.filter(answered_at__gt=moment).update(**answers)
    referrals.Call.objects.filter(ended_at__gt=moment).update(ended_at=None, ending="")
    referrals.Call.objects.filter(referral__recorded_at__gt=moment).update(referral=None)
    for model, *ways in BELONGS_TO:
        late = Q(recorded_at__gt=moment)
        for way in ways:
            late |= Q(**{f"{way}recorded_at__gt": moment})
        if model is referrals.Referral:
            referrals.ReferralChild.objects.filter(referral__recorded_at__gt=moment).delete()
        if model is casework.Episode:
            for children in (casework.EpisodeChild, casework.Closing, casework.Allocation):
                children.objects.filter(episode__referral__recorded_at__gt=moment).delete()
        model.objects.filter(late).delete()
        if hasattr(model, "superseded_at"):
            model.objects.filter(superseded_at__gt=moment).update(superseded_at=None)


@pytest.mark.django_db
def test_what_is_recorded_after_as_at_changes_nothing():
    """Today's columns (state, level, due moment) still know the future: figures must not."""
    RandomFacts(1, families=60).make()
    as_at = datetime(2026, 5, 1, tzinfo=UTC)
    later = snapshot(QUARTER, datetime(2026, 9, 1, tzinfo=UTC), made_at=AT, framework=FRAMEWORK)
    before = snapshot(QUARTER, as_at, made_at=AT, framework=FRAMEWORK)
    forget(as_at)
    assert snapshot(QUARTER, as_at, made_at=AT, framework=FRAMEWORK) == before
    assert later["indicators"] != before["indicators"]


@pytest.mark.django_db
def test_one_quarter_alone_is_counted_as_within_many():
    RandomFacts(3, families=40).make()
    many = figures.compute(FRAMEWORK, with_those_before(QUARTER), AT)
    alone = figures.compute(FRAMEWORK, [QUARTER], AT)
    for key, counts in alone.items():
        of_quarter = {at: row for at, row in many[key].items() if at[0] == str(QUARTER)}
        assert counts == of_quarter, key


@pytest.mark.django_db
def test_localities_add_up_to_the_borough():
    RandomFacts(4, families=60).make()
    found = snapshot(QUARTER, AT, made_at=AT, framework=FRAMEWORK)
    for indicator in found["indicators"]:
        *places, borough = indicator["rows"]
        assert borough["locality"] == "all"
        for name in ("numerator", "pending", "n"):
            if borough[name] is not None:
                assert sum(row[name] or 0 for row in places) == borough[name], indicator["key"]


@pytest.mark.django_db
def test_nothing_over_zero_is_no_figure():
    for indicator in snapshot(QUARTER, AT, made_at=AT, framework=FRAMEWORK)["indicators"]:
        whole = indicator["rows"][-1]
        assert whole["status"] == "none", indicator["key"]
        if indicator["unit"] in ("percent", "mean"):
            assert whole["value"] is None
            assert whole["low"] is None


def test_quarters_must_follow_each_other():
    with pytest.raises(ValueError, match="in one row"):
        Run((Quarter("2026-Q1"), Quarter("2026-Q3")), AT)


@pytest.mark.parametrize(
    ("key", "counts", "value", "status"),
    [
        ("decision_on_time", {"numerator": 19, "denominator": 20}, 95.0, "green"),
        ("decision_on_time", {"numerator": 18999, "denominator": 20000}, 94.995, "amber"),
        ("decision_on_time", {"numerator": 17, "denominator": 20}, 85.0, "amber"),
        ("decision_on_time", {"numerator": 16, "denominator": 20}, 80.0, "red"),
        ("re_referral_12m", {"numerator": 18, "denominator": 100}, 18.0, "green"),
        ("re_referral_12m", {"numerator": 25, "denominator": 100}, 25.0, "amber"),
        ("re_referral_12m", {"numerator": 26, "denominator": 100}, 26.0, "red"),
        # thirds: 0.8 exactly, as a mean of 1, 2/3 and 11/15
        ("distance_travelled", {"n": 3, "sum": 2520 + 1680 + 1848, "squares": 12588624}, 0.8,
         "green"),
        ("distance_travelled", {"n": 2, "sum": -2520, "squares": 3175200}, -0.5, "red"),
        ("threshold_agreement", {"numerator": 1, "denominator": 2, "2,2": 1, "2,3": 1}, 50.0,
         "none"),
        ("reach_per_1000", {"numerator": 30, "denominator": 15000}, 2.0, "none"),
    ],
)  # fmt: skip
def test_colours_use_exact_ratios_and_equality_passes(key, counts, value, status):
    row = figures.row(FRAMEWORK[key], Counter(counts))
    assert (row["value"], row["status"]) == (pytest.approx(value), status)


def test_every_indicator_has_a_file_and_a_line():
    assert len({indicator.key for indicator in INDICATORS}) == len(INDICATORS) >= 14
