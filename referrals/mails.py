"""Mails of the front door. None carries a fact about a family: each says where to look."""

from accounts.models import User
from audit import mail
from localities.access import holding
from localities.calendar import london_date
from localities.models import Membership, TeamKind


def _to_referrer(referral, subject, template, key):
    if referral.referrer is not None:
        context = {"reference": referral.reference, "path": f"/referrals/{referral.reference}/"}
        mail.post(
            to=referral.referrer.email, subject=subject, template=template,
            context=context, key=key,
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
    rows = Membership.objects.filter(holding(london_date(at)), team__kind=kind)
    return User.objects.filter(is_active=True, memberships__in=rows).distinct()


def transfer_offered(transfer):
    for officer in members(TeamKind.SOCIAL_CARE, at=transfer.happened_at):
        _about(transfer, officer, "A family is offered to children's social care", "offered")


def transfer_refused(transfer):
    """The managers of both sides learn of it the same day."""
    subject = "Children's social care did not accept a transfer"
    told = {transfer.offered_by} if transfer.offered_by else set()
    for kind in (TeamKind.FRONT_DOOR, TeamKind.SOCIAL_CARE):
        told |= set(members(kind, at=transfer.answered_at))
    for person in sorted(told, key=lambda user: user.pk):
        _about(transfer, person, subject, "refused")


def transfer_accepted(transfer):
    if transfer.offered_by:
        _about(transfer, transfer.offered_by, "Children's social care accepted a transfer",
               "accepted")  # fmt: skip


def _about(transfer, person, subject, what):
    mail.post(
        to=person.email, subject=subject, template=f"mail/transfer_{what}.txt",
        context={"due_at": transfer.due_at}, key=f"transfer:{transfer.pk}:{what}",
    )  # fmt: skip
