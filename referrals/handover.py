"""Between early help and children's social care: nobody lets go before the other has taken hold."""

from audit.errors import Refused
from families.homes import locality_at_home
from families.models import Family
from localities import clocks
from localities.calendar import london_date
from localities.hubs import hub_for
from referrals import mails, screening_access
from referrals.decision_clock import decision_due
from referrals.models import Transfer, TransferChild

UP, DOWN = Transfer.Direction.UP, Transfer.Direction.DOWN


def offer_up(family: Family, *, by, at, referral=None, **facts):
    """Offer the family to children's social care; with a red flag the answer is due in an hour."""
    urgent = facts.pop("urgent", False) or (referral is not None and "immediate" in referral.flags)
    transfer = Transfer.objects.create(
        family=family, referral=referral, direction=UP, urgent=urgent, offered_by=by,
        happened_at=at, due_at=clocks.due("transfer", at, urgent=urgent), **facts,
    )  # fmt: skip
    screening_access.open_to_social_care(family, at=at)
    mails.transfer_offered(transfer)
    return transfer


def offer_down(family: Family, children, *, done, plan, by, at):
    """Offer a family that social care holds to early help: the SPOC or its hub may accept it."""
    hub = hub_for(locality_at_home(family.pk, on=london_date(at)))
    if hub is None:
        raise Refused("No hub is set up yet. Ask an administrator.")
    transfer = Transfer.objects.create(
        family=family, direction=DOWN, team=hub, done=done, plan=plan, offered_by=by,
        happened_at=at, due_at=clocks.due("transfer", at),
    )  # fmt: skip
    TransferChild.objects.bulk_create(
        TransferChild(transfer=transfer, person=child) for child in children
    )
    screening_access.open_for_step_down(transfer, at=at)
    mails.step_down_offered(transfer)
    return transfer


def alone_with(family):
    """The family under a lock, so that two offers at once do not both find it free."""
    return Family.objects.select_for_update(of=("self",)).get(pk=family.pk)


def unanswered(transfer, direction):
    """The locked offer. Two may answer at once: the second waits here, then finds the answer."""
    transfer = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    if transfer.direction != direction:
        raise Refused("This offer is not yours to answer.")
    if transfer.answer:
        label = transfer.get_answer_display().lower()
        raise Refused(f"This transfer has been answered already: it was {label}.")
    return transfer


def answer(transfer, given, *, by, at, reason=""):
    transfer.answer, transfer.reason = given, reason
    transfer.answered_by, transfer.answered_at = by, at
    transfer.save(update_fields=["answer", "reason", "answered_by", "answered_at"])


def back_to_spoc(referral, *, at):
    """After a reopening or a returned transfer: the clock starts anew, the SPOC sees it again.

    The caller has moved the locked referral.
    """
    referral.decision_due_at = decision_due(referral)
    referral.assigned_to = None
    referral.save(update_fields=["state", "version", "decision_due_at", "assigned_to"])
    screening_access.back_to_spoc(referral.family, at=at)
