"""A screener is given a decided referral and says which level they see, without knowing any."""

from datetime import timedelta

from django.utils import timezone

from accounts.roles import Permission
from audit.actions import action
from audit.errors import Refused
from referrals.codes import Level
from referrals.models import BlindLevel, SecondLook
from referrals.second_look import seen_by

HELD = timedelta(hours=4)  # then it goes to somebody else
LOOKED_THROUGH = 50


@action
def take_second_look(*, by, at=None):
    """The next one of the queue, or the one that this person has already. Nobody can choose.

    Raises Refused where nothing waits that this person may judge.
    """
    at = at or timezone.now()
    if not by.has_perm(Permission.SECOND_LOOK):
        raise Refused("Only a screener gives a second look.")
    mine = SecondLook.objects.visible_to(by).first()
    if mine:
        return mine
    waiting = SecondLook.objects.waiting(at).may_be_given_to(by).select_related("referral")
    locked = list(
        waiting.order_by("sampled_at", "id").select_for_update(of=["self"], skip_locked=True)[
            :LOOKED_THROUGH
        ]
    )
    seen = seen_by(by, locked)
    look = next((look for look in locked if look.pk not in seen), None)
    if look is None:
        raise Refused("No referral waits for a second look from you.")
    look.taken_by, look.held_until = by, at + HELD
    look.save(update_fields=["taken_by", "held_until"])
    return look


@action
def record_blind_level(*, look, level, by, at=None):
    """The second screener's level, once. With it their sight of the referral ends."""
    at = at or timezone.now()
    held = SecondLook.objects.visible_to(by).select_related("referral")
    look = held.select_for_update(of=["self"]).filter(pk=look.pk).first()
    if look is None:
        raise Refused("You had this referral for too long. It went to somebody else.")
    if level not in Level.values:
        raise Refused("Choose a level.", field="level")
    if seen_by(by, [look]):
        raise Refused("You opened this referral or its family. Your level would not be blind.")
    BlindLevel.objects.create(referral=look.referral, by=by, level=level, happened_at=at)
    return look
