"""Level 2: families offered to a named lead professional, and those that one registers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.roles import PRACTITIONERS
from audit.facts import Fact, FactQuerySet
from families.models import Family, may_open
from localities.models import Site
from referrals.models.referral import Referral

User = settings.AUTH_USER_MODEL


class LeadOfferQuerySet(FactQuerySet):
    def visible_to(self, user):
        """What is offered to this person; for the SPOC, that of families that they may open."""
        if user.role in PRACTITIONERS:
            return self.filter(lead=user)
        return self.filter(may_open(user, family="family_id"))

    def open(self):
        """Nobody has taken the family on: the SPOC holds it."""
        return self.filter(answer="")


class LeadOffer(Fact):
    """Partner-led help was decided. The SPOC holds the family until a named lead accepts.

    `happened_at` is the decision, or the moment at which it came back to the SPOC; the clock of a
    named lead starts anew at `named_at`.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Not accepted"
        TAKEN_BACK = "taken_back", "Taken back by the SPOC"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="lead_offers")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="lead_offers")
    offered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="lead_offers"
    )
    cover = models.ForeignKey(  # in school holidays
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(blank=True)  # what the lead needs to know
    named_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)

    objects = LeadOfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(answer="", superseded_at__isnull=True),
                name="lead_offer_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="lead_offer_answer_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(reason=""),
                name="lead_offer_declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(lead__isnull=True, named_at__isnull=True)
                | Q(lead__isnull=False, named_at__isnull=False),
                name="lead_offer_named_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=("accepted", "declined")) | Q(lead__isnull=False),
                name="lead_offer_answered_by_a_named_lead",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"offer of {self.family_id}"


class RegistrationQuerySet(FactQuerySet):
    def visible_to(self, user):
        if user.role in PRACTITIONERS:
            return self.filter(by=user)
        return self.filter(Q(by=user) | Q(may_open(user, family="family_id")))


class Registration(Fact):
    """Level 2 work that a practitioner began with the family's agreement, without a referral."""

    append_only = True

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="registrations")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    worries = models.TextField()
    working_well = models.TextField(blank=True)
    must_change = models.TextField(blank=True)
    tried = models.TextField(blank=True)

    objects = RegistrationQuerySet.as_manager()

    def __str__(self):
        return f"registration of {self.family_id}"
