"""Families offered to, or by, children's social care."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.facts import Fact, FactQuerySet
from families.models import Family, Person, may_open
from localities.models import Team
from referrals.models.referral import Referral

User = settings.AUTH_USER_MODEL


class TransferQuerySet(FactQuerySet):
    def visible_to(self, user):
        return self.filter(may_open(user, family="family_id"))

    def unanswered(self):
        return self.current().filter(answer="")

    def up(self):
        return self.filter(direction=Transfer.Direction.UP)

    def down(self):
        return self.filter(direction=Transfer.Direction.DOWN)

    def overdue(self, now):
        """Offers that nobody has answered in time: they rise to the managers of both sides."""
        return self.unanswered().filter(due_at__lt=now)


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
    # The team of early help on this side: whose work it comes from, or which hub may accept it.
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT)
    urgent = models.BooleanField(default=False, db_default=False)  # a red flag: answer in an hour
    done = models.TextField(blank=True, db_default="")  # what the sender did with the family
    plan = models.TextField(blank=True, db_default="")  # what the sender asks for
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


class TransferChild(models.Model):
    """A child for whom a family is handed down. Added with the offer, never changed."""

    append_only = True

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="children")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "transfer children"
        constraints = [
            models.UniqueConstraint(fields=["transfer", "person"], name="transfer_child_once")
        ]

    def __str__(self):
        return f"{self.person_id} in {self.transfer_id}"


class TransferCall(Fact):
    """The live call that goes with an urgent offer: who answered it, at `happened_at`."""

    append_only = True

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="calls")
    spoke_to = models.CharField(max_length=120)  # the social worker's name
    said = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"call about {self.transfer_id}"
