"""What became of a decided referral once somebody took it on, in words for those who read of it."""

from dataclasses import dataclass

from accounts.govuk.times import say_day
from referrals.codes import Outcome, State
from referrals.models import LeadOffer, Transfer
from referrals.signals import asked_what_became


@dataclass(frozen=True, slots=True)
class Became:
    """`words` are the referrer's; the family's name nobody. `lead` is the lead professional."""

    words: str
    for_the_family: str
    lead: object = None


def of(referral):
    """The Became; None while the decision says all, when sharing has stopped, or it is restricted.

    Who works with a family is known to the apps above, which answer `asked_what_became`.
    """
    family = referral.family
    if referral.state != State.DECIDED or family.sharing_stopped_at or family.restricted:
        return None
    if referral.outcome == Outcome.SOCIAL_CARE:
        return _accepted(referral)
    led = referral.outcome == Outcome.PARTNER_LED
    lead = _led(referral) if led else None
    if led and lead is None:
        return None
    answers = asked_what_became.send(type(referral), referral=referral)
    return next((answer for _, answer in answers if answer), lead)


def _led(referral):
    """Who accepted to lead after the standing decision: nobody while another is still asked."""
    offers = LeadOffer.objects.current().filter(referral=referral)
    offer = offers.select_related("lead").order_by("-id").first()
    if offer is None or offer.answer != LeadOffer.Answer.ACCEPTED:
        return None
    return Became(
        f"{offer.lead.name} leads the help for this family. Tell them what you see and hear.",
        "The person who brings your help together has said yes, and talks with you.", offer.lead,
    )  # fmt: skip


def _accepted(referral):
    accepted = Transfer.objects.current().filter(referral=referral, answer=Transfer.Answer.ACCEPTED)
    answered_at = accepted.order_by("-id").values_list("answered_at", flat=True).first()
    return answered_at and Became(
        f"Children’s social care accepted the family on {say_day(answered_at)}. A social worker "
        "decides what happens next. Tell children’s social care what you see and hear.",
        "Children’s social care has said that it will help. A social worker talks with you.",
    )
