"""A referral, what was decided, and with whose agreement."""

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.roles import Role
from audit.facts import Fact
from families.models import Area, Family, keeps_history, may_open
from localities.access import scope_of
from localities.models import Locality, PartnerSystem, Site, Ward
from referrals.codes import UNDECIDED, Level, Outcome, State, Via

User = settings.AUTH_USER_MODEL


class NextReference(models.Func):
    """EH-2026-000123 by the London year. A number is never given twice; one may be skipped."""

    template = (
        "('EH-' || to_char(now() AT TIME ZONE 'Europe/London', 'YYYY') || '-' ||"
        " to_char(nextval('referral_number'), 'FM999000000'))"
    )
    output_field = models.CharField()


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own referrals always; the site's for a safeguarding lead; else what the family's is."""
        scope = scope_of(user)
        mine = Q(referrer_id=user.pk)
        site = Q(site_id__in=scope.shared_site_ids, family__restricted=False)
        family = Q(may_open(user, family="family_id"))
        if user.role in (Role.PRACTITIONER, Role.SAFEGUARDING_LEAD):
            return self.filter(mine | site)
        return self.filter(mine | family)

    def visible_to_partner(self, partner):
        """What its agency's site sent; of a restricted family what this system itself sent."""
        open_ones = Q(partner=partner) | Q(family__restricted=False)
        return self.filter(open_ones, site_id=partner.site_id)

    def undecided(self):
        return self.filter(state__in=UNDECIDED)

    def waits_for_home_authority(self):
        """Decided for a family that lives elsewhere, whose own authority has not answered yet."""
        elsewhere = self.filter(state=State.DECIDED, area=Area.ELSEWHERE)
        return elsewhere.exclude(pk__in=_acknowledged())

    def most_urgent_first(self):
        return self.order_by(F("decision_due_at").asc(nulls_last=True), "id")

    def with_words(self):
        """Annotate the words that the standing decision has for the referrer."""
        standing = Decision.objects.filter(referral=models.OuterRef("pk")).order_by("-number")
        return self.annotate(latest_words=models.Subquery(standing.values("words")[:1]))


def _acknowledged():
    rows = apps.get_model("referrals.Acknowledgement").objects.current()
    return rows.values("referral")


@keeps_history
class Referral(models.Model):
    """One agency asks for help for one family and one or more of its children."""

    reference = models.CharField(max_length=20, unique=True, db_default=NextReference())
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="referrals")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="referrals")
    source_code = models.CharField(max_length=3)  # DfE source of referral
    referrer = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="referrals"
    )
    partner = models.ForeignKey(PartnerSystem, null=True, blank=True, on_delete=models.PROTECT)
    partner_reference = models.CharField(max_length=60, blank=True)
    via = models.CharField(max_length=6, choices=Via, default=Via.WEB)
    is_step_down = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)  # as the caller said

    worries = models.TextField()
    working_well = models.TextField(blank=True)
    must_change = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    family_knows = models.BooleanField(null=True)
    do_not_tell = models.BooleanField(default=False)
    spoke_to = models.CharField(max_length=120, blank=True)  # who answered the phone, if danger

    # As facts of the moment: where the main household lived at submission.
    area = models.CharField(max_length=10, choices=Area)
    ward = models.ForeignKey(Ward, null=True, blank=True, on_delete=models.PROTECT)
    locality = models.ForeignKey(Locality, null=True, blank=True, on_delete=models.PROTECT)

    threshold_version = models.CharField(max_length=10)
    suggested_level = models.PositiveSmallIntegerField(choices=Level)
    suggested_rule = models.PositiveSmallIntegerField()
    flags = ArrayField(models.CharField(max_length=20), default=list)

    state = models.CharField(max_length=24, choices=State, default=State.SUBMITTED)
    first_contact_at = models.DateTimeField()
    submitted_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    clock_version = models.CharField(max_length=10)
    decision_due_at = models.DateTimeField()
    first_decided_at = models.DateTimeField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(choices=Level, null=True, blank=True)  # standing
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)  # standing
    linked_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    assigned_to = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["decision_due_at", "id"], name="referral_undecided",
                         condition=Q(state__in=list(UNDECIDED))),
            models.Index(fields=["-submitted_at", "-id"], name="referral_newest"),
            models.Index(fields=["referrer", "-submitted_at"], name="referral_mine"),
            models.Index(fields=["site", "-submitted_at", "-id"], name="referral_site"),
            models.Index(fields=["family", "submitted_at"], name="referral_family"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(first_contact_at__lte=F("submitted_at")),
                name="referral_contact_before_form",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided")
                | Q(level__isnull=False, first_decided_at__isnull=False),
                name="referral_decided_has_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(referrer__isnull=False) | Q(partner__isnull=False),
                name="referral_has_a_sender",
            ),
            models.CheckConstraint(
                condition=Q(suggested_level__range=(1, 4), suggested_rule__range=(1, 7)),
                name="referral_suggestion_is_of_the_scale",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def needs_agreement_below_4(self):
        """A red flag or a level 4 need: less than level 4 takes a social worker's agreement."""
        return self.suggested_level == Level.SPECIALIST


class Agreed(Fact):
    """A SPOC social worker agreed to a level below 4 in spite of a red flag or a level 4 need."""

    append_only = True

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="agreed")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level)
    reason = models.TextField()

    def __str__(self):
        return f"{self.level} for {self.referral_id}"


class Decision(Fact):
    """What was decided: own first level, suggestion and final level are frozen here."""

    append_only = True

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()  # 1 is the first decision
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    own_level = models.PositiveSmallIntegerField(choices=Level, null=True)
    suggested_level = models.PositiveSmallIntegerField(choices=Level)
    suggested_rule = models.PositiveSmallIntegerField()
    threshold_version = models.CharField(max_length=10)
    reasons = models.JSONField(default=list)  # the suggestion's, as then shown
    level = models.PositiveSmallIntegerField(choices=Level)
    outcome = models.CharField(max_length=20, choices=Outcome)
    reason = models.TextField(blank=True)
    words = models.TextField()  # plain words for the referrer
    agreed = models.ForeignKey(Agreed, null=True, blank=True, on_delete=models.PROTECT)
    locality = models.ForeignKey(Locality, null=True, blank=True, on_delete=models.PROTECT)
    due_at = models.DateTimeField()  # the clock that this decision met or missed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "number"], name="decision_numbered"),
            models.CheckConstraint(
                condition=Q(level=F("suggested_level")) | ~Q(reason=""),
                name="decision_that_differs_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="no_further_action") | ~Q(reason=""),
                name="decision_no_further_action_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(suggested_level=4) | Q(level=4) | Q(agreed__isnull=False),
                name="decision_below_4_is_agreed",
            ),
        ]

    def __str__(self):
        return f"{self.outcome} for {self.referral_id}"
