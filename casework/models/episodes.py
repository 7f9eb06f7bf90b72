"""An episode, its children, who has it, and how it ended."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.roles import PRACTITIONERS
from audit.facts import Fact
from casework.codes import (
    ClosingReason,
    Kind,
    Origin,
    State,
)  # fmt: skip
from families.codes import Disability, EthnicGroup, Sex
from families.models import Family, Person, keeps_history, may_open
from localities.access import scope_of
from localities.models import Locality, Team, Ward
from referrals.models import Referral

User = settings.AUTH_USER_MODEL


class EpisodeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of families that one may open; a practitioner, only what they lead or cover."""
        if user.role in PRACTITIONERS:
            self = self.filter(Q(key_worker=user) | Q(cover=user))
        return self.filter(may_open(user, family="family_id"))

    def worked_by(self, user):
        return self.filter(Q(key_worker=user) | Q(cover=user))

    def of_teams_of(self, user):
        """What a manager allocates and supervises: the episodes of the manager's own teams."""
        return self.filter(team_id__in=scope_of(user).team_ids)

    def waiting(self):
        return self.filter(state=State.WAITING)

    def open(self):
        return self.filter(state=State.OPEN)


@keeps_history
class Episode(models.Model):
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="episodes")
    referral = models.ForeignKey(
        Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="episodes"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.REFERRAL)
    level = models.PositiveSmallIntegerField()
    locality = models.ForeignKey(Locality, null=True, blank=True, on_delete=models.PROTECT)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="episodes"
    )  # none for partner-led help
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    key_worker = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="episodes",
    )
    cover = models.ForeignKey(  # of a lead professional, in school holidays
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField()  # the decision
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    clock_version = models.CharField(max_length=10)
    allocation_due_at = models.DateTimeField()
    first_allocated_at = models.DateTimeField(null=True, blank=True)
    first_opened_at = models.DateTimeField(null=True, blank=True)  # by its key worker: not "new"
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["team", "state", "allocation_due_at"], name="episode_team"),
            models.Index(fields=["key_worker", "state"], name="episode_worker"),
            models.Index(fields=["family", "started_at"], name="episode_family"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="open") | Q(key_worker__isnull=False),
                name="episode_open_has_a_key_worker",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="episode_closed_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("started_at")),
                name="episode_closes_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["referral", "kind"],
                condition=Q(state__in=["waiting", "open"]),
                name="episode_once_for_a_referral",
            ),
        ]

    def __str__(self):
        return f"episode {self.pk}"


class EpisodeChild(models.Model):
    """A child joins and leaves an episode by date, with the facts of the moment of joining."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="children")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="episodes")
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    age_band = models.CharField(max_length=8)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    ethnic_group = models.CharField(max_length=4, choices=EthnicGroup, blank=True)
    disability = models.CharField(max_length=3, choices=Disability, blank=True)
    ward = models.ForeignKey(Ward, null=True, blank=True, on_delete=models.PROTECT)
    locality = models.ForeignKey(Locality, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name_plural = "episode children"
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "person", "joined_on"], name="episode_child_once"
            )
        ]

    def __str__(self):
        return f"{self.person_id} in {self.episode_id}"


class EpisodeMove(models.Model):
    """An episode went from one state to another. Added, never changed."""

    append_only = True

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=30)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"{self.verb} {self.episode_id}"


class Allocation(Fact):
    """A key worker was given the episode, at `happened_at`."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="allocations")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="allocations")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    def __str__(self):
        return f"{self.episode_id} to {self.worker_id}"


class Closing(Fact):
    """Why and when an episode ended. Two reasons take a risk check and a manager's rationale."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="closings")
    reason = models.CharField(max_length=20, choices=ClosingReason)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField()
    risk_check = models.TextField(blank=True)
    locality = models.ForeignKey(Locality, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode"], condition=Q(superseded_at__isnull=True), name="closed_once"
            ),
            models.CheckConstraint(
                condition=~Q(reason__in=["chose_to_stop", "lost_contact"]) | ~Q(risk_check=""),
                name="closing_has_its_risk_check",
            ),
        ]

    def __str__(self):
        return f"{self.reason} {self.episode_id}"
