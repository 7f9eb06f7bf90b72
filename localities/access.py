"""Row scope: which sites, teams and localities a person's work reaches today.

It is loaded with the user in one query, so every page pays for it once, and a change holds from the
next request on.
"""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.utils import timezone

from accounts.roles import Role
from localities.models import Membership

# Roles whose team sees what the team was given; the others see only what is their own.
TEAM_SEES = {
    Role.SCREENER, Role.SOCIAL_WORKER, Role.SPOC_MANAGER, Role.SOCIAL_CARE, Role.HUB_MANAGER,
    Role.FFT_MANAGER, Role.HEAD,
}  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """Ids. `site_ids`: where the user works; `shared_*`: whose records the user may see."""

    site_ids: tuple
    team_ids: tuple
    locality_ids: tuple
    shared_site_ids: tuple
    shared_team_ids: tuple


def holding(on):
    """Condition: a dated row holds on this day and was not corrected."""
    return Q(from_on__lte=on, superseded_at__isnull=True) & (
        Q(until_on__isnull=True) | Q(until_on__gt=on)
    )


def with_scope(users, on=None):
    """Annotate users with the ids of their sites, teams and localities of this day."""
    rows = Membership.objects.filter(holding(on or timezone.localdate()), user=OuterRef("pk"))
    return users.annotate(
        scope_site_ids=ArraySubquery(rows.filter(site__isnull=False).values("site")),
        scope_team_ids=ArraySubquery(rows.filter(team__isnull=False).values("team")),
        scope_locality_ids=ArraySubquery(
            rows.filter(team__locality__isnull=False).values(found=F("team__locality"))
        ),
    )


def scope_of(user):
    """The Scope of a signed-in user; a query only when the user was not loaded by ScopeBackend."""
    if not hasattr(user, "scope_site_ids"):
        loaded = with_scope(get_user_model().objects.filter(pk=user.pk)).get()
        user.scope_site_ids = loaded.scope_site_ids
        user.scope_team_ids = loaded.scope_team_ids
        user.scope_locality_ids = loaded.scope_locality_ids
    sites, teams = tuple(user.scope_site_ids), tuple(user.scope_team_ids)
    return Scope(
        site_ids=sites,
        team_ids=teams,
        locality_ids=tuple(user.scope_locality_ids),
        shared_site_ids=sites if user.role == Role.SAFEGUARDING_LEAD else (),
        shared_team_ids=teams if user.role in TEAM_SEES else (),
    )


class ScopeBackend(BaseBackend):
    """Signs in by email and password, and loads the user together with the scope."""

    def authenticate(self, request, username=None, email=None, password=None, **kwargs):
        User = get_user_model()
        user = User.objects.filter(email__iexact=(email or username or "").strip()).first()
        if user is None:
            User().set_password(password)  # the same time for an unknown address
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id):
        users = get_user_model().objects.filter(pk=user_id, is_active=True)
        return with_scope(users).first()
