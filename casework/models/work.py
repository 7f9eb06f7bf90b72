"""What is done in an episode."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.facts import Fact
from casework.codes import (
    GoalEnding,
    ScoredAt,
    VisitKind,
)  # fmt: skip
from casework.models.episodes import Episode
from families.models import Person
from referrals.scoring import OUTCOMES

User = settings.AUTH_USER_MODEL

OUTCOME_CHOICES = list(OUTCOMES.items())


class Visit(Fact):
    """A visit or another contact; plain text, with who was seen."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="visits")
    kind = models.CharField(max_length=10, choices=VisitKind)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    notes = models.TextField()
    next_step = models.CharField(max_length=250, blank=True)

    class Meta:
        indexes = [models.Index(fields=["episode", "-happened_at"], name="visit_episode")]

    def __str__(self):
        return f"{self.kind} {self.episode_id}"


class Seen(models.Model):
    """A person was seen at a visit: alone or not, and what they wish, in their own words."""

    append_only = True

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="seen")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seen")
    alone = models.BooleanField(default=False)
    wishes = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "seen"
        constraints = [models.UniqueConstraint(fields=["visit", "person"], name="seen_once")]

    def __str__(self):
        return f"{self.person_id} at {self.visit_id}"


class Assessment(Fact):
    """A Family Wellbeing Assessment, complete at `happened_at`."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="assessments")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    strengths = models.TextField()
    needs = models.TextField()
    analysis = models.TextField()
    due_at = models.DateTimeField()

    def __str__(self):
        return f"assessment {self.episode_id}"


class Plan(Fact):
    """A plan agreed with the family at `happened_at`."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="plans")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()

    def __str__(self):
        return f"plan {self.episode_id}"


class Goal(Fact):
    """One goal of one outcome: what must change, how we know, by when, in whose words."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="goals")
    outcome = models.CharField(max_length=20, choices=OUTCOME_CHOICES)
    text = models.CharField(max_length=250)
    measure = models.CharField(max_length=250, blank=True)
    words = models.CharField(max_length=250, blank=True)
    by_on = models.DateField()
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)

    def __str__(self):
        return self.text


class GoalEnd(Fact):
    """How a goal ended. The latest known one stands."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="ends")
    ending = models.CharField(max_length=10, choices=GoalEnding)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["goal"], condition=Q(superseded_at__isnull=True), name="goal_ends_once"
            )
        ]

    def __str__(self):
        return f"{self.goal_id} {self.ending}"


class Review(Fact):
    """A review held at `happened_at` that was due at `due_at`."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reviews")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    notes = models.TextField()
    due_at = models.DateTimeField()

    def __str__(self):
        return f"review {self.episode_id}"


class OutcomeScore(Fact):
    """The family's score of one outcome: 1 in crisis to 5 thriving."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="scores")
    outcome = models.CharField(max_length=20, choices=OUTCOME_CHOICES)
    score = models.PositiveSmallIntegerField()
    scored_at = models.CharField(max_length=10, choices=ScoredAt)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["episode", "outcome", "happened_at"], name="score_episode")]
        constraints = [
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="score_is_1_to_5")
        ]

    def __str__(self):
        return f"{self.outcome} {self.score}"
