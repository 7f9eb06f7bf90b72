"""How long the SPOC may open a family: while something of it waits, and 30 days for the decider."""

from datetime import timedelta

from accounts.roles import Permission
from families import access
from families.models import FamilyAccess
from localities.models import TeamKind
from referrals import disclosing
from referrals.models import LeadOffer, Referral, Transfer

KEPT_BY_DECIDER = timedelta(days=30)
SCREENING = FamilyAccess.Basis.SCREENING
TRANSFER = FamilyAccess.Basis.TRANSFER


def settle(family, *, at):
    """End the SPOC's access once it holds the family no more.

    It holds what waits for a decision, for the answer of social care or of a family's own
    authority, or for a lead professional.
    """
    referrals = Referral.objects.filter(family=family)
    offered = Transfer.objects.unanswered().filter(family=family)
    unled = LeadOffer.objects.current().open().filter(family=family)
    held = (referrals.undecided(), offered, unled, referrals.waits_for_home_authority())
    if not any(rows.exists() for rows in held):
        access.end(family, basis=SCREENING, team__kind=TeamKind.SPOC, at=at)


def keep_for_decider(family, user, *, at):
    access.grant(family, basis=SCREENING, user=user, until=at + KEPT_BY_DECIDER, at=at)


def back_to_spoc(family, *, at):
    access.grant_teams(family, TeamKind.SPOC, basis=SCREENING, at=at)


def open_to_social_care(family, *, at):
    disclosing.to_social_care(family, at=at)
    access.grant_teams(family, TeamKind.SOCIAL_CARE, basis=TRANSFER, at=at)


def close_to_social_care(family, *, accepted, at):
    """A refused offer closes the record at once; an accepted one leaves 30 days to take over."""
    offered = Transfer.objects.unanswered().filter(family=family)
    if accepted:
        _end_for_social_care(family, at=at + KEPT_BY_DECIDER)
    elif not offered.exists():
        _end_for_social_care(family, at=at)


def _end_for_social_care(family, *, at):
    access.end(family, basis=TRANSFER, team__kind=TeamKind.SOCIAL_CARE, at=at)


def open_for_step_down(transfer, *, at):
    """Both who hold it and who may take it read it: social care, the front door and the hub."""
    open_to_social_care(transfer.family, at=at)
    access.open_front_door(transfer.family, at=at)
    access.grant(transfer.family, basis=TRANSFER, team=transfer.team, at=at)


def close_step_down(transfer, *, by, at):
    """The hub's look ends with the answer; whose episode it is now has its own way in.

    Social care keeps what it holds, and 30 days of what it handed over.
    """
    access.end(transfer.family, basis=TRANSFER, team=transfer.team, at=at)
    if transfer.answer == Transfer.Answer.ACCEPTED:
        _end_for_social_care(transfer.family, at=at + KEPT_BY_DECIDER)
    if by.has_perm(Permission.SCREEN):
        keep_for_decider(transfer.family, by, at=at)
    settle(transfer.family, at=at)
