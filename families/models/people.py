"""Families and the people in them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from families.codes import (
    Disability,
    EthnicGroup,
    NotAskedYesNo,
    Sex,
)  # fmt: skip
from families.models.access import may_open
from families.models.history import keeps_history
from families.models.standing import STANDING
from families.names import sort_name


class FamilyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(may_open(user, family="pk"))


@keeps_history
class Family(models.Model):
    name = models.CharField(max_length=120)
    sort_name = models.CharField(max_length=120, editable=False, db_index=True)
    restricted = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    # Since when, by the agreements that stand: kept here by the action that writes one.
    help_stopped_at = models.DateTimeField(null=True, blank=True)
    sharing_stopped_at = models.DateTimeField(null=True, blank=True)
    # Since when somebody objects to evaluation.
    evaluation_objected_at = models.DateTimeField(null=True, blank=True)
    # A death or a pregnancy loss: since then no message goes out by itself.
    messages_stopped_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "families"
        indexes = [
            models.Index(fields=["id"], name="family_restricted", condition=Q(restricted=True)),
            models.Index(STANDING, name="family_standing"),
            models.Index(
                fields=["id"],
                name="family_objects",
                condition=Q(evaluation_objected_at__isnull=False),
            ),
            models.Index(
                fields=["id"], name="family_silent", condition=Q(messages_stopped_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="family_not_merged_into_itself",
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_name = sort_name(self.name)
        super().save(*args, **kwargs)


class NameSounds(models.Func):
    """The sounds of a name's words, by a function of the database (migration 0003)."""

    function = "name_sounds"
    output_field = ArrayField(models.TextField())


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(may_open(user, family="family_id"))

    def children(self):
        return self.filter(is_child=True)


@keeps_history
class Person(models.Model):
    """Somebody of a family. An unborn child has a due date and no birth date."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="people")
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80)
    known_as = models.CharField(max_length=80, blank=True)
    sort_name = models.CharField(max_length=170, editable=False)
    is_child = models.BooleanField(default=False)
    born_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    school = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    # Equality facts: optional, self-described; "" is not asked, and a code stands for refused.
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    ethnic_group = models.CharField(max_length=4, choices=EthnicGroup, blank=True)
    disability = models.CharField(max_length=3, choices=Disability, blank=True)
    faith = models.CharField(max_length=60, blank=True)
    gender_identity = models.CharField(max_length=60, blank=True)
    sexual_orientation = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=60, blank=True)
    interpreter = models.CharField(max_length=1, choices=NotAskedYesNo, blank=True)
    merged_into = models.ForeignKey(  # another record of the same person: kept by the merges
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    version = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=Q(born_on__isnull=True) | Q(due_on__isnull=True) | Q(is_child=True),
                name="person_due_date_is_a_childs",
            ),
            models.CheckConstraint(
                condition=Q(nhs_number="") | Q(nhs_number__regex=r"^\d{10}$"),
                name="person_nhs_number_has_ten_digits",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="person_not_merged_into_itself",
            ),
        ]
        indexes = [
            GinIndex(OpClass("sort_name", "gin_trgm_ops"), name="person_name_trigram"),
            models.Index(fields=["born_on"], name="person_born_on"),
            GinIndex(NameSounds("sort_name"), name="person_name_sounds", fastupdate=False),
            models.Index(fields=["nhs_number"], name="person_nhs", condition=~Q(nhs_number="")),
            models.Index(fields=["upn"], name="person_upn", condition=~Q(upn="")),
            models.Index(fields=["due_on"], name="person_due", condition=~Q(due_on=None)),
        ]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        self.sort_name = sort_name(f"{self.last_name} {self.first_name}")
        super().save(*args, **kwargs)

    @property
    def full_name(self):
        unborn = "Unborn baby" if self.is_unborn and not self.first_name else self.first_name
        return f"{unborn} {self.last_name}".strip()

    @property
    def is_unborn(self):
        return self.born_on is None and self.due_on is not None
