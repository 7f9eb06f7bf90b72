"""Mails of the front door. None carries a fact about a family: each says where to look."""

from audit import mail
from families.restricting import told_of
from localities.calendar import london_date
from localities.models import TeamKind
from localities.staff import managers_of, working_in
from referrals.models import Opinion


def _to_referrer(referral, subject, template, key):
    if referral.referrer is not None:
        context = {"reference": referral.reference, "path": f"/referrals/{referral.reference}/"}
        mail.post(
            to=referral.referrer.email, subject=subject, template=template,
            context=context, key=key, about=[referral.family_id],
        )  # fmt: skip


def received(referral):
    subject = f"We have your referral {referral.reference}"
    _to_referrer(referral, subject, "mail/referral_received.txt", f"received:{referral.pk}")


def decided(decision):
    referral = decision.referral
    subject = f"There is a decision about referral {referral.reference}"
    _to_referrer(referral, subject, "mail/referral_decided.txt", f"decided:{decision.pk}")


def asked(pause):
    referral = pause.referral
    subject = f"We have a question about referral {referral.reference}"
    _to_referrer(referral, subject, "mail/referral_asked.txt", f"asked:{pause.pk}")


def reopened(referral, move):
    subject = f"We are looking again at referral {referral.reference}"
    _to_referrer(referral, subject, "mail/referral_reopened.txt", f"reopened:{move.pk}")


def members(kind, *, at):
    """Everybody who works in a team of this kind on that day."""
    return working_in(on=london_date(at), team__kind=kind)


def transfer_offered(transfer):
    officers = members(TeamKind.SOCIAL_CARE, at=transfer.happened_at)
    for officer in told_of(officers, transfer.family):
        _about(transfer, officer, "A family is offered to children's social care", "offered")


def _managers(transfer):
    """Those of both sides: the SPOC's, social care's, and the hub's or FFT's whose work it is."""
    told = set()
    for kind in (TeamKind.FRONT_DOOR, TeamKind.SOCIAL_CARE):
        people = members(kind, at=transfer.answered_at or transfer.happened_at)
        told |= set(told_of(people, transfer.family))
    return told | set(_hub_managers(transfer))


def _hub_managers(transfer):
    on = london_date(transfer.answered_at or transfer.happened_at)
    return told_of(managers_of([transfer.team_id], on=on), transfer.family)


def transfer_refused(transfer):
    """The managers of both sides learn of it the same day."""
    _to_all(transfer, _managers(transfer), "Children's social care did not accept a transfer",
            "refused")  # fmt: skip


def _to_all(transfer, people, subject, what):
    told = set(people) | ({transfer.offered_by} if transfer.offered_by else set())
    for person in sorted(told, key=lambda user: user.pk):
        _about(transfer, person, subject, what)


def step_down_offered(transfer):
    """To those who may accept it; screeners find it on their first page."""
    managers = members(TeamKind.FRONT_DOOR, at=transfer.happened_at)
    front_door = set(told_of(managers, transfer.family))
    for person in sorted(front_door | set(_hub_managers(transfer)), key=lambda user: user.pk):
        _about(transfer, person, "Children's social care offers a step-down", "down_offered")


def step_down_answered(transfer):
    accepted = transfer.answer == transfer.Answer.ACCEPTED
    said = "accepted" if accepted else "did not accept"
    _to_all(transfer, _managers(transfer), f"Early help {said} a step-down",
            f"down_{transfer.answer}")  # fmt: skip


def transfer_accepted(transfer):
    if transfer.offered_by:
        _about(transfer, transfer.offered_by, "Children's social care accepted a transfer",
               "accepted")  # fmt: skip


def _about(transfer, person, subject, what):
    mail.post(
        to=person.email, subject=subject, template=f"mail/transfer_{what}.txt",
        context={"due_at": transfer.due_at, "transfer": transfer.pk},
        key=f"transfer:{transfer.pk}:{what}", about=[transfer.family_id],
    )  # fmt: skip


def lead_offered(offer):
    mail.post(
        to=offer.lead.email, subject="A family is offered to you to lead",
        template="mail/lead_offered.txt",
        context={"due_at": offer.due_at, "path": f"/offers/{offer.pk}/"}, key=f"lead:{offer.pk}",
        about=[offer.family_id],
    )  # fmt: skip


def lead_accepted(offer):
    """Who named the lead, and who sent the referral, learn that somebody has taken it on."""
    told = {offer.offered_by, offer.referral.referrer} - {None, offer.lead}
    _about_lead(offer, told, "A lead professional has accepted a referral", "accepted")


def lead_declined(offer):
    screeners = told_of(members(TeamKind.SPOC, at=offer.answered_at), offer.family)
    told = {offer.offered_by} if offer.offered_by else screeners
    _about_lead(offer, told, "A lead professional cannot take on a referral", "declined")


def _about_lead(offer, told, subject, what):
    for person in sorted(told, key=lambda user: user.pk):
        mail.post(
            to=person.email, subject=subject, template=f"mail/lead_{what}.txt",
            context={"reference": offer.referral.reference}, key=f"lead:{offer.pk}:{what}",
            about=[offer.family_id],
        )  # fmt: skip


def view_asked(opinion):
    kinds = {Opinion.AskedOf.SPOC_MANAGER: TeamKind.FRONT_DOOR}
    asked = members(kinds.get(opinion.asked_of, TeamKind.SPOC), at=opinion.happened_at)
    asked = told_of(asked, opinion.referral.family)
    for person in asked.filter(role=opinion.asked_of).exclude(pk=opinion.asked_by_id):
        _on_referral(opinion, person, "A screener asks for your view", "view_asked")


def view_given(opinion):
    _on_referral(opinion, opinion.asked_by, "The view that you asked for is here", "view_given")


def disagreed(disagreement):
    managers = members(TeamKind.FRONT_DOOR, at=disagreement.happened_at)
    for manager in told_of(managers, disagreement.referral.family):
        _on_referral(disagreement, manager, "A referrer disagrees with a decision", "disagreed")


def disagreement_answered(disagreement):
    reference = disagreement.referral.reference
    subject = f"There is an answer to what you said about referral {reference}"
    _to_referrer(disagreement.referral, subject, "mail/disagreement_answered.txt",
                 f"disagreement:{disagreement.pk}")  # fmt: skip


def _on_referral(row, person, subject, what):
    reference = row.referral.reference
    context = {"reference": reference, "path": f"/screening/{reference}/",
               "due_at": getattr(row, "due_at", None)}  # fmt: skip
    mail.post(to=person.email, subject=subject, template=f"mail/{what}.txt", context=context,
              key=f"{what}:{row.pk}", about=[row.referral.family_id])  # fmt: skip
