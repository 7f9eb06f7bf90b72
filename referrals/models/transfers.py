"""Families offered to, or by, children's social care."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.facts import Fact, FactQuerySet
from families.models import Family, may_open
from referrals.models.referral import Referral

User = settings.AUTH_USER_MODEL


class TransferQuerySet(FactQuerySet):
    def visible_to(self, user):
        return self.filter(may_open(user, family="family_id"))


class Transfer(Fact):
    """An offer to, or from, children's social care. Until accepted, the sender holds the family."""

    class Direction(models.TextChoices):
        UP = "up", "To children's social care"
        DOWN = "down", "From children's social care"

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="transfers")
    referral = models.ForeignKey(
        Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="transfers"
    )
    direction = models.CharField(max_length=4, choices=Direction)
    offered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="transfer_answer_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(answer="refused") | ~Q(reason=""),
                name="transfer_refused_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.direction} {self.family_id}"
