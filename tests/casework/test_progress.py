"""Which step of the work is next, and by when: from the facts alone."""

from datetime import timedelta

import pytest

from casework.progress import next_step, steps
from casework.review_dates import due_of_review_held, next_review_due
from localities.calendar import london_day_end
from tests.factories.referrals import MONDAY

DAY = timedelta(days=1)
NOTHING = {
    "state": "open", "clock_version": "2018-09", "started_at": MONDAY,
    "first_allocated_at": None, "first_visit_at": None, "assessed_at": None, "planned_at": None,
    "reviewed_at": None,
}  # fmt: skip


def keys(facts, at):
    return [step["key"] for step in steps(NOTHING | facts, at)]


def test_a_step_begins_when_the_one_before_it_is_done():
    allocated = {"first_allocated_at": MONDAY + timedelta(hours=2)}
    assert keys({}, MONDAY) == ["allocation"]
    assert keys(allocated, MONDAY) == ["allocation", "first_visit", "assessment"]
    assessed = allocated | {"assessed_at": MONDAY + 9 * DAY}
    assert keys(assessed, MONDAY)[-1] == "plan"
    planned = assessed | {"planned_at": MONDAY + 10 * DAY}
    assert keys(planned, MONDAY)[-1] == "review_first"
    assert keys(planned | {"reviewed_at": MONDAY + 20 * DAY}, MONDAY)[-1] == "review_next"


def test_next_is_the_open_step_that_is_due_first():
    facts = NOTHING | {"first_allocated_at": MONDAY}
    assert next_step(facts, MONDAY)["key"] == "first_visit"
    visited = facts | {"first_visit_at": MONDAY + DAY}
    found = next_step(visited, MONDAY + 2 * DAY)
    assert (found["key"], found["page"]) == ("assessment", "assessment_add")
    assert found["due_at"] == MONDAY + 28 * DAY


def test_nothing_is_next_when_closed():
    closed = {"state": "closed", "first_allocated_at": MONDAY, "first_visit_at": MONDAY + DAY}
    assert next_step(NOTHING | closed, MONDAY) is None
    assert keys(closed, MONDAY) == ["allocation", "first_visit"]  # no clock runs on


@pytest.mark.parametrize(
    ("done_after", "state"), [(4 * DAY, "met"), (9 * DAY, "late"), (None, "overdue")]
)
def test_a_clock_is_met_late_or_overdue(done_after, state):
    visited = MONDAY + done_after if done_after else None
    facts = NOTHING | {"first_allocated_at": MONDAY, "first_visit_at": visited}
    (visit,) = [s for s in steps(facts, MONDAY + 10 * DAY) if s["key"] == "first_visit"]
    assert visit["clock"]["state"] == state


class TestReviewDates:
    def due(self, days):
        return london_day_end((MONDAY + days * DAY).date())

    def test_six_weeks_then_twelve(self):
        named = {"version": "2018-09"}
        assert next_review_due(MONDAY, None, **named) == self.due(42)
        assert next_review_due(MONDAY, MONDAY + 30 * DAY, **named) == self.due(30 + 84)

    @pytest.mark.parametrize(
        ("held", "answered"),
        [(10, 42), (42, 42), (43, 42), (125, 42), (127, 126), (210, 126), (211, 210)],
    )
    def test_a_missed_one_falls_due_again_twelve_weeks_on(self, held, answered):
        found = due_of_review_held(MONDAY, None, MONDAY + held * DAY, version="2018-09")
        assert found == self.due(answered)
