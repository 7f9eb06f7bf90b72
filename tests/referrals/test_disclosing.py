"""The first time that another agency learns of a family is written down, once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.roles import Role
from families.models import Disclosure
from localities.models import Agency, AgencyKind
from referrals import actions as referrals
from referrals import disclosing
from referrals.models import LeadOffer
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.factories.families import ChildFactory, FamilyFactory
from tests.factories.referrals import MONDAY, ReferralFactory
from tests.screening import AN_HOUR_ON, decide, own

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def screener():
    places.spoc_managers(), places.social_care()
    return places.worker(Role.SCREENER, team=places.spoc())


@pytest.fixture
def officer(screener):
    return places.worker(Role.SOCIAL_CARE, team=places.social_care())


def told(family):
    rows = Disclosure.objects.filter(family=family).order_by("id")
    return list(rows.values_list("agency__kind", "happened_at"))


def practitioner(kind=AgencyKind.SCHOOL, **facts):
    site = places.SiteFactory(agency__kind=kind)
    return places.worker(Role.PRACTITIONER, site=site, **facts)


def offered_to_social_care(screener):
    referral = own(ReferralFactory(red_flag=True), screener, level=4)
    return decide(referral, screener, level=4, outcome="social_care")


def offer_of_lead(screener):
    referral = own(ReferralFactory(suggested_level=2, suggested_rule=6), screener, level=2)
    decide(referral, screener, level=2, outcome="partner_led")
    return LeadOffer.objects.get()


def test_an_offer_to_social_care_opens_the_record(screener):
    referral = offered_to_social_care(screener)
    assert told(referral.family) == [("social_care", AN_HOUR_ON)]


def test_offered_again_after_a_refusal_it_is_the_same_disclosure(screener, officer):
    referral = offered_to_social_care(screener)
    first = referral.transfers.get()
    referrals.refuse_transfer(transfer=first, reason="No.", by=officer, at=AN_HOUR_ON + DAY)
    disclosing.to_social_care(referral.family, at=AN_HOUR_ON + 2 * DAY)
    assert told(referral.family) == [("social_care", AN_HOUR_ON)]


def test_social_care_need_not_be_set_up_as_an_agency(screener):
    assert not Agency.objects.filter(kind=AgencyKind.SOCIAL_CARE).exists()
    offered_to_social_care(screener)
    offered_to_social_care(screener)
    assert Agency.objects.get(kind=AgencyKind.SOCIAL_CARE).source_code == "5A"


def test_a_key_worker_who_offers_a_family_opens_it_too(screener):
    episode = EpisodeFactory(allocated=True)
    referrals.offer_step_up(family=episode.family, by=episode.key_worker, team=episode.team,
                            at=AN_HOUR_ON)  # fmt: skip
    assert told(episode.family) == [("social_care", AN_HOUR_ON)]


class TestLead:
    def test_of_another_agency_reads_the_offer(self, screener):
        offer = offer_of_lead(screener)
        assert told(offer.family) == []
        lead = practitioner(AgencyKind.HEALTH)
        at = AN_HOUR_ON + DAY
        referrals.name_lead(offer=offer, lead=lead, note="Mornings.", by=screener, at=at)
        assert told(offer.family) == [("health", at)]
        offer.refresh_from_db()
        referrals.accept_lead(offer=offer, by=lead, at=at + DAY)
        assert told(offer.family) == [("health", at)]

    def test_of_the_agency_that_referred_knows_already(self, screener):
        offer = offer_of_lead(screener)
        lead = places.worker(Role.PRACTITIONER, site=offer.referral.site)
        referrals.name_lead(offer=offer, lead=lead, note="Mornings.", by=screener, at=AN_HOUR_ON)
        assert told(offer.family) == []

    def test_of_early_help_is_one_agency_with_the_spoc(self, screener):
        offer = offer_of_lead(screener)
        lead = practitioner(AgencyKind.COUNCIL)
        referrals.name_lead(offer=offer, lead=lead, note="Mornings.", by=screener, at=AN_HOUR_ON)
        assert told(offer.family) == []

    def test_whoever_declines_has_read_it_as_the_next_one_does(self, screener):
        offer = offer_of_lead(screener)
        for days, kind in ((1, AgencyKind.HEALTH), (2, AgencyKind.YOUTH)):
            lead = practitioner(kind)
            offer = LeadOffer.objects.get(answer="")
            at = AN_HOUR_ON + days * DAY
            referrals.name_lead(offer=offer, lead=lead, note="Mornings.", by=screener, at=at)
            offer.refresh_from_db()
            referrals.decline_lead(offer=offer, reason="No time.", by=lead, at=at)
        assert [kind for kind, _ in told(offer.family)] == ["health", "youth"]

    def test_where_somebody_worked_before_does_not_count(self, screener):
        offer = offer_of_lead(screener)
        lead = practitioner(AgencyKind.HEALTH)
        lead.memberships.update(until_on=MONDAY.date())
        disclosing.to_people(offer.family, [lead], at=AN_HOUR_ON)
        assert told(offer.family) == []


class TestStepDown:
    WORDS = {"done": "Visits.", "plan": "Keep going.", "agreed": True}

    def offer(self, family, officer):
        child = ChildFactory(family=family)
        return referrals.offer_step_down(
            family=family, children=[child.pk], by=officer, at=AN_HOUR_ON, **self.WORDS
        )

    def test_of_a_family_that_others_told_us_of_opens_what_they_told(self, officer):
        places.hub("north")
        family = ReferralFactory().family
        self.offer(family, officer)
        assert told(family) == [("social_care", AN_HOUR_ON)]

    def test_of_a_family_that_social_care_brought_opens_nothing_new(self, officer):
        places.hub("north")
        family = FamilyFactory()
        self.offer(family, officer)
        assert told(family) == []


def test_two_at_once_write_one_row(screener):
    family = offered_to_social_care(screener).family
    row = Disclosure.objects.get(family=family)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.create(family=family, agency=row.agency, happened_at=MONDAY)
