"""What others say about a referral: a second view, the referrer's no, the home authority's yes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.roles import Role
from audit.facts import Fact, FactQuerySet
from families.models import may_open
from referrals.models.referral import Decision, Referral

User = settings.AUTH_USER_MODEL


class OnReferralQuerySet(FactQuerySet):
    """Facts that have a referral, seen by those who may open its family."""

    def visible_to(self, user):
        return self.filter(may_open(user, family="referral__family_id"))

    def unanswered(self):
        return self.current().filter(answered_at__isnull=True)


def answered_together(name):
    """Constraint: who answered and when stand or fall together."""
    return models.CheckConstraint(
        condition=Q(answered_at__isnull=True, answered_by__isnull=True)
        | Q(answered_at__isnull=False, answered_by__isnull=False),
        name=name,
    )


class Opinion(Fact):
    """A screener asks a manager or a social worker for a view; the decision does not wait."""

    class AskedOf(models.TextChoices):
        SPOC_MANAGER = Role.SPOC_MANAGER.value, "A SPOC manager"
        SOCIAL_WORKER = Role.SOCIAL_WORKER.value, "A SPOC social worker"

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="opinions")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_of = models.CharField(max_length=20, choices=AskedOf)
    question = models.TextField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OnReferralQuerySet.as_manager()

    class Meta:
        constraints = [answered_together("opinion_answer_is_dated")]

    def __str__(self):
        return f"opinion on {self.referral_id}"


class Disagreement(Fact):
    """The referrer does not agree with a decision: once, with a reason; a SPOC manager answers."""

    class Answer(models.TextChoices):
        UPHELD = "upheld", "The decision stands"
        REOPENED = "reopened", "The SPOC decides again"

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="disagreements")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    words = models.TextField(blank=True)  # plain words for the referrer
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OnReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            answered_together("disagreement_answer_is_dated"),
            models.UniqueConstraint(
                fields=["referral"], condition=Q(superseded_at__isnull=True),
                name="disagreed_once",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & ~Q(words="") & Q(answered_at__isnull=False)),
                name="disagreement_is_answered_in_words",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"disagreement about {self.referral_id}"


class Acknowledgement(Fact):
    """The authority of the family's home says that it has it: the SPOC lets go."""

    append_only = True

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    authority = models.CharField(max_length=120)
    spoke_to = models.CharField(max_length=120)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OnReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(superseded_at__isnull=True),
                name="acknowledged_once",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.authority} has {self.referral_id}"
