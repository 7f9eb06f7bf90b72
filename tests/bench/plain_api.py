"""The same API as a plain DRF ModelViewSet: same table, token, scope check and access row.

Its create leaves the same rows as the product's, through nested serializers, one row at a time;
it does not score, look for known families, keep a clock's rule or an idempotency key.
"""

from rest_framework import serializers, viewsets

from audit import events
from families.models import (
    Agreement,
    Family,
    FamilyAccess,
    Household,
    HouseholdMember,
    Person,
    Relationship,
    Residence,
)  # fmt: skip
from localities.models import Team, TeamKind
from localities.partner_api import PartnerView
from referrals.api import Newest
from referrals.models import Decision, Move, Observation, Referral, ReferralChild

METHODS = {"get": "list", "post": "create"}
OPENED_TO = (TeamKind.SPOC, TeamKind.FRONT_DOOR, TeamKind.LEADERSHIP)


class DecisionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Decision
        fields = ("happened_at", "level", "outcome", "words")


class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = Person
        fields = ("first_name", "last_name", "is_child", "born_on", "sex", "ethnic_group", "school")


class ResidenceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Residence
        fields = ("area", "address", "postcode", "from_on", "happened_at")


class AgreementSerializer(serializers.ModelSerializer):
    class Meta:
        model = Agreement
        fields = ("purpose", "answer", "how", "happened_at")


class ObservationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Observation
        fields = ("key", "answer")


class FamilySerializer(serializers.ModelSerializer):
    people = PersonSerializer(many=True)
    residence = ResidenceSerializer()
    agreements = AgreementSerializer(many=True)

    class Meta:
        model = Family
        fields = ("name", "people", "residence", "agreements")

    def create(self, data):
        family = Family.objects.create(name=data["name"])
        household = Household.objects.create(family=family)
        Residence.objects.create(household=household, **data["residence"])
        home = {name: data["residence"][name] for name in ("from_on", "happened_at")}
        people = [Person.objects.create(family=family, **person) for person in data["people"]]
        for person in people:
            HouseholdMember.objects.create(household=household, person=person, **home)
        for one in people:
            for other in people:
                if other.is_child and not one.is_child:
                    Relationship.objects.create(
                        person=one, other=other, kind="parent", happened_at=home["happened_at"]
                    )
        for agreement in data["agreements"]:
            Agreement.objects.create(family=family, person=people[-1], **agreement)
        return family


class ReferralSerializer(serializers.ModelSerializer):
    family = FamilySerializer(write_only=True)
    observations = ObservationSerializer(many=True, write_only=True)
    decisions = DecisionSerializer(many=True, read_only=True)

    class Meta:
        model = Referral
        fields = (
            "id", "reference", "partner_reference", "submitted_at", "state", "outcome", "level",
            "first_contact_at", "first_decided_at", "decision_due_at", "urgent", "decisions",
            "family", "observations", "worries", "area", "suggested_level", "suggested_rule",
            "threshold_version", "clock_version",
        )  # fmt: skip
        read_only_fields = ("reference", "state", "outcome", "level", "first_decided_at")
        extra_kwargs = {
            name: {"write_only": True}
            for name in ("worries", "area", "suggested_level", "suggested_rule",
                         "threshold_version", "clock_version")
        }  # fmt: skip

    def create(self, data):
        observations = data.pop("observations")
        family = FamilySerializer().create(data.pop("family"))
        at = data["submitted_at"]
        referral = Referral.objects.create(family=family, via="api", **data)
        for person in family.people.filter(is_child=True):
            child = ReferralChild.objects.create(
                referral=referral, person=person, age_band="10-14", level=2, rule=4
            )
        for observation in observations:
            Observation.objects.create(referral=referral, child=child, **observation)
        Move.objects.create(referral=referral, verb="submit", to_state="submitted", happened_at=at)
        for team in Team.objects.filter(kind__in=OPENED_TO):
            FamilyAccess.objects.create(family=family, team=team, basis="front_door", from_at=at)
        return referral


class ReferralViewSet(PartnerView, viewsets.ModelViewSet):
    policy_name = "api_referrals"
    queryset = Referral.objects.all()
    serializer_class = ReferralSerializer
    pagination_class = Newest
    filterset_fields = ("state", "partner_reference")

    def get_queryset(self):
        site, own = self.request.user.site_id, super().get_queryset()
        return own.filter(site=site, family__restricted=False).prefetch_related("decisions")

    def paginate_queryset(self, queryset):
        page = super().paginate_queryset(queryset)
        self.seen = [row.pk for row in page]
        return page

    def perform_create(self, serializer):
        user = self.request.user
        referral = serializer.save(
            site=user.site, partner=user, source_code=user.site.agency.source_code
        )
        self.seen = [referral.pk]
        events.record("referrals.submit", by=user, kind="referral", ids=[referral.pk])
