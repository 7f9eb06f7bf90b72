"""The past is replayed under proposed thresholds; the counting is done by a job."""

from django.utils import timezone

from accounts.roles import Permission
from audit import jobs
from audit.actions import action
from audit.errors import Refused
from localities.calendar import Quarter, london_date
from outcomes.models import Replay


@action
def ask_replay(*, proposal, first_on, last_on, by, at=None):
    """Replay the referrals sent from one day to another, both included.

    Raises Refused for a period that runs backward or begins in the future, and for one that is no
    complete quarter where `by` may not open families.
    """
    at = at or timezone.now()
    today = london_date(at)
    quarter = Quarter.of_day(first_on)
    is_quarter = (quarter.first_on, quarter.last_on) == (first_on, last_on) and last_on < today
    if last_on < first_on:
        raise Refused("The last day must be the first day or later.", field="last_on")
    if first_on > today:
        raise Refused("The first day lies in the future.", field="first_on")
    if not is_quarter and not by.has_perm(Permission.CONSISTENCY):
        raise Refused("Choose one quarter that is over.", field="quarter")
    replay = Replay.objects.create(
        proposal=proposal, quarter=str(quarter) if is_quarter else "", first_on=first_on,
        last_on=last_on, asked_by=by, asked_at=at,
    )  # fmt: skip
    jobs.enqueue("replay", payload={"replay": replay.pk}, key=replay.job_key)
    return replay


@action
def try_replay_again(*, replay, by):
    """Start a run anew that was given up after several attempts."""
    if replay.figures is not None:
        raise Refused("These figures are made.")
    jobs.again(replay.job_key)
    return replay
