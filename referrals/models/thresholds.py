"""Thresholds that were proposed, and those of them that the board adopted."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.roles import Permission

User = settings.AUTH_USER_MODEL
CHANGE = pgtrigger.Update | pgtrigger.Delete


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The guidance is no secret, but who may try it out is written in the matrix."""
        return self.all() if user.has_perm(Permission.TRY_THRESHOLDS) else self.none()


class ThresholdProposal(models.Model):
    """A version of the threshold file that nobody has adopted, as it was loaded."""

    append_only = True

    title = models.CharField(max_length=120)
    text = models.TextField()  # the CSV file, checked
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField(default=timezone.now)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-loaded_at", "-id"]
        triggers = [pgtrigger.Protect(name="proposal_stays", operation=CHANGE)]

    def __str__(self):
        return self.title


class ThresholdAdoption(models.Model):
    """The board's decision: from this day the proposal is the version in force. It stays so."""

    append_only = True

    proposal = models.OneToOneField(
        ThresholdProposal, on_delete=models.PROTECT, related_name="adoption"
    )
    version = models.CharField(max_length=10, unique=True)  # "2027-04", as published files have
    starts_on = models.DateField(unique=True)
    board_reference = models.CharField(max_length=120)
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["starts_on"]
        triggers = [pgtrigger.Protect(name="adoption_stays", operation=CHANGE)]
        constraints = [
            models.CheckConstraint(
                condition=Q(version__regex=r"^[0-9]{4}-[0-9]{2}$"), name="adoption_version_is_dated"
            ),
            models.CheckConstraint(
                condition=~Q(board_reference=""), name="adoption_has_the_board_s_reference"
            ),
        ]

    def __str__(self):
        return self.version
