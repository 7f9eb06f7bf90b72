"""Between the SPOC and children's social care: nobody lets go before the other has taken hold."""

from families.models import Family
from localities import clocks
from referrals import mails, screening_access
from referrals.decision_clock import decision_due
from referrals.models import Transfer


def offer_up(family: Family, *, referral, by, at):
    """Offer the family to children's social care; with a red flag the answer is due in an hour."""
    urgent = referral is not None and "immediate" in referral.flags
    transfer = Transfer.objects.create(
        family=family, referral=referral, direction=Transfer.Direction.UP,
        offered_by=by, happened_at=at, due_at=clocks.due("transfer", at, urgent=urgent),
    )  # fmt: skip
    screening_access.open_to_social_care(family, at=at)
    mails.transfer_offered(transfer)
    return transfer


def back_to_spoc(referral, *, at):
    """After a reopening or a returned transfer: the clock starts anew, the SPOC sees it again.

    The caller has moved the locked referral.
    """
    referral.decision_due_at = decision_due(referral)
    referral.assigned_to = None
    referral.save(update_fields=["state", "version", "decision_due_at", "assigned_to"])
    screening_access.back_to_spoc(referral.family, at=at)
