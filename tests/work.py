"""Short ways through the work with a family, for tests of what comes after each step."""

from datetime import date, timedelta

from casework import actions as casework
from casework.codes import ClosingReason, VisitKind
from tests.factories.referrals import MONDAY

DAY = timedelta(days=1)
NOW = MONDAY + 100 * DAY


def visit(episode, by, happened_at=MONDAY + DAY, **changes):
    facts = {"kind": VisitKind.HOME, "notes": "All at home.", "at": NOW}
    return casework.record_visit(
        episode=episode, happened_at=happened_at, by=by, **(facts | changes)
    )


def assess(episode, by, happened_at=MONDAY + 10 * DAY):
    return casework.complete_assessment(
        episode=episode, happened_at=happened_at, strengths="Close.", needs="Sleep.",
        analysis="Start with sleep.", by=by, at=NOW,
    )  # fmt: skip


GOAL = {"outcome": "health", "text": "Sleep eight hours", "by_on": date(2027, 2, 1)}


def plan(episode, by, happened_at=MONDAY + 12 * DAY, goals=(GOAL,)):
    return casework.agree_plan(
        episode=episode, happened_at=happened_at, goals=list(goals), by=by, at=NOW
    )


def review(episode, by, happened_at):
    return casework.hold_review(
        episode=episode, happened_at=happened_at, notes="Better.", by=by, at=NOW
    )


def close(episode, by, reason=ClosingReason.GOALS_MET, **changes):
    episode.refresh_from_db()
    facts = {"summary": "Done.", "version": episode.version, "at": NOW}
    return casework.close(episode=episode, reason=reason, by=by, **(facts | changes))
