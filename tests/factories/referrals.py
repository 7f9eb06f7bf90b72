"""Referrals as `submit` leaves them: with children, a first move and the front door's access."""

from datetime import UTC, datetime, timedelta

import factory

from families.access import open_front_door
from families.models import Area
from localities import clocks
from referrals.models import Move, Referral, ReferralChild
from tests.factories.families import ChildFactory, FamilyFactory
from tests.factories.localities import SiteFactory, worker

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)  # no clock change, no bank holiday near


class ReferralFactory(factory.django.DjangoModelFactory):
    """`children` is how many; make the teams before, so that they can open it."""

    class Meta:
        model = Referral
        skip_postgeneration_save = True

    class Params:
        red_flag = factory.Trait(suggested_level=4, suggested_rule=1, flags=["immediate"])
        level_4_need = factory.Trait(suggested_level=4, suggested_rule=3, flags=["discuss"])

    reference = factory.Sequence(lambda n: f"EH-2026-9{n:05}")
    family = factory.SubFactory(FamilyFactory)
    site = factory.SubFactory(SiteFactory)
    source_code = "2A"
    referrer = factory.LazyAttribute(lambda o: worker("practitioner", site=o.site))
    worries = "She comes to school hungry and tired."
    area = Area.CROYDON
    threshold_version = "2018-09"
    suggested_level = 3
    suggested_rule = 4
    submitted_at = MONDAY
    first_contact_at = factory.SelfAttribute("submitted_at")
    clock_version = "2018-09"

    @factory.lazy_attribute
    def decision_due_at(self):
        return clocks.decision_due(
            self.first_contact_at, scores=[(self.submitted_at, self.suggested_level == 4)]
        )

    @factory.post_generation
    def children(referral, create, extracted, **kwargs):
        for _ in range(1 if extracted is None else extracted):
            ReferralChildFactory(referral=referral)

    @factory.post_generation
    def opened(referral, create, extracted, **kwargs):
        Move.objects.create(
            referral=referral, verb="submit", to_state="submitted", by=referral.referrer,
            happened_at=referral.submitted_at,
        )  # fmt: skip
        open_front_door(referral.family, at=referral.submitted_at - timedelta(seconds=1))


class ReferralChildFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReferralChild

    referral = factory.SubFactory(ReferralFactory)
    person = factory.SubFactory(ChildFactory, family=factory.SelfAttribute("..referral.family"))
    age_band = "10-14"
    level = factory.SelfAttribute("referral.suggested_level")
    rule = factory.SelfAttribute("referral.suggested_rule")
    result = factory.LazyFunction(lambda: {"reasons": ["Two areas are at level 3."]})
