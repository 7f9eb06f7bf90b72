"""Children's social care accepts or refuses a family; until then the sender holds it."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from referrals import handover, mails, screening_access, signals
from referrals.models import Transfer
from referrals.workflow import locked, move

UP = Transfer.Direction.UP


@action
def offer_step_up(*, family, by, at=None):
    """Offer a family that is being helped to children's social care."""
    at = at or timezone.now()
    if Transfer.objects.current().filter(family=family, direction=UP, answer="").exists():
        raise Refused("This family is already offered to children's social care.")
    return handover.offer_up(family, referral=None, by=by, at=at)


def _unanswered(transfer):
    # Two officers may answer at once: the second waits here, then finds the answer.
    transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
    if transfer.answer:
        label = transfer.get_answer_display().lower()
        raise Refused(f"This transfer has been answered already: it was {label}.")
    return transfer


def _answer(transfer, answer, *, by, at, reason=""):
    transfer.answer, transfer.reason = answer, reason
    transfer.answered_by, transfer.answered_at = by, at
    transfer.save(update_fields=["answer", "reason", "answered_by", "answered_at"])


@action
def accept_transfer(*, transfer, by, at=None):
    """Social care takes the family over; the SPOC lets go."""
    at = at or timezone.now()
    transfer = _unanswered(transfer)
    _answer(transfer, Transfer.Answer.ACCEPTED, by=by, at=at)
    screening_access.close_to_social_care(transfer.family, accepted=True, at=at)
    screening_access.settle(transfer.family, at=at)
    signals.step_up_accepted.send(Transfer, transfer=transfer, at=at, by=by)
    mails.transfer_accepted(transfer)
    return transfer


@action
def refuse_transfer(*, transfer, reason, by, at=None):
    """The referral returns to the SPOC for a new decision; the managers of both sides are told."""
    at = at or timezone.now()
    if not reason.strip():
        raise Refused("Say why you cannot take this family.", field="reason")
    transfer = _unanswered(transfer)
    _answer(transfer, Transfer.Answer.REFUSED, by=by, at=at, reason=reason)
    screening_access.close_to_social_care(transfer.family, accepted=False, at=at)
    if transfer.referral is not None:
        referral = locked(transfer.referral)
        move(referral, "return_transfer", by=by, at=at, reason=reason)
        handover.back_to_spoc(referral, at=at)
    mails.transfer_refused(transfer)
    return transfer
