"""People, the homes they live in, what they agreed to, and who may open their record."""

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.utils import timezone

from accounts.roles import Role
from audit.facts import Fact, FactQuerySet
from families.codes import (
    Basis,
    Disability,
    EthnicGroup,
    NotAskedYesNo,
    Sex,
    SharingPurpose,
)  # fmt: skip
from families.names import sort_name
from localities.access import scope_of
from localities.models import Agency, Locality, Site, Team, Ward

NAMED = ("named", "break_glass")  # what opens a restricted family
SEES_MOST = (Role.SPOC_MANAGER, Role.HEAD)  # their teams keep line of sight of every referral


def keeps_history(model):
    """Keep the old row on UPDATE and DELETE, by trigger. Tracking inserts was slow."""
    return pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())(model)


def may_open(user, *, family):
    """Whether somebody wrote down that this user may open the family of this outer reference.

    PostgreSQL likes to collect every family that EXISTS may find before it looks at one row. Whose
    line of sight is the whole borough asks row by row instead: a page of 25 then reads 25.
    """
    scope = scope_of(user)
    now = timezone.now()
    mine = Q(user_id=user.pk)
    theirs = Q(team_id__in=scope.shared_team_ids) | Q(site_id__in=scope.shared_site_ids)
    rows = FamilyAccess.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=now),
        (mine & Q(basis__in=NAMED)) | ((mine | theirs) & Q(family__restricted=False)),
        family=OuterRef(family),
        from_at__lte=now,
    )
    if user.role in SEES_MOST:
        return Subquery(rows.values(found=Value(True))[:1], output_field=models.BooleanField())
    return Exists(rows)


class FamilyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(may_open(user, family="pk"))


@keeps_history
class Family(models.Model):
    name = models.CharField(max_length=120)
    sort_name = models.CharField(max_length=120, editable=False, db_index=True)
    restricted = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "families"
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="family_not_merged_into_itself",
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_name = sort_name(self.name)
        super().save(*args, **kwargs)


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(may_open(user, family="family_id"))

    def children(self):
        return self.filter(is_child=True)


@keeps_history
class Person(models.Model):
    """Somebody of a family. An unborn child has a due date and no birth date."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="people")
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80)
    known_as = models.CharField(max_length=80, blank=True)
    sort_name = models.CharField(max_length=170, editable=False)
    is_child = models.BooleanField(default=False)
    born_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    school = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    # Equality facts: optional, self-described; "" is not asked, and a code stands for refused.
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    ethnic_group = models.CharField(max_length=4, choices=EthnicGroup, blank=True)
    disability = models.CharField(max_length=3, choices=Disability, blank=True)
    faith = models.CharField(max_length=60, blank=True)
    gender_identity = models.CharField(max_length=60, blank=True)
    sexual_orientation = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=60, blank=True)
    interpreter = models.CharField(max_length=1, choices=NotAskedYesNo, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=Q(born_on__isnull=True) | Q(due_on__isnull=True) | Q(is_child=True),
                name="person_due_date_is_a_childs",
            ),
            models.CheckConstraint(
                condition=Q(nhs_number="") | Q(nhs_number__regex=r"^\d{10}$"),
                name="person_nhs_number_has_ten_digits",
            ),
        ]
        indexes = [
            GinIndex(OpClass("sort_name", "gin_trgm_ops"), name="person_name_trigram"),
            models.Index(fields=["born_on"], name="person_born_on"),
            models.Index(fields=["nhs_number"], name="person_nhs", condition=~Q(nhs_number="")),
        ]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        self.sort_name = sort_name(f"{self.last_name} {self.first_name}")
        super().save(*args, **kwargs)

    @property
    def full_name(self):
        unborn = "Unborn baby" if self.is_unborn and not self.first_name else self.first_name
        return f"{unborn} {self.last_name}".strip()

    @property
    def is_unborn(self):
        return self.born_on is None and self.due_on is not None


class Household(models.Model):
    """A home of a family. Separated parents are two households of one family."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="households")
    is_main = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(is_main=True), name="family_has_one_main_household"
            )
        ]

    def __str__(self):
        return f"household {self.pk}"


class Area(models.TextChoices):
    CROYDON = "croydon", "In Croydon"
    ELSEWHERE = "elsewhere", "Outside Croydon"
    UNKNOWN = "unknown", "We do not know"
    NONE = "none", "No settled home"


class Residence(Fact):
    """Where a household lives, from a day on. The ward is kept as it was then found."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residences")
    area = models.CharField(max_length=10, choices=Area)
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    protected = models.BooleanField(default=False)
    ward = models.ForeignKey(Ward, null=True, blank=True, on_delete=models.PROTECT)
    ward_confidence = models.FloatField(null=True, blank=True)  # 0 to 1
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["postcode"], name="residence_postcode")]

    def __str__(self):
        return f"residence {self.pk}"

    @property
    def shown_address(self):
        if self.protected:
            return "Address protected"
        return ", ".join(p for p in (self.address, self.postcode) if p) or self.get_area_display()


class HouseholdMember(Fact):
    """A person lives in a household from a day until a day; perhaps in two at once."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="homes")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person", "from_on"],
                condition=Q(superseded_at__isnull=True),
                name="household_member_once",
            )
        ]

    def __str__(self):
        return f"{self.person_id} in {self.household_id}"


class Relationship(Fact):
    """`person` is this to `other`: parent, step-parent, sibling. Dated, like every tie."""

    class Kind(models.TextChoices):
        PARENT = "parent", "Parent"
        STEP_PARENT = "step_parent", "Step-parent or partner"
        GRANDPARENT = "grandparent", "Grandparent"
        SIBLING = "sibling", "Brother or sister"
        CARER = "carer", "Other carer"
        OTHER = "other", "Other"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ties")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ties_from")
    kind = models.CharField(max_length=12, choices=Kind)
    parental_responsibility = models.CharField(max_length=1, choices=NotAskedYesNo, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("other")), name="relationship_between_two_people"
            )
        ]

    def __str__(self):
        return f"{self.person_id} {self.kind} of {self.other_id}"


@keeps_history
class Agreement(Fact):
    """What somebody agreed to, refused or withdrew; or the coded reason to go on without."""

    class Answer(models.TextChoices):
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Did not agree"
        WITHDRAWN = "withdrawn", "Withdrew their agreement"
        NOT_ASKED = "not_asked", "Not asked, for a reason"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="agreements")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    purpose = models.CharField(max_length=10, choices=SharingPurpose)
    answer = models.CharField(max_length=10, choices=Answer)
    basis = models.CharField(max_length=20, choices=Basis, blank=True)
    reason = models.TextField(blank=True)
    how = models.CharField(max_length=20, blank=True)  # in person, by phone, in writing
    agencies = models.ManyToManyField(Agency, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer="not_asked") | ~(Q(basis="") | Q(reason="")),
                name="agreement_without_asking_has_a_basis_and_a_reason",
            )
        ]

    def __str__(self):
        return f"{self.purpose} {self.answer}"


class SafeContact(Fact):
    """How this person can be reached without putting anybody at risk, and who must not be told."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="safe_contacts")
    phone = models.CharField(max_length=30, blank=True)
    times = models.CharField(max_length=120, blank=True)
    voicemail = models.BooleanField(default=False)
    post = models.BooleanField(default=False)
    email = models.EmailField(blank=True)
    must_not_be_told = models.CharField(max_length=250, blank=True)

    def __str__(self):
        return f"safe contact {self.pk}"


class Disclosure(Fact):
    """A family's facts were first opened by, or sent to, an agency beyond referrer and SPOC."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="disclosures")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    locality = models.ForeignKey(Locality, null=True, on_delete=models.PROTECT)

    def __str__(self):
        return f"{self.family_id} to {self.agency_id}"


class Merge(Fact):
    """Family `duplicate` was found to be `family`. Undone by superseding, never by deleting."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    duplicate = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="merges")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(superseded_at__isnull=True), name="merged_once"
            )
        ]

    def __str__(self):
        return f"{self.duplicate_id} into {self.family_id}"


class FamilyAccessQuerySet(FactQuerySet):
    def open(self, now=None):
        return self.filter(Q(until_at__isnull=True) | Q(until_at__gt=now or timezone.now()))


class FamilyAccess(models.Model):
    """Who may open a family's record, why, and until when. The actions above write it."""

    class Basis(models.TextChoices):
        SCREENING = "screening"
        FRONT_DOOR = "front_door"  # SPOC managers, leadership: line of sight
        TRANSFER = "transfer"
        EPISODE = "episode"
        LOCALITY = "locality"
        NAMED = "named"
        BREAK_GLASS = "break_glass"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="access")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT
    )
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT)
    basis = models.CharField(max_length=12, choices=Basis)
    reason = models.TextField(blank=True)
    from_at = models.DateTimeField(default=timezone.now)
    until_at = models.DateTimeField(null=True, blank=True)

    objects = FamilyAccessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "family access"
        indexes = [
            models.Index(fields=["family", "team"], name="access_family_team"),
            models.Index(fields=["user", "family"], name="access_user"),
            models.Index(fields=["team", "family"], name="access_team"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(user__isnull=False, team__isnull=True, site__isnull=True)
                    | Q(user__isnull=True, team__isnull=False, site__isnull=True)
                    | Q(user__isnull=True, team__isnull=True, site__isnull=False)
                ),
                name="access_is_for_one_of_user_team_site",
            ),
            models.UniqueConstraint(
                fields=["family", "user", "team", "site", "basis"],
                condition=Q(until_at__isnull=True),
                nulls_distinct=False,
                name="access_once",
            ),
        ]

    def __str__(self):
        return f"{self.basis} of {self.family_id}"
