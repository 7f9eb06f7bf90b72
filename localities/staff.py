"""Who works in a team on a day, and who answers for its families."""

from datetime import date

from accounts.models import User
from accounts.roles import Role
from localities.access import holding
from localities.models import Membership

MANAGERS = (Role.HUB_MANAGER, Role.FFT_MANAGER)


def working_in(*, on: date, **teams):
    """Active users who work on this day in teams that match, such as `team__kind=TeamKind.SPOC`."""
    rows = Membership.objects.filter(holding(on), **teams)
    return User.objects.filter(is_active=True, memberships__in=rows).distinct()


def managers_of(teams, *, on: date):
    """Active managers, on this day, of these teams (ids) of a hub or of FFT."""
    return working_in(on=on, team__in=teams).filter(role__in=MANAGERS)
