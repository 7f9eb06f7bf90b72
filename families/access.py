"""Write down who may open a family's record. Called by the actions of the apps above."""

from django.db import connection
from django.utils import timezone

from families.models import FamilyAccess
from localities.models import Team, TeamKind


def grant(family, *, basis, user=None, team=None, site=None, reason="", until=None, at=None):
    """Open the record, once: a grant that holds already is returned as it is (or made longer)."""
    holder = {"user": user, "team": team, "site": site}
    held = FamilyAccess.objects.filter(family=family, basis=basis, **holder).open(at).first()
    if held is None:
        return FamilyAccess.objects.create(
            family=family, basis=basis, reason=reason, until_at=until,
            from_at=at or timezone.now(), **holder,
        )  # fmt: skip
    if held.until_at and (until is None or until > held.until_at):
        held.until_at = until
        held.save(update_fields=["until_at"])
    return held


def grant_teams(family, kind, *, basis, locality=None, at=None):
    """Open the record to each team of a kind (of a locality, where one is named)."""
    teams = Team.objects.filter(kind=kind)
    if locality is not None:
        teams = teams.filter(locality=locality)
    return [grant(family, basis=basis, team=team, at=at) for team in teams]


def end(family, *, basis, at=None, **holder):
    """End every open grant of this basis (for this user, team or site, where one is named)."""
    at = at or timezone.now()
    rows = FamilyAccess.objects.filter(family=family, basis=basis, **holder).open(at)
    return rows.update(until_at=at)


# The screeners see it while it waits, their managers and the leadership keep line of sight.
FRONT_DOOR = {
    TeamKind.SPOC: FamilyAccess.Basis.SCREENING,
    TeamKind.FRONT_DOOR: FamilyAccess.Basis.FRONT_DOOR,
    TeamKind.LEADERSHIP: FamilyAccess.Basis.FRONT_DOOR,
}


def open_front_door(family, *, at=None):
    """A referral came: open it to the whole front door, in one statement. What holds stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO families_familyaccess (family_id, team_id, basis, reason, from_at)
            SELECT %s, team.id, opened.basis, '', %s
            FROM localities_team team
            JOIN unnest(%s::text[], %s::text[]) AS opened (kind, basis) USING (kind)
            ON CONFLICT DO NOTHING
            """,
            [
                family.pk, at or timezone.now(),
                [str(kind) for kind in FRONT_DOOR], [str(basis) for basis in FRONT_DOOR.values()],
            ],
        )  # fmt: skip
