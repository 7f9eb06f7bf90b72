"""Children's social care accepts or refuses a family; until then the sender holds it."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from families.models import together
from referrals import handover, mails, screening_access, signals
from referrals.models import Transfer, TransferCall
from referrals.workflow import locked, move


@action
def offer_step_up(*, family, by, team=None, urgent=False, done="", plan="", at=None):
    """Offer a family that is being helped to children's social care. It stays with its worker."""
    at = at or timezone.now()
    family = handover.alone_with(family)
    open_offer = Transfer.objects.unanswered().filter(family__in=together(family)).first()
    if open_offer is not None:
        raise Refused(
            "This family is already offered to children's social care."
            if open_offer.direction == handover.UP
            else "Children's social care offers to hand this family down. Answer that first."
        )
    return handover.offer_up(family, by=by, at=at, team=team, urgent=urgent, done=done, plan=plan)


@action
def accept_transfer(*, transfer, by, at=None):
    """Social care takes the family over; the SPOC or the key worker lets go."""
    at = at or timezone.now()
    transfer = handover.unanswered(transfer, handover.UP)
    handover.answer(transfer, Transfer.Answer.ACCEPTED, by=by, at=at)
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
    transfer = handover.unanswered(transfer, handover.UP)
    handover.answer(transfer, Transfer.Answer.REFUSED, by=by, at=at, reason=reason)
    screening_access.close_to_social_care(transfer.family, accepted=False, at=at)
    if transfer.referral is not None:
        referral = locked(transfer.referral)
        move(referral, "return_transfer", by=by, at=at, reason=reason)
        handover.back_to_spoc(referral, at=at)
    mails.transfer_refused(transfer)
    return transfer


@action
def record_call(*, transfer, spoke_to, by, said="", called_at=None, at=None):
    """The live call of an urgent offer: which social worker answered the phone, and when."""
    at = at or timezone.now()
    called_at = called_at or at
    if not spoke_to.strip():
        raise Refused("Write the name of the social worker who answered.", field="spoke_to")
    if not transfer.happened_at <= called_at.replace(second=59) or called_at > at:
        raise Refused("The call must be after the offer, and not in the future.", field="called_at")
    return TransferCall.objects.create(
        transfer=transfer, spoke_to=spoke_to.strip(), said=said, by=by, happened_at=called_at
    )
