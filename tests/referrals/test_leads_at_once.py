"""A lead professional accepts while the family takes its agreement back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.roles import Role
from audit.errors import Refused
from families import actions as families
from referrals import actions as referrals
from referrals.codes import Outcome
from referrals.models import LeadOffer
from tests.at_once import waits
from tests.factories import localities as places
from tests.factories.referrals import ReferralFactory
from tests.screening import AN_HOUR_ON, decide, own


def test_who_accepts_while_the_family_takes_it_back_waits_and_is_refused(committed_db):
    places.spoc_managers()
    screener = places.worker(Role.SCREENER, team=places.spoc())
    site = places.SiteFactory()
    lead = places.worker(Role.SAFEGUARDING_LEAD, site=site)
    referral = ReferralFactory(site=site, suggested_level=2, suggested_rule=6)
    decide(own(referral, screener, level=2), screener, level=2, outcome=Outcome.PARTNER_LED)
    offer = referrals.name_lead(
        offer=LeadOffer.objects.get(), lead=lead, note="Mornings.", by=screener, at=AN_HOUR_ON
    )
    refused = []

    def accept():
        try:
            referrals.accept_lead(offer=offer, by=lead, at=AN_HOUR_ON + timedelta(days=1))
        except Refused as refusal:
            refused.append(refusal.message)

    with transaction.atomic():
        now = timezone.now()
        families.record_agreement(
            family=offer.family, purpose="help", answer="withdrawn", happened_at=now, how="phone",
            by=screener, at=now,
        )  # fmt: skip
        thread = waits(accept)
    thread.join(timeout=30)
    assert refused and "taken back its agreement" in refused[0]
