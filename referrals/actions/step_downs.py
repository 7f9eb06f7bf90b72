"""Children's social care hands a family down; the SPOC or the hub of its locality accepts it."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from families.entries import AgreementEntry
from families.models import Agreement, Person, together
from families.registration import new_family, write_agreement
from localities.calendar import london_date
from localities.places import find_place
from referrals import handover, mails, screening_access, signals
from referrals.models import Transfer


def _offer(family, children, *, done, plan, agreed, by, at):
    if not done.strip():
        raise Refused("Say what you did with the family.", field="done")
    if not plan.strip():
        raise Refused("Say what early help is asked to do.", field="plan")
    if not children:
        raise Refused("Choose at least one child.", field="children")
    if not agreed:
        raise Refused(
            "Early help is voluntary. Talk with the family first; until then it stays with you.",
            field="agreed",
        )
    write_agreement(family, {}, AgreementEntry(answer=Agreement.Answer.AGREED), by=by, at=at)
    return handover.offer_down(family, children, done=done, plan=plan, by=by, at=at)


@action
def offer_step_down(*, family, children, done, plan, agreed, by, at=None):
    """Offer a family that is known, for some of its children: ids of its people."""
    at = at or timezone.now()
    family = handover.alone_with(family)
    if Transfer.objects.unanswered().filter(family__in=together(family)).exists():
        raise Refused("This family is already offered. Wait for the answer to that first.")
    signals.stepping_down.send(type(family), family=family)
    found = list(Person.objects.children().filter(family__in=together(family), pk__in=children))
    return _offer(family, found, done=done, plan=plan, agreed=agreed, by=by, at=at)


@action
def offer_new_step_down(*, entry, done, plan, agreed, by, at=None):
    """Offer a family that early help has no record of, registered as a referral registers one.

    `entry` has `name`, `children`, `adults` and `home` as families.entries. Typing names opens no
    record: whether the family is known already is for the SPOC to find.
    """
    at = at or timezone.now()
    place = find_place(entry["home"].postcode, london_date(at))
    registered = new_family(**entry, place=place, at=at)
    children = [person for person in registered.people.values() if person.is_child]
    return _offer(registered.family, children, done=done, plan=plan, agreed=agreed, by=by, at=at)


@action
def accept_step_down(*, transfer, by, at=None):
    """Early help takes the family: its episode opens in the hub, with the allocation clock."""
    at = at or timezone.now()
    transfer = handover.unanswered(transfer, handover.DOWN)
    handover.answer(transfer, Transfer.Answer.ACCEPTED, by=by, at=at)
    signals.step_down_accepted.send(Transfer, transfer=transfer, at=at, by=by)
    screening_access.close_step_down(transfer, by=by, at=at)
    mails.step_down_answered(transfer)
    return transfer


@action
def refuse_step_down(*, transfer, reason, by, at=None):
    """The family stays with social care, which reads why; the managers of both sides are told."""
    at = at or timezone.now()
    if not reason.strip():
        raise Refused("Say why early help cannot take this family.", field="reason")
    transfer = handover.unanswered(transfer, handover.DOWN)
    handover.answer(transfer, Transfer.Answer.REFUSED, by=by, at=at, reason=reason)
    screening_access.close_step_down(transfer, by=by, at=at)
    mails.step_down_answered(transfer)
    return transfer
