"""The children of a referral and what was seen of each."""

from django.db import models

from families.codes import Disability, EthnicGroup, Sex
from families.models import Person
from localities.models import Locality, Ward
from referrals.codes import Level
from referrals.models.referral import Referral


class ReferralChild(models.Model):
    """A child of a referral, with the facts of that moment and the child's own score."""

    append_only = True

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="children")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referred")
    age_band = models.CharField(max_length=8)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    ethnic_group = models.CharField(max_length=4, choices=EthnicGroup, blank=True)
    disability = models.CharField(max_length=3, choices=Disability, blank=True)
    ward = models.ForeignKey(Ward, null=True, blank=True, on_delete=models.PROTECT)
    locality = models.ForeignKey(Locality, null=True, blank=True, on_delete=models.PROTECT)
    level = models.PositiveSmallIntegerField(choices=Level)
    rule = models.PositiveSmallIntegerField()
    result = models.JSONField(default=dict)  # the whole explained score

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "person"], name="referral_child_once")
        ]

    def __str__(self):
        return f"{self.person_id} of {self.referral_id}"


class Observation(models.Model):
    """An indicator that the referrer picked: for one child, or for the whole family."""

    append_only = True

    class Answer(models.TextChoices):
        OBSERVED = "observed"
        NOT_KNOWN = "not_known"
        NO_CONCERN = "no_concern"

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="observations")
    child = models.ForeignKey(ReferralChild, null=True, on_delete=models.PROTECT)
    key = models.CharField(max_length=60)  # "child.attendance.3"; for not known "child.attendance"
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OBSERVED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "child", "key"], nulls_distinct=False, name="observed_once"
            )
        ]

    def __str__(self):
        return self.key
