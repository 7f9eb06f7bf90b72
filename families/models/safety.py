"""Signs of danger at home, and with whom of a family it is safe to share."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from audit.facts import Fact
from families.codes import Danger, GivenHow, GivenWhat
from families.models.people import Family, Person


class DangerSign(Fact):
    """Something for which nothing goes out by itself. Written by whoever learns of it."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="danger_signs")
    sign = models.CharField(max_length=16, choices=Danger)
    source = models.CharField(max_length=20, blank=True)  # a referral's reference
    text = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["family"], name="danger_sign_family")]

    def __str__(self):
        return f"{self.sign} in {self.family_id}"


class SafeToShare(Fact):
    """Whether letters, links, plans and pages may go to this person. The latest one stands.

    A "yes" holds for the signs of danger that were known when it was given, and for no later one.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="safe_to_share")
    safe = models.BooleanField()
    said_by = models.CharField(max_length=120)  # who told us
    reason = models.TextField(blank=True)
    young_agrees = models.BooleanField(default=False)  # that this person reads their own request
    known_signs = ArrayField(models.BigIntegerField(), default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(safe=True) | Q(known_signs=[]) | ~Q(reason=""),
                name="safe_to_share_in_spite_of_a_sign_has_a_reason",
            )
        ]

    def __str__(self):
        return f"{'safe' if self.safe else 'not safe'} for {self.person_id}"


class Given(Fact):
    """What of the record went to whom, how, and who gave it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="given")
    what = models.CharField(max_length=8, choices=GivenWhat)
    about = models.CharField(max_length=20)  # a referral's reference, an episode's number
    how = models.CharField(max_length=8, choices=GivenHow)
    parts = ArrayField(models.BigIntegerField(), default=list)  # of a plan: ids of its goals
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"{self.what} to {self.person_id}"
