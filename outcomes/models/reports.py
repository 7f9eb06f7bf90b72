"""Reports for the board: a draft, its frozen figures and its files."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

User = settings.AUTH_USER_MODEL


class ReportState(models.TextChoices):
    DRAFT = "draft", "Draft"
    COMMENTARY = "commentary", "Being commented"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published ones for whoever may read reports; drafts only for those who prepare them."""
        if user.has_perm("outcomes.prepare"):
            return self.all()
        if user.has_perm("outcomes.view"):
            return self.filter(state=ReportState.PUBLISHED)
        return self.none()

    def published(self):
        return self.filter(state=ReportState.PUBLISHED)


class Report(models.Model):
    """One quarter, one framework, one edition. Its snapshot is frozen when it is made."""

    quarter = models.CharField(max_length=7)  # "2026-Q1"
    framework = models.CharField(max_length=10)
    edition = models.PositiveSmallIntegerField(default=1)
    board = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=ReportState, default=ReportState.DRAFT)
    as_at = models.DateTimeField()
    requested_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    snapshot = models.JSONField(null=True)  # true figures, for those who prepare
    public = models.JSONField(null=True)  # what leaves the service: small numbers hidden
    public_sha256 = models.CharField(max_length=64, blank=True)
    internal_seal = models.CharField(max_length=64, blank=True)  # keyed
    what_changed = models.TextField(blank=True)  # since the edition before
    commentary = models.JSONField(default=dict)  # indicator -> words
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-quarter", "-edition"]
        triggers = [
            pgtrigger.Protect(
                name="published_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="published"),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["quarter", "framework", "edition"], name="report_once_per_edition"
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(public__isnull=False, published_at__isnull=False),
                name="report_published_is_frozen",
            ),
        ]

    def __str__(self):
        return f"{self.quarter} edition {self.edition}"

    @property
    def job_key(self):
        """The key of the job that makes the figures."""
        return f"report:{self.pk}"

    @property
    def publish_key(self):
        """The key of the job that publishes this version."""
        return f"report:{self.pk}:publish:{self.version}"


class ReportFile(models.Model):
    """One file of a report, made from its public snapshot."""

    append_only = True

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    final = models.BooleanField(default=False)  # of the published report, not of its draft

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "name", "final"], name="report_file_once")
        ]

    def __str__(self):
        return self.name
