"""How somebody without an account reads what became of their own request."""

from django.db import models
from django.utils import timezone

from referrals.models.referral import Referral


class AnswerCode(models.Model):
    """The code that goes with a reference. Only a keyed hash is kept, and tries are counted."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="answer_code")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return f"code of {self.referral_id}"
