"""Partner-led help: a named lead professional is offered the family, and accepts or declines."""

from django.utils import timezone

from accounts.roles import Permission
from audit.actions import action
from audit.errors import Refused
from families.models import Family
from localities import clocks
from referrals import disclosing, leads, mails, screening_access, signals
from referrals.models import LeadOffer
from referrals.workflow import locked

Answer = LeadOffer.Answer


@action
def name_lead(*, offer, lead, note, by, at=None):
    """Offer the family to a named person, who has two working days. Another may be named later.

    Naming somebody else takes the first offer back.
    """
    at = at or timezone.now()
    offer = _unanswered(offer)
    if not note.strip():
        raise Refused("Say what the lead needs to know.", field="note")
    _refuse_if_stopped(offer.family)
    if not leads.may_lead(lead, at=at):
        raise Refused("Choose somebody who works with families at a school or service.",
                      field="lead")  # fmt: skip
    if offer.lead_id == lead.pk:
        raise Refused(f"This family is offered to {lead.name} already.", field="lead")
    if offer.lead_id is not None:
        _answer(offer, Answer.TAKEN_BACK, by=by, at=at)
        offer = leads.hold(offer.referral, by=by, at=at)
    offer.lead, offer.note, offer.offered_by = lead, note, by
    offer.named_at, offer.due_at = at, clocks.due("lead_acceptance", at)
    offer.save(update_fields=["lead", "note", "offered_by", "named_at", "due_at"])
    disclosing.to_people(offer.family, [lead], at=at)
    mails.lead_offered(offer)
    return offer


@action
def accept_lead(*, offer, by, cover=None, at=None):
    """The named lead takes the family on; the SPOC lets go."""
    at = at or timezone.now()
    offer = _mine(offer, by)
    if cover == by:
        raise Refused("Choose somebody else to cover for you.", field="cover")
    _refuse_if_stopped(offer.family)
    offer.cover = cover
    _answer(offer, Answer.ACCEPTED, by=by, at=at)
    signals.lead_accepted.send(LeadOffer, offer=offer, at=at, by=by)
    screening_access.settle(offer.family, at=at)
    mails.lead_accepted(offer)
    return offer


@action
def decline_lead(*, offer, reason, by, at=None):
    """Back to the SPOC, which names somebody else or decides again."""
    at = at or timezone.now()
    if not reason.strip():
        raise Refused("Say why you cannot take this on.", field="reason")
    offer = _mine(offer, by)
    _answer(offer, Answer.DECLINED, by=by, at=at, reason=reason)
    leads.hold(locked(offer.referral), by=offer.offered_by, at=at)
    mails.lead_declined(offer)
    return offer


def _refuse_if_stopped(family):
    """Taking back an agreement stops voluntary help and sharing from that moment.

    One that is just being taken back is waited for.
    """
    family = Family.objects.select_for_update(no_key=True).get(pk=family.pk)
    if family.help_stopped_at or family.sharing_stopped_at:
        raise Refused(
            "The family has taken back its agreement. Nobody is asked to lead until they agree "
            "again. A manager checks what that means."
        )


def _unanswered(offer):
    # Two answers may come at once: the second waits here, then finds the first.
    offer = LeadOffer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if offer.answer:
        label = offer.get_answer_display().lower()
        raise Refused(f"This offer is closed: {label}.")
    return offer


def _mine(offer, by):
    offer = _unanswered(offer)
    if offer.lead_id != by.pk or not by.has_perm(Permission.LEAD):
        raise Refused("This family is offered to somebody else now.")
    return offer


def _answer(offer, answer, *, by, at, reason=""):
    offer.answer, offer.reason = answer, reason
    offer.answered_by, offer.answered_at = by, at
    offer.save(update_fields=["answer", "reason", "answered_by", "answered_at", "cover"])
