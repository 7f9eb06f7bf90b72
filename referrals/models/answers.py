"""How somebody without an account reads what became of a request."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from families.models import Person
from referrals.models.referral import Referral


class AnswerCode(models.Model):
    """A code that goes with a reference. Only a keyed hash is kept, and tries are counted.

    One is shown to whoever asked for help themselves; others were given to a person of the family.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="answer_codes")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="answer_codes"
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=models.Q(person=None), name="answer_code_of_sender"
            )
        ]

    def __str__(self):
        return f"code of {self.referral_id}"
