"""The table of transitions of an episode: the only place that says which move is allowed."""

from django.db.models import F

from accounts.govuk.times import say_day
from audit.errors import Refused, Stale
from casework.codes import State
from casework.models import Episode, EpisodeMove
from localities.calendar import london_date

# verb -> (from states, to state)
TRANSITIONS = {
    "open": ((), State.WAITING),
    "lead": ((), State.OPEN),  # a named lead professional took it on
    "allocate": ((State.WAITING, State.OPEN), State.OPEN),
    "close": ((State.WAITING, State.OPEN), State.CLOSED),
    "undo": ((State.WAITING,), State.CLOSED),  # the decision that opened it was changed
}


def locked(episode, *, version=None, **facts):
    """The episode under a row lock, with annotations of further `facts`.

    Raises Stale when it is no longer the version that was seen.
    """
    row = Episode.objects.select_for_update(of=("self",)).annotate(**facts).get(pk=episode.pk)
    if version is not None and row.version != version:
        raise Stale("Somebody else changed this episode after you opened it. Look at it again.")
    return row


def worked_on(episode, *, voluntary=True, **facts):
    """The episode under a row lock, open, so that nothing is added while somebody closes it.

    What is `voluntary` stops when the family takes back its agreement; notes, calls, endings and
    a step up never do.
    """
    row = locked(episode, stopped_at=F("family__help_stopped_at"), **facts)
    if row.state != State.OPEN:
        label = State(row.state).label.lower()
        raise Refused(f"Nothing can be added now: the episode is “{label}”.")
    if voluntary and row.stopped_at:
        raise Refused(
            f"The family took back its agreement on {say_day(row.stopped_at)}, so this help has "
            "stopped. You can still write a note or a call, offer the family to social care, or "
            "close the episode."
        )
    return row


def move(episode, verb, *, by, at):
    """Move a locked episode and append the move. The caller saves `state` and `version`.

    Raises Refused when the table does not allow the verb in the episode's state.
    """
    allowed, to_state = TRANSITIONS[verb]
    from_state = episode.state if allowed else ""
    if allowed and from_state not in allowed:
        label = State(from_state).label.lower()
        raise Refused(f"This cannot be done now: the episode is “{label}”.")
    episode.state = to_state
    episode.version += 1 if allowed else 0
    return EpisodeMove.objects.create(
        episode=episode, verb=verb, from_state=from_state, to_state=to_state,
        happened_at=at, by=by,
    )  # fmt: skip


def end(episode, *, at):
    """Date a moved episode's end: its children leave it on that day."""
    episode.closed_at = at
    episode.save(update_fields=["state", "version", "closed_at"])
    episode.children.filter(left_on__isnull=True).update(left_on=london_date(at))
    return episode
