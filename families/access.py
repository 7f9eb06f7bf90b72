"""Write down who may open a family's record. Called by the actions of the apps above."""

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from families.models import FamilyAccess
from localities.models import Team, TeamKind


def grant(family, *, basis, user=None, team=None, site=None, reason="", until=None, at=None):
    """Open the record, once: a grant that holds already is returned as it is (or made longer)."""
    at = at or timezone.now()
    holder = {"user": user, "team": team, "site": site}
    rows = _written_for(family).filter(basis=basis, **holder).open(at)
    held = rows.filter(through=None).first()
    if held is None:
        held = FamilyAccess.objects.create(
            family=family, basis=basis, reason=reason, until_at=until, from_at=at, **holder
        )
        _spread([family.pk], at=at, rows=[held.pk])
    elif held.until_at and (until is None or until > held.until_at):
        held.until_at = until
        rows.update(until_at=until)
    return held


def _written_for(family):
    """The rows of this record, and what they open besides it."""
    return FamilyAccess.objects.filter(Q(family=family, through=None) | Q(through=family))


def grant_teams(family, kind, *, basis, locality=None, at=None):
    """Open the record to each team of a kind (of a locality, where one is named)."""
    teams = Team.objects.filter(kind=kind)
    if locality is not None:
        teams = teams.filter(locality=locality)
    return [grant(family, basis=basis, team=team, at=at) for team in teams]


def end(family, *, basis, at=None, **holder):
    """End every open grant of this basis (for this user, team or site, where one is named)."""
    at = at or timezone.now()
    _wait_for_a_merge(family)
    return _written_for(family).filter(basis=basis, **holder).open(at).update(until_at=at)


def _wait_for_a_merge(family):
    """One that is under way ends first, so that the rows it writes for other records are ended too.

    A grant waits by itself: its row points to the family.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM families_family WHERE id = %s FOR KEY SHARE", [family.pk])


def settle(family_ids, *, at):
    """These records were merged or parted: what opens one of a family opens all, nothing else."""
    mirrored = FamilyAccess.objects.filter(family__in=family_ids, through__isnull=False)
    mirrored.open(at).update(until_at=at)
    _spread(family_ids, at=at)


def _spread(family_ids, *, at, rows=None):
    """Open the other records of each family to those who may open this one (by these rows)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO families_familyaccess
                (family_id, through_id, user_id, team_id, site_id, basis, reason, from_at, until_at)
            SELECT other.id, own.id, a.user_id, a.team_id, a.site_id, a.basis, a.reason,
                greatest(a.from_at, %(at)s), a.until_at
            FROM families_family own {OTHERS} AND other.id <> own.id
            JOIN families_familyaccess a ON a.family_id = own.id AND a.through_id IS NULL
            WHERE own.id = ANY(%(families)s) AND (a.until_at IS NULL OR a.until_at > %(at)s)
                AND (%(rows)s::bigint[] IS NULL OR a.id = ANY(%(rows)s))
            ORDER BY a.id, other.id
            ON CONFLICT DO NOTHING
            """,
            {"families": list(family_ids), "at": at, "rows": rows},
        )


# The records of the same family, found by the index on what stands for each.
OTHERS = """
    JOIN families_family other
      ON coalesce(other.merged_into_id, other.id) = coalesce(own.merged_into_id, own.id)
"""


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
            f"""
            INSERT INTO families_familyaccess
                (family_id, through_id, team_id, basis, reason, from_at)
            SELECT other.id, nullif(own.id, other.id), team.id, opened.basis, '', %s
            FROM families_family own {OTHERS}
            CROSS JOIN localities_team team
            JOIN unnest(%s::text[], %s::text[]) AS opened (kind, basis) USING (kind)
            WHERE own.id = %s
            ON CONFLICT DO NOTHING
            """,
            [
                at or timezone.now(), [str(kind) for kind in FRONT_DOOR],
                [str(basis) for basis in FRONT_DOOR.values()], family.pk,
            ],
        )  # fmt: skip
