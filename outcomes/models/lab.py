"""What would have been, had another version of the thresholds held."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.roles import Permission
from referrals.models import ThresholdProposal

User = settings.AUTH_USER_MODEL


class ReplayQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Any period for those who open families; whole quarters, each once, for other readers.

        Two periods that overlap would give the small numbers of their difference away.
        """
        if not user.has_perm(Permission.TRY_THRESHOLDS):
            return self.none()
        return self.all() if user.has_perm(Permission.CONSISTENCY) else self.exclude(quarter="")


class Replay(models.Model):
    """The referrals of a period, scored again by a proposal. Made by a job, then left as it is."""

    proposal = models.ForeignKey(
        ThresholdProposal, on_delete=models.PROTECT, related_name="replays"
    )
    quarter = models.CharField(max_length=7, blank=True)  # "2026-Q1", where it is a whole one
    first_on = models.DateField()
    last_on = models.DateField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    figures = models.JSONField(null=True)  # true counts; ids of referrals as examples

    objects = ReplayQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_on__lte=F("last_on")), name="replay_period_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(figures__isnull=True, made_at__isnull=True)
                | Q(figures__isnull=False, made_at__isnull=False),
                name="replay_made_has_figures",
            ),
        ]

    def __str__(self):
        return f"{self.proposal_id} over {self.first_on} to {self.last_on}"

    @property
    def job_key(self):
        return f"replay:{self.pk}"
