"""Somebody of a family objects to its being used to evaluate the service."""

from django.conf import settings
from django.db import models

from audit.facts import Fact
from families.models.people import Family, Person


class Objection(Fact):
    """What one person, or the family together, said of evaluation. The latest of each stands."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="objections")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    objects_to_it = models.BooleanField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self):
        return f"{'objection' if self.objects_to_it else 'no objection'} of {self.family_id}"
