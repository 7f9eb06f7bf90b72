"""One family that was entered twice."""

from django.db import models
from django.db.models import Q

from audit.facts import Fact
from families.models.people import Family


class Merge(Fact):
    """Family `duplicate` was found to be `family`. Undone by superseding, never by deleting."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    duplicate = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="merges")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(superseded_at__isnull=True), name="merged_once"
            )
        ]

    def __str__(self):
        return f"{self.duplicate_id} into {self.family_id}"
