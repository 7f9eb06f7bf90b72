"""What a referrer is told: where the referral stands, what happens next, and by when."""

from functools import reduce

from localities import clock_text, clocks
from referrals import decision_clock
from referrals.codes import UNDECIDED, Level, Outcome, State

COLOURS = {
    State.SUBMITTED: "blue",
    State.INFORMATION_REQUESTED: "yellow",
    State.DECIDED: "green",
    State.WITHDRAWN: "grey",
    State.DUPLICATE: "grey",
}
WAITING = {
    State.SUBMITTED: "The SPOC checks its records, reads what you sent and decides. We send you a "
    "mail as soon as there is a decision.",
    State.INFORMATION_REQUESTED: "The SPOC has a question for you. Please answer it on this page. "
    "After two working days the SPOC decides on what it knows.",
}
ENDED = {
    State.WITHDRAWN: "This referral was withdrawn. If your worries come back, send a new one or "
    "phone the SPOC.",
    State.DUPLICATE: "This is the very same referral as one that we had already. We go on with "
    "that one, so there is nothing for you to do.",
}
# What follows a decision, and the clock that starts with it.
FOLLOWS = {
    Outcome.ADVICE: ("Services that are open to everyone can help. Please tell the family.", None),
    Outcome.PARTNER_LED: (
        "A lead professional is asked to take this on. The SPOC holds it until they accept.",
        "lead_acceptance",
    ),
    Outcome.FAMILY_SOLUTIONS: (
        "The Family Solutions team chooses a key worker for the family.", "allocation",
    ),
    Outcome.SOCIAL_CARE: (
        "Children’s social care is asked to accept the family. The SPOC holds it until they do.",
        "transfer",
    ),
    Outcome.LINKED: ("The worker who helps the family already is told today.", None),
    Outcome.OTHER_SERVICE: ("Another service is asked to help. It will be in touch.", None),
    Outcome.NO_FURTHER_ACTION: ("We do nothing more now. If something changes, tell us.", None),
}  # fmt: skip

NOT_SHARED = (
    "The family no longer agrees that we share what happened after. If you are worried about a "
    "child, phone the SPOC."
)


def status(state):
    """(words, colour)"""
    return State(state).label, COLOURS[state]


def next_step(row, now):
    """{"text", "clock" or None} of a referral or of a dict of NEEDS."""
    fact = row.get if isinstance(row, dict) else lambda name: _walk(row, name)
    state = fact("state")
    if state in UNDECIDED:
        return {"text": WAITING[state], "clock": decision(fact, now)}
    if state != State.DECIDED:
        return {"text": ENDED[state], "clock": None}
    if fact(SHARING):
        return {"text": NOT_SHARED, "clock": None}
    text, key = FOLLOWS[fact("outcome")]
    return {"text": text, "clock": _follows(fact, key, now) if key else None}


def _walk(row, name):
    return reduce(getattr, name.split("__"), row)


SHARING = "family__sharing_stopped_at"
NEEDS = ("state", "outcome", "first_contact_at", "decision_due_at", "clock_version", "urgent",
         "suggested_level", "first_decided_at", "flags", SHARING)  # fmt: skip


def decision(fact, now):
    urgent = fact("urgent") or fact("suggested_level") == Level.SPECIALIST
    return decision_clock.show(
        fact("decision_due_at"), now, first_contact_at=fact("first_contact_at"), urgent=urgent,
        version=fact("clock_version"), paused=fact("state") == State.INFORMATION_REQUESTED,
    )  # fmt: skip


def _follows(fact, key, now):
    """When the next step is due; whether it was done is known to those who do it."""
    start = fact("first_decided_at")
    urgent = key == "transfer" and "immediate" in fact("flags")
    due_at = clocks.due(key, start, urgent=urgent, version=fact("clock_version"))
    if due_at <= now:
        return None
    return clock_text.show(due_at, now, clocks.state(due_at, now))
