"""The decision clock of a referral: when a decision is due, and what the clock shows."""

from localities import clock_text, clocks
from referrals.codes import Level
from referrals.models import Pause

AGAIN = ("reopen", "return_transfer")  # moves that start the clock anew


def decision_due(referral):
    """When the decision is due; a referral that came back counts from the day it came back."""
    return _due(referral, _pauses_of(referral))


def due_without_pauses(referral):
    """The same, had no question stopped the clock."""
    return _due(referral, ())


def _due(referral, pauses):
    urgent = referral.suggested_level == Level.SPECIALIST
    again = referral.moves.filter(verb__in=AGAIN).order_by("-id").first()
    if again is None:
        return clocks.decision_due(
            referral.first_contact_at,
            caller_urgent=referral.urgent,
            scores=[(referral.submitted_at, urgent)],
            pauses=pauses,
            version=referral.clock_version,
        )
    return clocks.due(
        "decision", again.happened_at, urgent=urgent, pauses=pauses, version=referral.clock_version
    )


def _pauses_of(referral):
    """(from, until) of each question; until None while it is open."""
    rows = Pause.objects.current().filter(referral=referral)
    return list(rows.order_by("happened_at").values_list("happened_at", "until_at"))


def end_question(referral, *, at, answer=""):
    """The answer came, or the decision was taken without one: the clock stands still no longer."""
    for asked in Pause.objects.current().filter(referral=referral, until_at__isnull=True):
        asked.supersede(at=at)
        Pause.objects.create(
            referral=referral, question=asked.question, answer=answer, asked_by=asked.asked_by,
            happened_at=asked.happened_at, until_at=at,
        )  # fmt: skip


def is_paused(referral_state, asked_at, at, *, first_contact_at, version):
    """A question stops the clock for as long as the rule allows, then it runs again by itself."""
    if referral_state != "information_requested" or asked_at is None:
        return False
    return at < clocks.pause_ends("decision", first_contact_at, asked_at, version=version)


def show(due_at, at, *, first_contact_at, urgent, version, paused=False):
    """The clock component's plain values for a decision that has not been taken."""
    soon = clocks.soon_at("decision", first_contact_at, due_at, urgent=urgent, version=version)
    state = clocks.state(due_at, at, paused=paused and not urgent, soon_at=soon)
    return clock_text.show(due_at, at, state)
