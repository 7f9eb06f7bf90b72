"""A conversation about a family: logged with the advice, and perhaps gone on with as a referral."""

from django.utils import timezone

from accounts.roles import Permission
from audit.actions import action
from audit.errors import Refused
from referrals.drafts.prefilled import from_consultation
from referrals.models import Consultation, Draft


@action
def log_consultation(*, with_whom, family_name, asked, advice, happened_at, by, site=None, at=None):
    """Write down who was spoken to, what was asked, and what was advised. No clock starts."""
    at = at or timezone.now()
    if happened_at > at:
        raise Refused("A conversation cannot be in the future.", field="happened_at")
    return Consultation.objects.create(
        by=by, site=site, at_front_door=by.has_perm(Permission.SCREEN), with_whom=with_whom,
        family_name=family_name, asked=asked, advice=advice, happened_at=happened_at,
    )  # fmt: skip


@action
def refer_from_consultation(*, consultation, key, site, by, at=None):
    """A draft with all that was said; going on twice leads to the same draft."""
    at = at or timezone.now()
    row = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    if row.referral_id:
        raise Refused("A referral was made from this conversation already.")
    begun = Draft.objects.filter(owner=by, consultation=row).first()
    return begun or Draft.objects.create(
        pk=key, owner=by, site=row.site or site, consultation=row, data=from_consultation(row),
        first_contact_at=at, saved_at=at,
    )  # fmt: skip
