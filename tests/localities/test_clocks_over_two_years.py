"""Each clock that the front door owns, over both changes of the clocks, Christmas and Easter.

The dues were worked out apart from the service: half an hour after the other on a wall clock that
stands still at weekends and on the bank holidays of a list that is not ours.
"""

from datetime import datetime, timedelta

import pytest

from localities import clocks
from localities.calendar import LONDON

CLOCKS = [
    ("written_form", False), ("written_form", True), ("decision", False), ("decision", True),
    ("lead_acceptance", False), ("transfer", False), ("transfer", True), ("disagreement", False),
    ("home_authority", False), ("home_authority", True),
]  # fmt: skip
VERSION = "2026-11"

# what is special, the start, then the due of each of CLOCKS
TABLE = [
    ("clocks go on, 2025", "2025-03-28 16:00", "2025-03-29 16:00", "2025-03-28 19:00",
     "2025-03-31 16:00", "2025-03-28 19:00", "2025-04-01 16:00", "2025-03-31 16:00",
     "2025-03-28 17:00", "2025-04-02 16:00", "2025-04-01 16:00", "2025-03-28 23:59"),
    ("clocks go on that night, 2026", "2026-03-28 23:30", "2026-03-30 00:30", "2026-03-29 03:30",
     "2026-03-31 00:00", "2026-03-29 03:30", "2026-04-01 00:00", "2026-03-31 00:00",
     "2026-03-29 00:30", "2026-04-02 00:00", "2026-04-01 00:00", "2026-03-28 23:59"),
    ("clocks go back, 2025", "2025-10-24 16:00", "2025-10-25 16:00", "2025-10-24 19:00",
     "2025-10-27 16:00", "2025-10-24 19:00", "2025-10-28 16:00", "2025-10-27 16:00",
     "2025-10-24 17:00", "2025-10-29 16:00", "2025-10-28 16:00", "2025-10-24 23:59"),
    ("clocks go back that night, 2026", "2026-10-24 23:30", "2026-10-25 22:30",
     "2026-10-25 01:30+00:00", "2026-10-27 00:00", "2026-10-25 01:30+00:00", "2026-10-28 00:00",
     "2026-10-27 00:00", "2026-10-25 00:30", "2026-10-29 00:00", "2026-10-28 00:00",
     "2026-10-24 23:59"),
    ("Easter 2025", "2025-04-17 16:00", "2025-04-18 16:00", "2025-04-17 19:00",
     "2025-04-22 16:00", "2025-04-17 19:00", "2025-04-23 16:00", "2025-04-22 16:00",
     "2025-04-17 17:00", "2025-04-24 16:00", "2025-04-23 16:00", "2025-04-17 23:59"),
    ("Easter 2026", "2026-04-02 16:00", "2026-04-03 16:00", "2026-04-02 19:00",
     "2026-04-07 16:00", "2026-04-02 19:00", "2026-04-08 16:00", "2026-04-07 16:00",
     "2026-04-02 17:00", "2026-04-09 16:00", "2026-04-08 16:00", "2026-04-02 23:59"),
    ("Christmas 2025", "2025-12-24 16:00", "2025-12-25 16:00", "2025-12-24 19:00",
     "2025-12-29 16:00", "2025-12-24 19:00", "2025-12-30 16:00", "2025-12-29 16:00",
     "2025-12-24 17:00", "2025-12-31 16:00", "2025-12-30 16:00", "2025-12-24 23:59"),
    ("Christmas 2026, Boxing Day on a Saturday", "2026-12-24 16:00", "2026-12-25 16:00",
     "2026-12-24 19:00", "2026-12-29 16:00", "2026-12-24 19:00", "2026-12-30 16:00",
     "2026-12-29 16:00", "2026-12-24 17:00", "2026-12-31 16:00", "2026-12-30 16:00",
     "2026-12-24 23:59"),
    ("the first Monday of May 2026", "2026-05-01 16:00", "2026-05-02 16:00", "2026-05-01 19:00",
     "2026-05-05 16:00", "2026-05-01 19:00", "2026-05-06 16:00", "2026-05-05 16:00",
     "2026-05-01 17:00", "2026-05-07 16:00", "2026-05-06 16:00", "2026-05-01 23:59"),
]  # fmt: skip
ROWS = [
    pytest.param(key, urgent, row[1], due, id=f"{key}{' urgent' if urgent else ''}, {row[0]}")
    for row in TABLE
    for (key, urgent), due in zip(CLOCKS, row[2:], strict=True)
]


def at(text):
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


@pytest.mark.parametrize(("key", "urgent", "start", "due"), ROWS)
def test_due(key, urgent, start, due):
    found = clocks.due(key, at(start), urgent=urgent, version=VERSION)
    if (key, urgent) == ("home_authority", True):  # ends with its day
        found -= timedelta(seconds=59, microseconds=999999)
    assert found.timestamp() == at(due).timestamp()


@pytest.mark.parametrize(("key", "urgent", "start", "due"), ROWS)
def test_it_turns_overdue_one_moment_after_the_due(key, urgent, start, due):
    due_at = clocks.due(key, at(start), urgent=urgent, version=VERSION)
    assert clocks.state(due_at, due_at) == "due_soon"
    assert clocks.state(due_at, due_at + timedelta(microseconds=1)) == "overdue"


# first contact, asked, answered (None: never), due: a question over a day on which nothing runs
PAUSED = [
    ("2025-12-24 12:00", "2025-12-24 16:00", "2025-12-29 10:00", "2025-12-30 06:00"),
    ("2025-12-24 12:00", "2025-12-24 16:00", None, "2025-12-31 12:00"),
    ("2026-12-24 12:00", "2026-12-24 16:00", "2026-12-28 10:00", "2026-12-29 20:00"),
    ("2025-04-17 12:00", "2025-04-17 16:00", "2025-04-22 09:00", "2025-04-23 05:00"),
    ("2025-04-17 12:00", "2025-04-17 16:00", None, "2025-04-24 12:00"),
    ("2026-05-01 12:00", "2026-05-01 16:00", "2026-05-05 09:00", "2026-05-06 05:00"),
    ("2026-05-01 12:00", "2026-05-04 10:00", "2026-05-04 18:00", "2026-05-05 12:00"),
    ("2026-03-27 12:00", "2026-03-27 16:00", "2026-03-30 09:00", "2026-03-31 05:00"),
    ("2026-10-23 12:00", "2026-10-23 16:00", "2026-10-26 09:00", "2026-10-27 05:00"),
]


@pytest.mark.parametrize(("start", "asked", "answered", "due"), PAUSED)
def test_a_question_over_a_holiday(start, asked, answered, due):
    pauses = [(at(asked), answered and at(answered))]
    found = clocks.decision_due(at(start), pauses=pauses, version=VERSION)
    assert found.timestamp() == at(due).timestamp()
    urgent = clocks.decision_due(at(start), caller_urgent=True, pauses=pauses, version=VERSION)
    assert urgent == at(start) + timedelta(hours=3), "what is urgent never pauses"


def test_every_clock_of_the_front_door_is_in_the_table():
    own = {"written_form", "decision", "lead_acceptance", "transfer", "disagreement",
           "home_authority"}  # fmt: skip
    known = {rule for rule in clocks.rules(clocks.versions()[-1]) if rule[0] in own}
    assert known == set(CLOCKS)
    assert clocks.versions()[-1] == VERSION
