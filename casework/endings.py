"""What stands between an episode and its closing."""

from casework.models import Goal, GoalEnd
from families.models import together
from referrals.models import Transfer


def open_goals(episode):
    ended = GoalEnd.objects.current().values("goal")
    return Goal.objects.current().filter(episode=episode).exclude(pk__in=ended)


def social_care_has_accepted(episode):
    accepted = Transfer.objects.current().filter(
        family__in=together(episode.family_id), direction=Transfer.Direction.UP,
        answer=Transfer.Answer.ACCEPTED, answered_at__gte=episode.started_at,
    )  # fmt: skip
    return accepted.exists()


def offered_by_work(episode):
    """An offer to social care that waits for its answer; the episode holds the family until then.

    The SPOC's own offers are held by the SPOC.
    """
    offers = (
        Transfer.objects.unanswered()
        .up()
        .filter(family__in=together(episode.family_id), referral=None)
    )
    return offers.exists()
