"""A family that must give no sign: since when, why, and when that ended."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.facts import Fact, FactQuerySet
from families.models.people import Family

USER = settings.AUTH_USER_MODEL


class RestrictionQuerySet(FactQuerySet):
    def holding(self):
        return self.current().filter(lifted_at__isnull=True)


class Restriction(Fact):
    """`happened_at` is its beginning. Who is named is written in FamilyAccess, with from and until.

    Records that are one family are restricted together, each by a row of its own: parted again,
    none of them opens by accident.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="restrictions")
    reason = models.TextField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_reason = models.TextField(blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(superseded_at__isnull=True, lifted_at__isnull=True),
                name="restricted_once",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lifted_reason=""),
                name="restriction_lifted_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"restriction of {self.family_id}"
