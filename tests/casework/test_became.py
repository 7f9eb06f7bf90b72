"""Who referred, and the family, learn what became of it after the decision."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from casework import actions as casework
from casework.models import Closing, Episode
from referrals import actions as referrals
from referrals import became, told
from referrals.codes import Outcome
from referrals.models import LeadOffer, Transfer
from tests.factories import localities as places
from tests.factories.referrals import MONDAY, ReferralFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def screener():
    places.spoc_managers()
    return places.worker(Role.SCREENER, team=places.spoc())


@pytest.fixture
def decide(screener):
    def decided(outcome, level):
        referral = ReferralFactory(locality=places.hub("north").locality)
        referrals.record_own_level(
            referral=referral, level=level, by=screener, at=MONDAY + HOUR / 2
        )
        referrals.decide(
            referral=referral, by=screener, level=level, outcome=outcome, reason="Seen.",
            words="We looked.", version=referral.version, at=MONDAY + HOUR,
        )  # fmt: skip
        referral.refresh_from_db()
        return referral

    return decided


def next_of(referral):
    """What the referrer reads, and what the family does."""
    now = MONDAY + 30 * 24 * HOUR
    return [told.page(referral, now)["next"], told.for_the_family(referral, now)["next"]]


def test_the_key_worker_once_there_is_one_and_that_it_ended(decide):
    referral = decide(Outcome.FAMILY_SOLUTIONS, 3)
    episode = Episode.objects.get(referral=referral)
    assert "chooses" in next_of(referral)[0]["text"] and "chooses" in next_of(referral)[1]["text"]
    hub, north = places.worker(Role.HUB_MANAGER, team=episode.team), episode.team
    worker = places.worker(Role.KEY_WORKER, team=north)
    episode = casework.allocate(
        episode=episode, worker=worker, version=episode.version, by=hub, at=MONDAY + 2 * HOUR
    )
    told_us, family = next_of(referral)
    assert worker.name in told_us["text"] and north.name in told_us["text"]
    assert worker.name not in family["text"] and "has been chosen" in family["text"]
    assert told_us["clock"] is None and family["clock"] is None
    episode = Episode.objects.get(referral=referral)
    casework.close(
        episode=episode, reason="universal", summary="Done.", version=episode.version, by=hub,
        at=MONDAY + 3 * HOUR,
    )  # fmt: skip
    assert "The help ended on 16 November 2026" in next_of(referral)[0]["text"]
    assert worker.name not in next_of(referral)[0]["text"]
    assert "ask again" in next_of(referral)[1]["text"]
    Closing.objects.update(reason="died")
    assert "again" not in "".join(step["text"] for step in next_of(referral))


def test_the_lead_once_they_accepted_and_nobody_once_their_help_ended(decide, screener):
    referral = decide(Outcome.PARTNER_LED, 2)
    assert became.of(referral) is None
    lead = places.worker(Role.SAFEGUARDING_LEAD, site=places.SiteFactory(), name="Grace Lead")
    offer = LeadOffer.objects.get()
    referrals.name_lead(offer=offer, lead=lead, note="Mornings.", by=screener, at=MONDAY + 2 * HOUR)
    assert became.of(referral) is None
    referrals.accept_lead(offer=offer, by=lead, at=MONDAY + 3 * HOUR)
    assert "Grace Lead leads the help" in next_of(referral)[0]["text"]
    assert "Grace" not in next_of(referral)[1]["text"]
    episode = Episode.objects.get()
    casework.close(
        episode=episode, reason="universal", summary="Done.", version=episode.version, by=lead,
        at=MONDAY + 4 * HOUR,
    )  # fmt: skip
    assert "The help ended on 16 November 2026" in next_of(referral)[0]["text"]
    assert became.of(referral).lead is None


def test_social_care_once_it_accepted(decide):
    officer = places.worker(Role.SOCIAL_CARE, team=places.social_care())
    referral = decide(Outcome.SOCIAL_CARE, 4)
    assert "is asked" in next_of(referral)[0]["text"]
    offer = Transfer.objects.get(referral=referral)
    referrals.accept_transfer(transfer=offer, by=officer, at=MONDAY + 2 * HOUR)
    assert "accepted the family on 16 November 2026" in next_of(referral)[0]["text"]


@pytest.mark.parametrize("fact", ["sharing_stopped_at", "restricted"])
def test_nobody_is_named_when_sharing_has_stopped_or_the_family_is_restricted(decide, fact):
    referral = decide(Outcome.FAMILY_SOLUTIONS, 3)
    episode = Episode.objects.get(referral=referral)
    worker = places.worker(Role.KEY_WORKER, team=episode.team)
    manager = places.worker(Role.HUB_MANAGER, team=episode.team)
    casework.allocate(
        episode=episode, worker=worker, version=episode.version, by=manager, at=MONDAY + 2 * HOUR
    )
    assert became.of(referral)
    setattr(referral.family, fact, MONDAY)
    assert became.of(referral) is None


def test_an_episode_that_was_taken_back_says_nothing(decide, screener):
    referral = decide(Outcome.FAMILY_SOLUTIONS, 3)
    casework.undo_episode(
        episode=Episode.objects.get(referral=referral), by=screener, at=MONDAY + 2 * HOUR
    )
    assert became.of(referral) is None
