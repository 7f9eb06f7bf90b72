"""One family or person entered twice, and two that only look alike."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.facts import Fact
from families.models.people import Family, Person

USER = settings.AUTH_USER_MODEL


class Merge(Fact):
    """Family `duplicate` was found to be `family`. Undone by superseding, never by deleting."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    duplicate = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="merges")
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    closed = models.ForeignKey(  # restricted with the other one, until this is undone
        Family, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    undone_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(superseded_at__isnull=True), name="merged_once"
            )
        ]

    def __str__(self):
        return f"{self.duplicate_id} into {self.family_id}"


class NotSame(Fact):
    """Somebody looked: these are two families. The one with the lower id is `family`."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        verbose_name_plural = "not the same"
        constraints = [
            models.UniqueConstraint(
                fields=["family", "other"], condition=Q(superseded_at__isnull=True),
                name="not_the_same_once",
            ),
            models.CheckConstraint(
                condition=Q(family__lt=F("other")), name="not_the_same_in_order"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.family_id} is not {self.other_id}"


class PersonMerge(Fact):
    """Person `duplicate` was found to be `person`, of the same family. Undone by superseding."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    duplicate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    undone_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    undone_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(superseded_at__isnull=True),
                name="person_merged_once",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"person {self.duplicate_id} into {self.person_id}"


class NotSamePerson(Fact):
    """Somebody looked: these are two people. The one with the lower id is `person`."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        verbose_name_plural = "not the same person"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "other"], condition=Q(superseded_at__isnull=True),
                name="not_the_same_person_once",
            ),
            models.CheckConstraint(
                condition=Q(person__lt=F("other")), name="not_the_same_person_in_order"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"person {self.person_id} is not {self.other_id}"
