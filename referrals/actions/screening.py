"""What screeners do before a decision: take a referral, give their own level, agree below 4."""

from django.utils import timezone

from accounts.roles import Permission
from audit.actions import action
from audit.errors import Refused
from referrals.codes import Level
from referrals.decision_rules import own_level_of, refuse_unless_undecided
from referrals.models import Agreed, OwnLevel
from referrals.workflow import locked


def _undecided(referral):
    referral = locked(referral)
    refuse_unless_undecided(referral)
    return referral


@action
def assign_to_me(*, referral, by):
    """Say who is looking at it. Another screener may take it over."""
    return _assign(referral, by)


@action
def assign(*, referral, to, by):
    """Give it to a colleague of the front door; the same again changes nothing."""
    if not (to.is_active and to.has_perm(Permission.DECIDE)):
        raise Refused("Choose somebody who decides referrals.", field="worker")
    return _assign(referral, to)


def _assign(referral, to):
    referral = _undecided(referral)
    if referral.assigned_to_id != to.pk:
        referral.assigned_to = to
        referral.save(update_fields=["assigned_to"])
    return referral


@action
def record_own_level(*, referral, level, by, at=None):
    """The screener's own level, once, before the suggestion is shown; it cannot be changed."""
    referral = _undecided(referral)
    given = own_level_of(referral, by)
    if given is None:
        OwnLevel.objects.create(
            referral=referral, by=by, level=Level(level), happened_at=at or timezone.now()
        )
    elif given != level:
        raise Refused(
            f"You gave level {given} already. It stays, because you have seen the suggestion "
            "since.", field="level",
        )  # fmt: skip
    return referral


@action
def agree_below_4(*, referral, level, reason, by, at=None):
    """A SPOC social worker agrees to less than level 4 in spite of a red flag or a level 4 need."""
    if not by.has_perm(Permission.AGREE_BELOW_4):
        raise Refused("Only a SPOC social worker can agree to a level below 4.")
    referral = _undecided(referral)
    if not referral.needs_agreement_below_4:
        raise Refused("No agreement is needed: the suggestion is below level 4.")
    if level not in Level.values or level == Level.SPECIALIST:
        raise Refused("Choose a level below 4: level 4 needs no agreement.", field="level")
    if own_level_of(referral, by) is None:
        raise Refused("Give your own level first. The suggestion is shown after it.")
    if not reason.strip():
        raise Refused("Say why a level below 4 is right.", field="reason")
    Agreed.objects.create(
        referral=referral, by=by, level=level, reason=reason, happened_at=at or timezone.now()
    )
    return referral
