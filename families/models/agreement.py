"""What was agreed, how somebody can be reached safely, and who was shown what."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.facts import Fact
from families.codes import Basis, OrderKind, SaidAs, SharingPurpose
from families.models.history import keeps_history
from families.models.people import Family, Person
from localities.models import Agency, Locality


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
    said_as = models.CharField(max_length=8, choices=SaidAs, blank=True, db_default="")
    capacity = models.TextField(
        blank=True, db_default=""
    )  # who judged that a child understands, and why
    agencies = models.ManyToManyField(Agency, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer="not_asked") | ~(Q(basis="") | Q(reason="")),
                name="agreement_without_asking_has_a_basis_and_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(said_as="gillick") | ~Q(capacity=""),
                name="agreement_of_a_child_says_who_judged",
            ),
        ]

    def __str__(self):
        return f"{self.purpose} {self.answer}"


class RiskCheck(Fact):
    """A manager looked whether the children are safe after an agreement was taken back."""

    class Finding(models.TextChoices):
        SAFE = "safe", "The children are safe: the help can end"
        TALK = "talk", "We talk with the family again"
        STEP_UP = "step_up", "We offer the family to children’s social care"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="risk_checks")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="checks")
    finding = models.CharField(max_length=8, choices=Finding)
    text = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(superseded_at__isnull=True),
                name="risk_checked_once",
            )
        ]

    def __str__(self):
        return f"check of {self.agreement_id}"


class CourtOrder(Fact):
    """A court's order about a child, by date."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="court_orders")
    kind = models.CharField(max_length=12, choices=OrderKind)
    person = models.ForeignKey(  # whom it names, such as somebody who must stay away
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="orders_naming"
    )
    text = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self):
        return f"{self.kind} about {self.child_id}"


class SafeContact(Fact):
    """How this person can be reached without putting anybody at risk, and who must not be told."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="safe_contacts")
    phone = models.CharField(max_length=30, blank=True)
    times = models.CharField(max_length=120, blank=True)
    voicemail = models.BooleanField(default=False)
    post = models.BooleanField(default=False)
    email = models.EmailField(blank=True)
    must_not_be_told = models.CharField(max_length=250, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self):
        return f"safe contact {self.pk}"


class Disclosure(Fact):
    """A family's facts were first opened by, or sent to, an agency beyond referrer and SPOC."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="disclosures")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    locality = models.ForeignKey(Locality, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "agency"], condition=Q(superseded_at__isnull=True),
                name="disclosed_once",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.family_id} to {self.agency_id}"
