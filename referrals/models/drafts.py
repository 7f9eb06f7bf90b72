"""What somebody is still writing."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from localities.models import Site
from referrals.models.calls import Call
from referrals.models.consultations import Consultation

User = settings.AUTH_USER_MODEL


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Nobody reads what somebody else has not sent."""
        return self.filter(owner_id=user.pk)

    def with_calls(self):
        """Annotate whether the draft's site has a call that still waits for its form."""
        waiting = Call.objects.current().open().filter(site=models.OuterRef("site"), written=None)
        return self.annotate(site_has_calls=models.Exists(waiting))


class Draft(models.Model):
    """A referral that somebody is still writing. Kept on the server, saved after each page.

    Or level 2 work that is being registered: the same pages, without the themes.
    """

    class Purpose(models.TextChoices):
        REFERRAL = "referral", "Referral"
        LEVEL_2 = "level_2", "Level 2 work"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    purpose = models.CharField(
        max_length=10, choices=Purpose, default=Purpose.REFERRAL, db_default=Purpose.REFERRAL
    )
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="+")
    data = models.JSONField(default=dict)  # page -> cleaned answers, as plain values
    # What it goes on from, so that nothing is typed twice.
    call = models.ForeignKey(Call, null=True, on_delete=models.PROTECT, related_name="drafts")
    consultation = models.ForeignKey(
        Consultation, null=True, on_delete=models.PROTECT, related_name="drafts"
    )
    first_contact_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self):
        return f"draft of {self.owner_id}"
