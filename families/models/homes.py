"""Where people live, with whom, and what they are to each other: by date."""

from django.db import models
from django.db.models import F, Q

from audit.facts import Fact
from families.codes import (
    NotAskedYesNo,
)  # fmt: skip
from families.models.people import Family, Person
from localities.models import Ward


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
