"""Which decided referrals get a second look, and who has seen too much to give it blind."""

import hashlib
import hmac

from django.conf import settings
from django.db.models import Q

from audit.models import Event
from referrals.models import SecondLook

WHOLE = 1 << 64
LISTS = ("screening_board", "screening_assign")  # many referrals at once, with nothing decided


def is_sampled(referral_id, percent=None):
    """Drawn by a keyed hash: anybody with the key can draw again, and nobody can choose.

    `percent` of all, settings.SECOND_LOOK_PERCENT where none is given.
    """
    share = (settings.SECOND_LOOK_PERCENT if percent is None else percent) / 100
    key = (settings.SEAL_KEY or settings.SECRET_KEY).encode()
    drawn = hmac.new(key, f"second look {referral_id}".encode(), hashlib.sha256).digest()
    return int.from_bytes(drawn[:8], "big") < share * WHOLE


def sample(decision, *, at):
    """Queue the referral of a first decision when the lot falls on it."""
    if decision.number == 1 and decision.own_level and is_sampled(decision.referral_id):
        SecondLook.objects.create(
            referral_id=decision.referral_id, decided_by=decision.by, sampled_at=at
        )


def seen_by(user, looks):
    """Ids of those second looks whose referral or family this person opened: not blind any more.

    By the audit trail: a page of screening but for the board, the referral's page, the family's.
    """
    referrals = [look.referral_id for look in looks]
    families = {look.referral.family_id for look in looks}
    opened = Q(verb__startswith="screening_") & ~Q(verb__in=LISTS)
    rows = Event.objects.filter(
        Q(kind="referral", ids__overlap=referrals) & (opened | Q(verb="referral_detail"))
        | Q(kind="family", verb="family_detail", ids__overlap=list(families)),
        actor_kind="user", actor_id=user.pk, outcome=Event.Outcome.SEEN,
    )  # fmt: skip
    ids = {(kind, pk) for kind, found in rows.values_list("kind", "ids") for pk in found}
    return {
        look.pk for look in looks
        if ("referral", look.referral_id) in ids or ("family", look.referral.family_id) in ids
    }  # fmt: skip
