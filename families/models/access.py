"""Who may open a family's record, why, and until when."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.utils import timezone

from accounts.roles import Role
from audit.facts import FactQuerySet
from localities.access import scope_of
from localities.models import Site, Team

NAMED = ("named", "break_glass")  # what opens a restricted family

SEES_MOST = (Role.SPOC_MANAGER, Role.HEAD)  # their teams keep line of sight of every referral


def may_open(user, *, family):
    """Whether somebody wrote down that this user may open the family of this outer reference.

    PostgreSQL likes to collect every family that EXISTS may find before it looks at one row. Whose
    line of sight is the whole borough asks row by row instead: a page of 25 then reads 25.
    What opens one record of a family opens those that were merged with it.
    """
    scope = scope_of(user)
    now = timezone.now()
    mine = Q(user_id=user.pk)
    theirs = Q(team_id__in=scope.shared_team_ids) | Q(site_id__in=scope.shared_site_ids)
    rows = FamilyAccess.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=now),
        (mine & Q(basis__in=NAMED)) | ((mine | theirs) & Q(family__restricted=False)),
        from_at__lte=now,
    )
    one_by_one = user.role in SEES_MOST
    return _on_any_record(rows, family, found=_found if one_by_one else Exists)


def _found(rows):
    return Subquery(rows.values(found=Value(True))[:1], output_field=models.BooleanField())


# From the record that was opened to the record that is asked for: it stands for it, was merged into
# it, or both were merged into a third.
OTHER_RECORDS = ("family__merged", "family__merged_into", "family__merged_into__merged")


def _on_any_record(rows, family, *, found=Exists):
    """Rows of this very record, which are nearly all; else of one that it was merged with.

    Each part is one equality that needs no table of the query around it, so that PostgreSQL can
    look it up or collect it. A record that is restricted opens by another one for the named alone.
    """
    opened = Q(found(rows.filter(family=OuterRef(family))))
    for other in OTHER_RECORDS:
        alike = Q(basis__in=NAMED) | Q(family__restricted=F(f"{other}__restricted"))
        opened |= Q(found(rows.filter(alike, **{other: OuterRef(family)})))
    return opened


def named_for(user, *, family):
    """Whether this user is named for the family of this outer reference, restricted or not."""
    rows = FamilyAccess.objects.open().filter(user_id=user.pk, basis__in=NAMED)
    return _on_any_record(rows.filter(from_at__lte=timezone.now()), family)


class FamilyAccessQuerySet(FactQuerySet):
    def open(self, now=None):
        return self.filter(Q(until_at__isnull=True) | Q(until_at__gt=now or timezone.now()))


class FamilyAccess(models.Model):
    """Who may open a family's record, why, and until when. The actions above write it."""

    class Basis(models.TextChoices):
        SCREENING = "screening"
        FRONT_DOOR = "front_door"  # SPOC managers, leadership: line of sight
        TRANSFER = "transfer"
        EPISODE = "episode"
        LOCALITY = "locality"
        NAMED = "named"
        BREAK_GLASS = "break_glass"

    family = models.ForeignKey("families.Family", on_delete=models.PROTECT, related_name="access")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT
    )
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT)
    basis = models.CharField(max_length=12, choices=Basis)
    reason = models.TextField(blank=True)
    from_at = models.DateTimeField(default=timezone.now)
    until_at = models.DateTimeField(null=True, blank=True)

    objects = FamilyAccessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "family access"
        indexes = [
            models.Index(fields=["family", "team"], name="access_family_team"),
            models.Index(fields=["user", "family"], name="access_user"),
            models.Index(fields=["team", "family"], name="access_team"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(user__isnull=False, team__isnull=True, site__isnull=True)
                    | Q(user__isnull=True, team__isnull=False, site__isnull=True)
                    | Q(user__isnull=True, team__isnull=True, site__isnull=False)
                ),
                name="access_is_for_one_of_user_team_site",
            ),
            models.UniqueConstraint(
                fields=["family", "user", "team", "site", "basis"],
                condition=Q(until_at__isnull=True),
                nulls_distinct=False,
                name="access_once",
            ),
        ]

    def __str__(self):
        return f"{self.basis} of {self.family_id}"
