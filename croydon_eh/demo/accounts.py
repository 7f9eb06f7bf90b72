"""Accounts of the demo: made in bulk, one password for all, every one marked as a demo account."""

import hmac
from datetime import date
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts.models import User
from localities.calendar import london_day_start
from localities.models import Membership

PASSWORD = "early-help-demo-2018"
FIRST_DAY = date(2018, 5, 3)  # of the service: those who are not said to have come later


def derived(purpose: str) -> str:
    """A secret that can be worked out again here, and nowhere without the seal key: 64 hex."""
    key = settings.SEAL_KEY.encode()
    return hmac.new(key, f"croydon_eh.demo {purpose}".encode(), "sha256").hexdigest()


@cache
def password_hash() -> str:
    """One hash for every account: hashing is slow, and this password stands on the screen."""
    return make_password(PASSWORD, salt=derived("password salt")[:22])


def make_users(wanted) -> dict[str, User]:
    """`wanted` are dicts with email, name, role and optionally phone and is_active; by email.

    An account that is there already stays as it is. Idempotent.
    """
    wanted = {row["email"]: row for row in wanted}
    known = set(User.objects.filter(email__in=wanted).values_list("email", flat=True))
    User.objects.bulk_create(
        User(password=password_hash(), is_demo=True, **row)
        for email, row in wanted.items()
        if email not in known
    )
    return {user.email: user for user in User.objects.filter(email__in=wanted)}


def make_memberships(wanted):
    """`wanted` are dicts of Membership's own fields; who works somewhere already keeps that."""
    wanted = list(wanted)
    placed = set(
        Membership.objects.filter(user__in=[row["user"] for row in wanted])
        .values_list("user", flat=True)
    )  # fmt: skip
    Membership.objects.bulk_create(
        _membership(**row) for row in wanted if row["user"].pk not in placed
    )


def _membership(*, user, from_on=FIRST_DAY, **fields):
    at = london_day_start(from_on)
    return Membership(user=user, from_on=from_on, happened_at=at, recorded_at=at, **fields)
