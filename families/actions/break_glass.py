"""A manager opens a restricted family for a few hours, and those who must know are told."""

from datetime import timedelta

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from families import access, mails
from families.models import FamilyAccess

OPEN_FOR = timedelta(hours=4)  # ours, for the board to confirm


@action
def break_glass(*, family, reason, by, at=None):
    """Open the record to this user until it closes by itself, and tell auditor and named people."""
    at = at or timezone.now()
    if not reason.strip():
        raise Refused("Say why you must open it now.", field="reason")
    if not family.restricted:
        raise Refused("This family is not restricted.")
    opened = access.grant(
        family, basis=FamilyAccess.Basis.BREAK_GLASS, user=by, reason=reason, until=at + OPEN_FOR,
        at=at,
    )  # fmt: skip
    mails.opened(opened)
    return opened
