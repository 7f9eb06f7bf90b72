"""The table of transitions of a referral: the only place that says which move is allowed."""

from django.utils import timezone

from audit.errors import Refused, Stale
from referrals.codes import State
from referrals.models import Move, Referral

# verb -> (from states, to state)
TRANSITIONS = {
    "submit": ((), State.SUBMITTED),
    "ask": ((State.SUBMITTED,), State.INFORMATION_REQUESTED),
    "answer": ((State.INFORMATION_REQUESTED,), State.SUBMITTED),
    "decide": ((State.SUBMITTED, State.INFORMATION_REQUESTED), State.DECIDED),
    "reopen": ((State.DECIDED,), State.SUBMITTED),
    "return_transfer": ((State.DECIDED,), State.SUBMITTED),
    "withdraw": ((State.SUBMITTED, State.INFORMATION_REQUESTED), State.WITHDRAWN),
    "mark_duplicate": ((State.SUBMITTED, State.INFORMATION_REQUESTED), State.DUPLICATE),
}


def locked(referral, *, version=None):
    """The referral under a row lock. Raises Stale when it is not the version that was seen."""
    row = Referral.objects.select_for_update().get(pk=referral.pk)
    if version is not None and row.version != version:
        raise Stale("Somebody else changed this referral after you opened it. Look at it again.")
    return row


def move(referral, verb, *, by, at=None, reason=""):
    """Move a locked referral and append the move. The caller saves `state` and `version`.

    Raises Refused when the table does not allow the verb in the referral's state.
    """
    allowed, to_state = TRANSITIONS[verb]
    from_state = referral.state
    if allowed and from_state not in allowed:
        label = State(from_state).label.lower()
        raise Refused(f"This cannot be done now: the referral is “{label}”.")
    referral.state = to_state
    referral.version += 1
    return Move.objects.create(
        referral=referral, verb=verb, from_state="" if not allowed else from_state,
        to_state=to_state, happened_at=at or timezone.now(),
        by=by if getattr(by, "actor_kind", "") == "user" else None, reason=reason,
    )  # fmt: skip
