"""Families who live elsewhere: the SPOC holds them until their own authority acknowledges."""

from families.models import Area
from localities import clock_text, clocks
from referrals.codes import Level, State

KEY = "home_authority"
ENDED = (State.WITHDRAWN, State.DUPLICATE)
FACTS = ("area", "state", "urgent", "suggested_level", "first_contact_at")


def is_awaited(row):
    """Whether another authority is still to be asked, where it has not acknowledged. A dict."""
    return row["area"] == Area.ELSEWHERE and row["state"] not in ENDED


def clock(row, now, *, done_at=None):
    """From the first contact; a dict of FACTS. None for those before the clock was adopted."""
    urgent = row["urgent"] or row["suggested_level"] == Level.SPECIALIST
    start = row["first_contact_at"]
    if (KEY, urgent) not in clocks.rules(clocks.version_at(start)):
        return None
    due_at = clocks.due(KEY, start, urgent=urgent)
    soon = clocks.soon_at(KEY, start, due_at, urgent=urgent)
    state = clocks.state(due_at, now, done_at=done_at, soon_at=soon)
    return clock_text.show(due_at, now, state, done_at)
