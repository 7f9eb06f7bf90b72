"""Who holds a family, as each of its pages says."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from casework import actions as casework
from casework.codes import ClosingReason
from casework.holder import holder
from families.access import grant
from referrals import actions as referrals
from referrals.codes import Outcome
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.factories.families import FamilyFactory
from tests.factories.referrals import MONDAY, ReferralFactory
from tests.pages import signed_in, text_of
from tests.queries import counting
from tests.screening import decide, own
from tests.work import close

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def screener():
    places.spoc_managers()
    return places.worker(Role.SCREENER, team=places.spoc())


@pytest.fixture
def officer():
    return places.worker(Role.SOCIAL_CARE, team=places.social_care())


def name(family):
    held = holder(family.pk)
    return f"{held.name} {held.until}".strip()


def test_a_family_that_nothing_was_sent_about():
    assert name(FamilyFactory()) == "Services that are open to everyone"


def test_from_the_first_word_to_social_care(screener, officer):
    referral = ReferralFactory()
    assert name(referral.family) == "The SPOC until there is a decision"
    own(referral, screener, level=4)
    decide(referral, screener, level=4, outcome=Outcome.SOCIAL_CARE, reason="Harm.")
    assert name(referral.family) == "The SPOC until children’s social care accepts"
    offer = referral.transfers.get()
    referrals.accept_transfer(transfer=offer, by=officer, at=MONDAY + 2 * HOUR)
    assert name(referral.family) == "Children’s social care"


def test_family_solutions_and_a_step_up_from_work(officer):
    episode = EpisodeFactory()
    assert name(episode.family) == "North hub until it has a key worker"
    worker = places.worker(Role.KEY_WORKER, team=episode.team, name="Kim Shah")
    manager = places.worker(Role.HUB_MANAGER, team=episode.team)
    casework.allocate(
        episode=episode, worker=worker, version=episode.version, by=manager, at=MONDAY + HOUR
    )
    assert name(episode.family) == "Kim Shah, North hub"
    offer = casework.step_up(episode=episode, plan="Harm.", by=worker, at=MONDAY + 2 * HOUR)
    assert name(episode.family) == "Kim Shah, North hub until children’s social care accepts"
    referrals.accept_transfer(transfer=offer, by=officer, at=MONDAY + 3 * HOUR)
    assert name(episode.family) == "Children’s social care"
    close(episode, worker, ClosingReason.STEPPED_UP)
    assert name(episode.family) == "Children’s social care"


def test_a_closed_episode_leaves_the_family_with_universal_services():
    episode = EpisodeFactory(allocated=True)
    close(episode, episode.key_worker)
    assert holder(episode.family_id).party == "universal"


def test_partner_led_help_waits_at_the_spoc(screener):
    referral = ReferralFactory(suggested_level=2)
    own(referral, screener, level=2)
    decide(referral, screener, level=2, outcome=Outcome.PARTNER_LED)
    assert name(referral.family) == "The SPOC until a lead professional accepts"


def test_costs_one_query(screener):
    referral = ReferralFactory()
    with counting() as queries:
        holder(referral.family_id)
    assert len(queries) == 1


def test_each_page_of_the_family_says_so(client, screener, officer):
    episode = EpisodeFactory(allocated=True, started_at=timezone.now() - timedelta(days=2))
    referral = ReferralFactory(family=episode.family, submitted_at=timezone.now())
    offer = casework.step_up(episode=episode, plan="Harm.", by=episode.key_worker)
    grant(episode.family, basis="screening", team=places.spoc())
    grant(episode.family, basis="screening", user=screener)
    said = f"{episode.key_worker.name}, North hub until children’s social care accepts"
    pages = [
        (episode.key_worker, reverse("family_detail", args=[episode.family_id])),
        (episode.key_worker, reverse("episode_detail", args=[episode.pk])),
        (officer, reverse("transfer_detail", args=[offer.pk])),
        (screener, reverse("screening_referral", args=[referral.reference])),
    ]
    for user, url in pages:
        assert said in text_of(signed_in(client, user).get(url)), url
    own_page = reverse("referral_detail", args=[referral.reference])
    page = text_of(signed_in(client, referral.referrer).get(own_page))
    assert "Held by The SPOC until there is a decision" in page
