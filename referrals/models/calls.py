"""A phone call to the SPOC: the first contact, with or without a written form after it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.roles import Permission
from audit.facts import Fact, FactQuerySet
from families.models import Family, may_open
from localities.models import Site
from referrals.models.referral import Referral

User = settings.AUTH_USER_MODEL
KEPT = timedelta(days=30)  # how long the front door still sees what has ended


def not_kept_back(user):
    """What was said is about no restricted family, or about one that the user is named for."""
    open_ = Q(referral__isnull=True) | Q(referral__family__restricted=False)
    open_ |= Q(may_open(user, family="referral__family_id"))
    apart = Q(about__isnull=True) | Q(about__restricted=False)
    return open_ & (apart | Q(may_open(user, family="about_id")))


class CallQuerySet(FactQuerySet):
    def visible_to(self, user):
        """The SPOC's open calls and those of the last 30 days; own ones always.

        A call that led to a restricted family's referral, or that somebody who is named for one
        has found to be about it, shows to those who may open that family.
        """
        mine = Q(taken_by=user)
        if not user.has_perm(Permission.SCREEN):
            return self.filter(mine)
        recent = Q(ended_at__isnull=True) | Q(ended_at__gt=timezone.now() - KEPT)
        return self.filter(mine | (recent & not_kept_back(user)))

    def open(self):
        """Something of it is still to do: its form is not here, or nobody has decided."""
        return self.filter(ended_at__isnull=True)

    def soonest_first(self):
        return self.order_by("form_due_at", "id")


class Call(Fact):
    """`happened_at` is the first contact: both clocks start with it.

    `referral` is what is decided; `written` is the caller's own form, often the same one.
    """

    class Ending(models.TextChoices):
        FORM = "form", "The written form came"
        WITHOUT_FORM = "without_form", "Decided without the written form"
        NO_REFERRAL = "no_referral", "No referral is needed"

    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    caller_name = models.CharField(max_length=120)
    caller_phone = models.CharField(max_length=40)
    agency = models.CharField(max_length=160, blank=True)  # as the caller said it
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT)
    family_name = models.CharField(max_length=120, blank=True)
    sort_name = models.CharField(max_length=120, blank=True, editable=False)
    # A restricted family that it was found to be about, by somebody who is named for that.
    about = models.ForeignKey(
        Family, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    said = models.TextField()
    urgent = models.BooleanField(default=False)  # as the caller says
    clock_version = models.CharField(max_length=10)
    decision_due_at = models.DateTimeField()
    form_due_at = models.DateTimeField()
    referral = models.ForeignKey(
        Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="calls"
    )
    written = models.OneToOneField(
        Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="form_of_call"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)
    ended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["form_due_at", "id"], name="call_open",
                         condition=Q(ended_at__isnull=True)),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(ending="", ended_at__isnull=True)
                | (~Q(ending="") & Q(ended_at__isnull=False)),
                name="call_ending_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(ending__in=("", "form")) | ~Q(reason=""),
                name="call_ended_without_a_form_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(written__isnull=True) | Q(referral__isnull=False),
                name="call_with_a_form_has_a_referral",
            ),
            models.CheckConstraint(
                condition=Q(form_due_at__gt=F("happened_at")), name="call_form_due_after_it"
            ),
        ]

    def __str__(self):
        return f"Call {self.pk}"
