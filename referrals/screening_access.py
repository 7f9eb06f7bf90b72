"""How long the SPOC may open a family: while something of it waits, and 30 days for the decider."""

from datetime import timedelta

from families import access
from families.models import FamilyAccess
from localities.models import TeamKind
from referrals.models import Referral, Transfer

KEPT_BY_DECIDER = timedelta(days=30)
SCREENING = FamilyAccess.Basis.SCREENING
TRANSFER = FamilyAccess.Basis.TRANSFER


def settle(family, *, at):
    """End the SPOC's access once no referral waits for a decision and no transfer for an answer."""
    undecided = Referral.objects.filter(family=family).undecided()
    offered = Transfer.objects.current().filter(family=family, answer="")
    if not undecided.exists() and not offered.exists():
        access.end(family, basis=SCREENING, team__kind=TeamKind.SPOC, at=at)


def keep_for_decider(family, user, *, at):
    access.grant(family, basis=SCREENING, user=user, until=at + KEPT_BY_DECIDER, at=at)


def back_to_spoc(family, *, at):
    access.grant_teams(family, TeamKind.SPOC, basis=SCREENING, at=at)


def open_to_social_care(family, *, at):
    access.grant_teams(family, TeamKind.SOCIAL_CARE, basis=TRANSFER, at=at)


def close_to_social_care(family, *, accepted, at):
    """A refused offer closes the record at once; an accepted one leaves 30 days to take over."""
    offered = Transfer.objects.current().filter(family=family, answer="")
    if accepted:
        access.end(family, basis=TRANSFER, at=at + KEPT_BY_DECIDER)
    elif not offered.exists():
        access.end(family, basis=TRANSFER, at=at)
