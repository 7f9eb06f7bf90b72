"""Every indicator equals an independent computation from the exported files."""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import transaction

from croydon_eh.facts import export
from localities.calendar import Quarter
from outcomes import figures, snapshots
from outcomes.frameworks import load, versions
from tests.outcomes.again import Counted
from tests.outcomes.facts import RandomFacts

pytestmark = pytest.mark.django_db

RATES = [
    "referrals_received", "age_mix", "decision_on_time", "threshold_agreement", "re_referral_12m",
    "allocation_on_time", "assessment_on_time", "review_on_time", "goals_achieved", "step_up",
    "sustained_6m", "step_down_held_6m", "agreement_or_basis", "disagreements",
]  # fmt: skip
NEWEST = load(versions()[-1])
QUARTERS = [f"{year}-Q{number}" for year in (2024, 2025, 2026) for number in (1, 2, 3, 4)][1:11]
MOMENTS = [
    datetime(2026, 11, 15, 12, tzinfo=UTC),
    datetime(2026, 1, 20, 9, 30, tzinfo=UTC),
    datetime(2025, 9, 30, 22, 59, 59, 999999, tzinfo=UTC),
]


@pytest.fixture(scope="module", params=enumerate(MOMENTS, 1), ids=str)
def both(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """The service's snapshot of every quarter and the independent count, at one moment."""
    seed, as_at = request.param
    with django_db_blocker.unblock(), transaction.atomic():
        RandomFacts(seed, families=120).make()
        folder = tmp_path_factory.mktemp("facts")
        export(folder, key="for this test")
        quarters = [Quarter(name) for name in QUARTERS]
        counts = figures.compute(NEWEST, quarters, as_at, breakdowns=False)
        whole = [
            snapshots.snapshot(quarter, as_at, made_at=as_at, framework=NEWEST)
            for quarter in (quarters[4], quarters[6])
        ]
        transaction.set_rollback(True)
    return SimpleNamespace(
        as_at=as_at, counts=counts, snapshots=whole, again=Counted(folder, as_at)
    )


def added_up(items):
    found = defaultdict(Counter)
    for quarter, label, numerator, denominator, pending in items:
        if quarter in QUARTERS:
            counts = {"numerator": numerator, "denominator": denominator, "pending": pending}
            found[quarter, label].update(counts)
    return {key: +counts for key, counts in found.items() if +counts}


def counted(counts):
    names = ("numerator", "denominator", "pending")
    found = {
        (quarter, label): +Counter({name: row[name] for name in names})
        for (quarter, axis, label), row in counts.items()
        if axis == "locality"
    }
    return {key: row for key, row in found.items() if row}


@pytest.mark.parametrize("key", RATES)
def test_counts_by_quarter_and_locality(both, key):
    expected = added_up(getattr(both.again, key)())
    assert expected or both.as_at != MOMENTS[0]
    assert counted(both.counts[key]) == expected


def kappa(pairs):
    """Weighted by the square of the difference, from the table of own and suggested levels."""
    n = len(pairs)
    own, suggested = Counter(o for o, _ in pairs), Counter(s for _, s in pairs)
    seen = sum((o - s) ** 2 for o, s in pairs) / n
    chance = sum((o - s) ** 2 * own[o] * suggested[s] for o in own for s in suggested) / n**2
    return 1 - seen / chance if chance else None


def rows(snapshot, key):
    indicator = next(each for each in snapshot["indicators"] if each["key"] == key)
    return {row["locality"]: row for row in indicator["rows"]}


def breakdown(snapshot, key, name):
    indicator = next(each for each in snapshot["indicators"] if each["key"] == key)
    part = next(each for each in indicator["breakdowns"] if each["name"] == name)
    return {row["label"]: row for row in part["rows"]}


def test_kappa_by_locality(both):
    pairs = both.again.level_pairs()
    for snapshot in both.snapshots:
        for place, row in rows(snapshot, "threshold_agreement").items():
            wanted = [
                (own, suggested) for quarter, locality, own, suggested in pairs
                if quarter == snapshot["quarter"] and place in (locality, "all")
            ]  # fmt: skip
            expected = kappa(wanted) if wanted else None
            assert row["kappa"] == (expected if expected is None else pytest.approx(expected))


def test_distance_travelled(both):
    distances = list(both.again.distances())
    for snapshot in both.snapshots:
        for place, row in rows(snapshot, "distance_travelled").items():
            wanted = [
                mean for _, quarter, locality, low, mean in distances
                if low and quarter == snapshot["quarter"] and place in (locality, "all")
            ]  # fmt: skip
            assert row["n"] == len(wanted)
            expected = sum(wanted) / len(wanted) if wanted else None
            assert row["value"] == (expected if expected is None else pytest.approx(expected))
        high = breakdown(snapshot, "distance_travelled", "Where outcomes began")
        wanted = [m for _, q, _, low, m in distances if not low and q == snapshot["quarter"]]
        assert high["First scored 4 or 5"]["n"] == len(wanted)


def test_reach(both):
    again = both.again
    reached = added_up(again.reach_per_1000())
    for snapshot in both.snapshots:
        living = again.population(Quarter(snapshot["quarter"]).last_on)
        for place, row in rows(snapshot, "reach_per_1000").items():
            if place in living:
                count = reached.get((snapshot["quarter"], place), Counter())["numerator"]
                assert (row["numerator"], row["denominator"]) == (count, living[place])
                assert row["value"] == pytest.approx(1000 * count / living[place])


BROAD = {"W": "White", "M": "Mixed", "A": "Asian", "C": "Asian", "B": "Black"}
AGES = {"0-4": "0 to 4", "5-9": "5 to 9", "10-14": "10 to 14", "15-17": "15 to 17",
        "unborn": "Unborn"}  # fmt: skip


def labels(age_band, facts):
    ethnic = facts["ethnic_group"]
    return {
        "Age band": AGES.get(age_band, "Not known"),
        "Sex": {"F": "Female", "M": "Male"}.get(facts["sex"], "Not known"),
        "Ethnic group": "Other" if ethnic == "OOTH" else BROAD.get(ethnic[:1], "Not known"),
        "Disability": {"YES": "Disabled", "NO": "Not disabled"}.get(
            facts["disability"], "Not known"
        ),
    }


def shown(snapshot, key, *names):
    """{(axis, label): figures} of the rows that somebody is in."""
    found = {}
    for axis in ("Age band", "Sex", "Ethnic group", "Disability"):
        for label, row in breakdown(snapshot, key, axis).items():
            if any(row[name] for name in names):
                found[axis, label] = tuple(row[name] for name in names)
    return found


def test_children_referred(both):
    for snapshot in both.snapshots:
        expected = Counter()
        for quarter, _, child in both.again._children_referred():
            if quarter == snapshot["quarter"]:
                facts = both.again.child_facts(child.child, child)
                expected.update(labels(child.age_band, facts).items())
        found = shown(snapshot, "referrals_received", "numerator")
        assert found == {key: (count,) for key, count in expected.items()}


def test_children_whose_goals_were_met(both):
    for snapshot in both.snapshots:
        expected = defaultdict(Counter)
        for row, quarter, _, _, met, wanted in both.again.goals_of_closed():
            if quarter == snapshot["quarter"]:
                for child in both.again.children_of(row.episode):
                    facts = both.again.child_facts(child.child, child)
                    for key in labels(child.age_band, facts).items():
                        expected[key].update(met=met, wanted=wanted)
        expected = {key: (c["met"], c["wanted"]) for key, c in expected.items() if c["wanted"]}
        assert shown(snapshot, "goals_achieved", "numerator", "denominator") == expected


def test_children_whose_family_travelled(both):
    for snapshot in both.snapshots:
        expected = defaultdict(list)
        for row, quarter, _, low, mean in both.again.distances():
            if low and quarter == snapshot["quarter"]:
                for child in both.again.children_of(row.episode):
                    facts = both.again.child_facts(child.child, child)
                    for key in labels(child.age_band, facts).items():
                        expected[key].append(mean)
        found = shown(snapshot, "distance_travelled", "n", "value")
        assert found == {
            key: (len(means), pytest.approx(sum(means) / len(means)))
            for key, means in expected.items()
        }


def test_source_and_standing_level(both):
    levels = added_up(both.again.received_by_level())
    for snapshot in both.snapshots:
        for label, row in breakdown(snapshot, "referrals_received", "Standing level").items():
            level = label[0] if label[0].isdigit() else ""
            expected = levels.get((snapshot["quarter"], level), Counter())["numerator"]
            assert row["numerator"] == expected
        sources = breakdown(snapshot, "referrals_received", "Source")
        all_of_them = rows(snapshot, "referrals_received")["all"]["numerator"]
        assert sum(row["numerator"] for row in sources.values()) == all_of_them


def test_episodes_with_goals_beside(both):
    for snapshot in both.snapshots:
        beside = breakdown(snapshot, "goals_achieved", "Episodes")["Closed episodes that had goals"]
        goals = [g for _, q, _, g, _, _ in both.again.goals_of_closed() if q == snapshot["quarter"]]
        assert beside["denominator"] == len(goals)
        assert beside["numerator"] == sum(count > 0 for count in goals)


def test_disagreements_by_answer_and_in_time(both):
    answers = {"upheld": "The decision stands", "reopened": "The SPOC decides again",
               "": "Not answered yet"}  # fmt: skip
    for snapshot in both.snapshots:
        said = [each for each in both.again.disagreements_answered()
                if each[0] == snapshot["quarter"]]  # fmt: skip
        for answer, label in answers.items():
            row = breakdown(snapshot, "disagreements", "Answer")[label]
            expected = sum(each[1] == answer for each in said)
            assert row["numerator"] == expected
            assert not expected or row["denominator"] == len(said)
        (row,) = breakdown(snapshot, "disagreements", "Answered").values()
        found = (row["numerator"], row["denominator"], row["pending"])
        assert found == tuple(sum(each[at] for each in said) for at in (2, 3, 4))
        kinds = breakdown(snapshot, "disagreements", "Agency type").values()
        assert sum(row["numerator"] for row in kinds) == len(said)


def test_agreement_written_down_late(both):
    for snapshot in both.snapshots:
        late = [late for q, late in both.again.written_late() if q == snapshot["quarter"]]
        (row,) = breakdown(snapshot, "agreement_or_basis", "Written down").values()
        assert (row["numerator"], row["denominator"]) == (sum(late), len(late))
