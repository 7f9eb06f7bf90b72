"""Who may open a family's record, why, and until when."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
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
    """
    scope = scope_of(user)
    now = timezone.now()
    mine = Q(user_id=user.pk)
    theirs = Q(team_id__in=scope.shared_team_ids) | Q(site_id__in=scope.shared_site_ids)
    rows = FamilyAccess.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=now),
        (mine & Q(basis__in=NAMED)) | ((mine | theirs) & Q(family__restricted=False)),
        from_at__lte=now,
        family=OuterRef(family),
    )
    return _found(rows) if user.role in SEES_MOST else Exists(rows)


def _found(rows):
    return Subquery(rows.values(found=Value(True))[:1], output_field=models.BooleanField())


def named_for(user, *, family):
    """Whether this user is named for the family of this outer reference, restricted or not."""
    rows = FamilyAccess.objects.open().filter(user_id=user.pk, basis__in=NAMED)
    return Exists(rows.filter(from_at__lte=timezone.now(), family=OuterRef(family)))


class FamilyAccessQuerySet(FactQuerySet):
    def open(self, now=None):
        return self.filter(Q(until_at__isnull=True) | Q(until_at__gt=now or timezone.now()))


class FamilyAccess(models.Model):
    """Who may open a family's record, why, and until when. The actions above write it.

    What opens one record of a family opens those that were merged with it: each of them has a row,
    `through` the record for which it was written. So a list compares one column.
    """

    class Basis(models.TextChoices):
        SCREENING = "screening"
        FRONT_DOOR = "front_door"  # SPOC managers, leadership: line of sight
        TRANSFER = "transfer"
        EPISODE = "episode"
        LOCALITY = "locality"
        NAMED = "named"
        BREAK_GLASS = "break_glass"

    family = models.ForeignKey("families.Family", on_delete=models.PROTECT, related_name="access")
    through = models.ForeignKey(
        "families.Family", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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
                fields=["family", "through", "user", "team", "site", "basis"],
                condition=Q(until_at__isnull=True),
                nulls_distinct=False,
                name="access_once",
            ),
        ]

    def __str__(self):
        return f"{self.basis} of {self.family_id}"
