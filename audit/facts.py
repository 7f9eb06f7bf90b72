"""A fact says when it happened and when it was recorded, and is never rewritten.

A correction is a new row; the old one gets `superseded_at`. So every figure can be worked out again
as it was known at any moment: `Model.objects.known_at(as_at)`.
"""

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone


class FactQuerySet(models.QuerySet):
    def known_at(self, as_at):
        """Rows recorded by `as_at` and not yet corrected then."""
        return self.filter(recorded_at__lte=as_at).exclude(superseded_at__lte=as_at)

    def current(self):
        return self.filter(superseded_at__isnull=True)


class Fact(models.Model):
    happened_at = models.DateTimeField(db_index=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True
        get_latest_by = "happened_at"

    def supersede(self, *, at=None):
        """Mark this row as corrected; the caller inserts the row that replaces it."""
        self.superseded_at = at or timezone.now()
        self.save(update_fields=["superseded_at"])
