"""Whose referral this is: keys of what was sent, and who may take it back."""

from accounts.roles import Permission
from audit.models import Submission
from referrals.models import Referral


def sending_scope(by):
    """Whose idempotency keys these are: one sender's key never meets another's."""
    return f"{by.actor_kind}:{by.pk}:referrals.submit"


def sent_before(by, key):
    """The referral that this sender made with this key, or None."""
    used = Submission.objects.filter(scope=sending_scope(by), key=str(key)).first()
    return Referral.objects.visible_to(by).filter(pk=used.result_id).first() if used else None


def registration_scope(by):
    return f"{by.actor_kind}:{by.pk}:referrals.register_level_2"


def registered_before(by, key):
    """Whether this person registered level 2 work with this key."""
    return Submission.objects.filter(scope=registration_scope(by), key=str(key)).exists()


def may_withdraw(referral, user):
    """The referrer; the SPOC alone where there is a red flag."""
    if "immediate" in referral.flags:
        return user.has_perm(Permission.DECIDE)
    return referral.referrer_id == user.pk
