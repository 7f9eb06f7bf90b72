"""Places and who works where. What changes is a dated row: history is never rewritten."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from oauth2_provider.models import AbstractApplication

from audit.facts import Fact


class DateRange(Func):
    """daterange(from_on, until_on): until is the first day on which the row no longer holds."""

    function = "daterange"
    output_field = DateRangeField()


def never_twice(name, *expressions):
    """Constraint: for the same subject no two rows hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *[(e, RangeOperators.EQUAL) for e in expressions],
            (DateRange("from_on", "until_on"), RangeOperators.OVERLAPS),
        ],
        condition=Q(superseded_at__isnull=True),
    )


class Locality(models.Model):
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "localities"

    def __str__(self):
        return self.name


class Hub(models.Model):
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="hubs")
    name = models.CharField(max_length=120)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "from_on"], name="hub_once")]

    def __str__(self):
        return self.name


class Ward(models.Model):
    gss = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=80)
    children = models.PositiveIntegerField(default=0)  # aged 0 to 17, mid-2020
    poor_children = models.PositiveIntegerField(default=0)  # in income-deprived families, IoD 2025

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class WardLocality(Fact):
    """A ward belongs to a locality from a day on. `happened_at` is when that was decided."""

    ward = models.ForeignKey(Ward, on_delete=models.PROTECT, related_name="localities")
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="wards")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [never_twice("ward_in_one_locality", "ward")]

    def __str__(self):
        return f"{self.ward} in {self.locality}"


class PostcodeSector(models.Model):
    """The ward that holds most postcodes of a sector such as "CR0 2", and how many of them."""

    sector = models.CharField(max_length=7, unique=True)
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT)
    confidence = models.FloatField()  # share of the sector's Croydon postcodes, 0 to 1

    def __str__(self):
        return self.sector


class Postcode(models.Model):
    """From the ONS directory, once somebody has imported it. Beats the sector."""

    postcode = models.CharField(max_length=8, unique=True)  # "CR0 2AB"
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT)

    def __str__(self):
        return self.postcode


class AgencyKind(models.TextChoices):
    SCHOOL = "school", "School or college"
    GP = "gp", "GP practice"
    HEALTH = "health", "Health visiting and school nursing"
    POLICE = "police", "Police"
    VOLUNTARY = "voluntary", "Voluntary and community sector"
    HOUSING = "housing", "Housing"
    CHILDRENS_CENTRE = "childrens_centre", "Children's centre"
    YOUTH = "youth", "Youth service"
    SOCIAL_CARE = "social_care", "Children's social care"
    COUNCIL = "council", "Early help"
    FAMILY = "family", "Families themselves"


class Agency(models.Model):
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=20, choices=AgencyKind)
    source_code = models.CharField(max_length=3)  # DfE source of referral, "2A" is a school

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"

    def __str__(self):
        return self.name


class Site(models.Model):
    """One school, one practice: the widest that a safeguarding lead may see."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=160)
    ward = models.ForeignKey(Ward, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="site_once")]

    def __str__(self):
        return self.name


class TeamKind(models.TextChoices):
    SPOC = "spoc", "SPOC"
    FRONT_DOOR = "front_door", "SPOC managers"
    HUB = "hub", "Hub"
    FFT = "fft", "Family Functioning Team"
    SOCIAL_CARE = "social_care", "Children's social care"
    LEADERSHIP = "leadership", "Early help leadership"


class Team(models.Model):
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=TeamKind)
    locality = models.ForeignKey(Locality, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Membership(Fact):
    """A user works at a site or in a team, from a day until a day, for a share of full time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    fte = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    capacity = models.PositiveSmallIntegerField(default=17)  # children that one full-timer carries

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(site__isnull=True) ^ Q(team__isnull=True),
                name="membership_of_a_site_or_a_team",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="membership_ends_after_it_begins",
            ),
            never_twice("membership_site_once", "user", "site"),
            never_twice("membership_team_once", "user", "team"),
        ]

    def __str__(self):
        return f"{self.user} at {self.site or self.team}"


class PartnerSystem(AbstractApplication):
    """A system of a partner that uses the API: bound to one site, sees what that site may see."""

    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT)
    scopes = models.CharField(max_length=200, default="referrals:write referrals:read reports:read")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    actor_kind = "partner"
    role = "partner_system"

    class Meta(AbstractApplication.Meta):
        swappable = "OAUTH2_PROVIDER_APPLICATION_MODEL"
        verbose_name = "partner system"

    def __str__(self):
        return self.name
