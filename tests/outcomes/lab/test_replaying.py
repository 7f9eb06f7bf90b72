"""The lab's figures are those of a direct run of `manage.py score` over the same facts."""

import io
import json
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from families.codes import BROAD_ETHNIC_GROUP
from outcomes.lab import reading, replaying, runs
from referrals import actions, thresholds
from referrals.scoring import (
    changes,
    check_proposed,
    family_level,
    load_thresholds,
    successors,
)
from tests.factories.accounts import UserFactory
from tests.factories.referrals import MONDAY
from tests.outcomes.lab.conftest import CURRENT, OLD, facts_of, for_everybody, moved, proposed

DAY = MONDAY.date()


@pytest.fixture
def proposal(db):
    by = UserFactory(role="spoc_manager")
    return actions.propose_thresholds(title="Absence weighs more", text=proposed(), by=by)


def scored_by_the_command(referrals, tmp_path):
    """Family level of each referral: the highest that the command gives to any child's set."""
    file, asked, whose = tmp_path / "proposed.csv", [], []
    file.write_text(proposed())
    for referral in referrals:
        children, shared = facts_of(referral)
        together = [*shared, *(key for keys in children for key in keys if for_everybody(key))]
        for keys in children:
            asked.append({"version": "2027-04", "observed": moved([*keys, *together])})
            whose.append(referral.pk)
    (tmp_path / "facts.json").write_text(json.dumps(asked))
    out = io.StringIO()
    call_command("score", str(tmp_path / "facts.json"), thresholds=[f"2027-04={file}"], stdout=out)
    levels = {}
    for pk, answer in zip(whose, json.loads(out.getvalue()), strict=True):
        levels[pk] = max(levels.get(pk, 0), answer["level"])
    return levels


def test_the_figures_are_those_of_the_command(referrals, proposal, tmp_path):
    levels = scored_by_the_command(referrals, tmp_path)
    figures = runs.replay_period(proposal, DAY, DAY)
    expected = Counter(f"{r.suggested_level}{levels[r.pk]}" for r in referrals)
    assert figures["moves"] == expected
    assert sum(n for move, n in expected.items() if move[0] != move[1]) > 20
    assert sum(figures["moves"].values()) == len(referrals) == reading.how_many(DAY, DAY)
    for axis, expected in by_hand(referrals, levels).items():
        found = {code: counts for name, code, counts in figures["by"] if name == axis}
        assert found == expected, axis


def by_hand(referrals, levels):
    by = {axis: {} for axis in ("place", "agency", "age", "ethnic")}
    for referral in referrals:
        move = f"{referral.suggested_level}{levels[referral.pk]}"
        codes = [("place", -1), ("agency", referral.site.agency.kind)]
        for child in referral.children.all():
            codes.append(("age", child.age_band))
            codes.append(("ethnic", BROAD_ETHNIC_GROUP[child.ethnic_group]))
        for axis, code in codes:
            by[axis].setdefault(code, Counter())[move] += 1
    return by


def test_the_published_version_replayed_moves_nobody(referrals, proposal):
    moves = replaying.replay(
        reading.sent_between(DAY, DAY), load_thresholds("2018-09"), thresholds.called
    )
    assert all(then == now for then, now in moves.all)
    assert not moves.lost and not moves.examples


def test_what_the_proposal_no_longer_has_is_said(referrals, proposal):
    lost = runs.replay_period(proposal, DAY, DAY)["lost"]
    had = [r for r in referrals if r.observations.filter(key="child.dental.2").exists()]
    assert lost == {"child.dental.2": len(had)}


def test_examples_did_move(referrals, proposal, tmp_path):
    levels = scored_by_the_command(referrals, tmp_path)
    was = {r.pk: r.suggested_level for r in referrals}
    examples = runs.replay_period(proposal, DAY, DAY)["examples"]
    assert examples
    for move, ids in examples.items():
        assert len(ids) <= replaying.EXAMPLES
        assert {f"{was[pk]}{levels[pk]}" for pk in ids} == {move}


def test_restricted_families_and_resent_forms_are_in_no_replay(sender):
    sender.send(), sender.send(family__restricted=True), sender.send(state="duplicate")
    assert reading.how_many(DAY, DAY) == 1
    assert len(list(reading.sent_between(DAY, DAY))) == 1


def test_the_days_are_london_s_and_both_are_in(sender):
    sender.send(submitted_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    # that is half past midnight on 1 July in London
    july = MONDAY.date().replace(month=7, day=1)
    assert reading.how_many(july, july) == 1
    assert reading.how_many(july.replace(month=6, day=30), july.replace(month=6, day=30)) == 0


def test_what_changes_is_told_by_the_words():
    found, problems = check_proposed(proposed())
    assert problems == []
    told = changes(OLD, found)
    assert [(a.key, b.key) for a, b in told.moved] == [
        ("child.attendance.2", "child.attendance.3"),
        ("child.attendance.3", "child.attendance.4"),
        ("child.attendance.4", "redflag.unseen"),
    ]
    assert [i.key for i in told.dropped] == ["child.dental.2"]
    assert [i.key for i in told.added] == ["child.sleep.2"]
    assert [b.key for _, b in told.flagged] == ["child.exclusion.3"]
    assert not told.reworded


def test_other_words_under_the_same_key_are_the_same_indicator():
    text = CURRENT.replace("Untreated tooth decay", "Tooth decay that nobody treats")
    told = changes(OLD, check_proposed(text)[0])
    assert [(a.key, b.key) for a, b in told.reworded] == [("child.dental.3", "child.dental.3")]
    assert not told.moved and not told.dropped and not told.added


def test_nothing_changes_without_a_difference():
    assert not changes(OLD, check_proposed(CURRENT)[0])


def test_what_was_the_family_s_and_would_be_the_child_s_own_counts_for_each_child():
    text = CURRENT.replace("environment.money.", "child.money.").replace(
        "need,environment,money,", "need,child,money,"
    )
    would_be, problems = check_proposed(text)
    assert problems == []
    follows = successors(OLD, would_be)
    assert follows["environment.money.2"] == "child.money.2"
    children, shared = replaying.carried_over(
        {0: ["child.dental.2"], 1: []}, ["environment.money.2", "parenting.supervision.2"],
        follows, would_be,
    )  # fmt: skip
    assert children == {0: ["child.dental.2", "child.money.2"], 1: ["child.money.2"]}
    assert shared == ["parenting.supervision.2"]
    assert family_level(would_be, children, shared) == 2
