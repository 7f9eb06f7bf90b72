"""What happened to a referral on its way."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from audit.facts import Fact
from referrals.codes import Level
from referrals.models.referral import Referral

User = settings.AUTH_USER_MODEL


class Move(models.Model):
    """A referral went from one state to another. Added, never changed."""

    append_only = True

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=30)
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["referral", "id"], name="referral_move")]

    def __str__(self):
        return f"{self.verb} {self.referral_id}"


class OwnLevel(Fact):
    """The screener's own level, given before the suggestion is shown."""

    append_only = True

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="own_levels")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "by"], name="own_level_first_and_once")
        ]

    def __str__(self):
        return f"{self.level} for {self.referral_id}"


class Pause(Fact):
    """The decision clock stood still from `happened_at` until `until_at`."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="pauses")
    until_at = models.DateTimeField(null=True, blank=True)
    question = models.TextField()
    answer = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"pause of {self.referral_id}"
