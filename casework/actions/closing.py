"""An episode ends, with a reason, when nothing is left open."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from casework import access
from casework.codes import NEEDS_RISK_CHECK, ClosingReason, Kind, State
from casework.endings import offered_by_work, open_goals, social_care_has_accepted
from casework.models import Closing
from casework.workflow import end, locked, move
from families.homes import locality_at_home
from families.silence import is_mourned
from localities.calendar import london_date
from referrals import actions as referrals


@action
def close(*, episode, reason, summary, version, by, risk_check="", at=None):
    """Close the episode. Raises Stale, and Refused while a goal is open or a check is missing."""
    at = at or timezone.now()
    episode = locked(episode, version=version)
    move(episode, "close", by=by, at=at)
    _check(episode, reason, risk_check)
    closing = Closing.objects.create(
        episode=episode, reason=reason, by=by, summary=summary, risk_check=risk_check,
        happened_at=at, locality=locality_at_home(episode.family_id, on=london_date(at)),
    )  # fmt: skip
    end(episode, at=at)
    if episode.kind == Kind.PARTNER_LED:
        access.end_for_lead(episode, at=at)
    elif episode.key_worker is not None:
        access.end_for_worker(episode, episode.key_worker, at=at)
    return closing


@action
def step_up(*, episode, plan, by, done="", urgent=False, at=None):
    """Offer the family to children's social care; the episode stays with its key worker."""
    at = at or timezone.now()
    episode = locked(episode)
    if episode.state == State.CLOSED:
        raise Refused(
            "This cannot be done now: the episode is “closed”. Send a new referral instead."
        )
    return referrals.offer_step_up(
        family=episode.family, team=episode.team, plan=plan, done=done, urgent=urgent, by=by, at=at
    )


def _check(episode, reason, risk_check):
    if open_goals(episode).exists():
        raise Refused("Say how each goal ended before you close.")
    if reason in NEEDS_RISK_CHECK and not risk_check.strip():
        raise Refused("Say how you checked that the children are safe.", field="risk_check")
    if reason == ClosingReason.DIED and not is_mourned(episode.family):
        raise Refused(
            "Write down first who has died, on the page “Safe contact and sharing”: messages then "
            "stop at once.", field="reason",
        )  # fmt: skip
    if reason != ClosingReason.DIED and offered_by_work(episode):
        raise Refused(
            "You offered this family to children's social care. Until they answer, it stays with "
            "you. Phone them if it takes too long."
        )
    if reason == ClosingReason.STEPPED_UP and not social_care_has_accepted(episode):
        raise Refused(
            "Children's social care has not accepted this family. Until they do, it stays with "
            "you.", field="reason",
        )  # fmt: skip
