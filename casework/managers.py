"""Who answers for a team's families."""

from accounts.models import User
from accounts.roles import Role
from localities.access import holding
from localities.models import Membership, TeamKind

MANAGERS = (Role.HUB_MANAGER, Role.FFT_MANAGER)


def managers_of(teams, *, on):
    """Active managers of these teams (ids) on a day; without a team those of the front door."""
    rows = Membership.objects.filter(holding(on))
    if teams:
        rows = rows.filter(team__in=teams, user__role__in=MANAGERS)
    else:
        rows = rows.filter(team__kind=TeamKind.FRONT_DOOR)
    return User.objects.filter(is_active=True, memberships__in=rows).distinct().order_by("pk")
