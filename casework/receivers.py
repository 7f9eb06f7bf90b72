"""What casework does when the front door has decided. Runs inside the decision's transaction."""

from django.dispatch import receiver

from casework import mails
from casework.actions import allocation
from casework.codes import State
from casework.models import Episode
from referrals.codes import Outcome
from referrals.signals import decided, step_down_accepted


@receiver(decided, dispatch_uid="casework.follow_decision")
def follow_decision(sender, *, referral, decision, at, by, **_):
    """Family Solutions opens an episode; another outcome takes back one that nobody has begun.

    Partner-led help opens none yet: it begins when a named lead professional accepts it.
    """
    if decision.outcome == Outcome.FAMILY_SOLUTIONS:
        allocation.open_episode(referral=referral, decision=decision, by=by, at=at)
        return
    for episode in Episode.objects.waiting().filter(referral=referral):
        allocation.undo_episode(episode=episode, by=by, at=at)
    if decision.outcome == Outcome.LINKED:
        open_now = Episode.objects.filter(family=referral.family, state=State.OPEN)
        for episode in open_now.select_related("key_worker"):
            mails.linked(episode, decision)


@receiver(step_down_accepted, dispatch_uid="casework.follow_step_down")
def follow_step_down(sender, *, transfer, at, by, **_):
    allocation.open_step_down(transfer=transfer, by=by, at=at)
