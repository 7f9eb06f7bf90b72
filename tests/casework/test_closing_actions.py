"""Closing an episode: for which reasons, and what must be done first."""

import pytest
from django.db import IntegrityError, transaction

from accounts.roles import Role
from audit.errors import Refused, Stale
from casework import actions as casework
from casework.codes import ClosingReason, GoalEnding, State
from casework.models import (
    Closing,
    Goal,
)
from families.models import Family, FamilyAccess
from referrals import actions as referrals
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.factories.families import HouseholdFactory, ResidenceFactory
from tests.factories.referrals import MONDAY
from tests.work import DAY, NOW, assess, close, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode():
    return EpisodeFactory(allocated=True, children=2)


@pytest.fixture
def kim(episode):
    """The key worker."""
    return episode.key_worker


class TestClosing:
    def test_ends_the_episode_and_the_key_workers_access_in_thirty_days(self, episode, kim):
        ward = places.WardFactory(locality=episode.locality)
        ResidenceFactory(household=HouseholdFactory(family=episode.family), ward=ward)
        close(episode, kim)
        episode.refresh_from_db()
        assert (episode.state, episode.closed_at) == (State.CLOSED, NOW)
        assert Closing.objects.get().locality == episode.locality
        assert not episode.children.filter(left_on=None).exists()
        assert FamilyAccess.objects.get(user=kim).until_at == NOW + 30 * DAY
        assert Family.objects.visible_to(kim).filter(pk=episode.family_id).exists()

    def test_every_goal_has_an_ending(self, episode, kim):
        assess(episode, kim)
        plan(episode, kim)
        with pytest.raises(Refused, match="how each goal ended"):
            close(episode, kim)
        casework.end_goal(
            goal=Goal.objects.get(), ending=GoalEnding.PARTLY, happened_at=NOW, by=kim, at=NOW
        )
        close(episode, kim)
        assert Closing.objects.count() == 1

    @pytest.mark.parametrize("reason", [ClosingReason.CHOSE_TO_STOP, ClosingReason.LOST_CONTACT])
    def test_two_reasons_need_a_risk_check(self, episode, kim, reason):
        with pytest.raises(Refused) as refused:
            close(episode, kim, reason)
        assert refused.value.field == "risk_check"
        close(episode, kim, reason, risk_check="The school sees them daily.")
        assert Closing.objects.get().risk_check

    def test_the_database_wants_the_risk_check_too(self, episode):
        with (
            pytest.raises(IntegrityError, match="closing_has_its_risk_check"),
            transaction.atomic(),
        ):
            Closing.objects.create(
                episode=episode, reason="lost_contact", summary="x", happened_at=NOW
            )

    def test_stepping_up_needs_social_cares_yes(self, episode, kim):
        officer = places.worker(Role.SOCIAL_CARE, team=places.social_care())
        with pytest.raises(Refused, match="has not accepted"):
            close(episode, kim, ClosingReason.STEPPED_UP)
        offer = referrals.offer_step_up(family=episode.family, by=kim, at=MONDAY + DAY)
        for reason in (ClosingReason.STEPPED_UP, ClosingReason.GOALS_MET):
            with pytest.raises(Refused, match="stays with you"):
                close(episode, kim, reason)
        referrals.accept_transfer(transfer=offer, by=officer, at=MONDAY + 2 * DAY)
        close(episode, kim, ClosingReason.STEPPED_UP)
        assert Closing.objects.get().reason == ClosingReason.STEPPED_UP

    def test_an_acceptance_before_the_episode_does_not_count(self, episode, kim):
        officer = places.worker(Role.SOCIAL_CARE, team=places.social_care())
        offer = referrals.offer_step_up(family=episode.family, by=kim, at=MONDAY - 9 * DAY)
        referrals.accept_transfer(transfer=offer, by=officer, at=MONDAY - 8 * DAY)
        with pytest.raises(Refused, match="has not accepted"):
            close(episode, kim, ClosingReason.STEPPED_UP)

    def test_not_twice_and_not_from_an_old_page(self, episode, kim):
        with pytest.raises(Stale):
            close(episode, kim, version=episode.version + 7)
        close(episode, kim)
        with pytest.raises(Refused, match="closed"):
            close(episode, kim)

    def test_a_waiting_family_may_be_closed_too(self):
        waiting = EpisodeFactory()
        manager = places.worker(Role.HUB_MANAGER, team=waiting.team)
        close(waiting, manager, ClosingReason.MOVED_AWAY)
        assert waiting.moves.last().verb == "close"
