"""From the decision to a key worker."""

from datetime import date, timedelta

import pytest

from accounts.roles import Role
from audit.errors import Refused, Stale
from audit.models import Event, Message
from casework import actions as casework
from casework.capacity import key_workers
from casework.codes import State
from casework.models import Allocation, Episode
from families.models import Family, FamilyAccess
from localities.models import Membership
from referrals import actions as referrals
from referrals.codes import Outcome
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.factories.families import HouseholdFactory, ResidenceFactory
from tests.factories.referrals import MONDAY, ReferralFactory

pytestmark = pytest.mark.django_db
DECIDED = MONDAY + timedelta(hours=1)
ALLOCATED = MONDAY + timedelta(hours=3)


@pytest.fixture
def screener():
    places.spoc_managers()
    return places.worker(Role.SCREENER, team=places.spoc())


@pytest.fixture
def hub():
    return places.hub("south")


@pytest.fixture
def manager(hub):
    return places.worker(Role.HUB_MANAGER, team=hub)


@pytest.fixture
def key_worker(hub):
    return places.worker(Role.KEY_WORKER, team=hub, name="Kemi Key")


def decide(referral, by, outcome=Outcome.FAMILY_SOLUTIONS, level=3, at=DECIDED):
    referrals.record_own_level(referral=referral, level=3, by=by, at=at)
    referral.refresh_from_db()
    return referrals.decide(
        referral=referral, by=by, level=level, outcome=outcome, reason="As agreed.", words="Help.",
        version=referral.version, at=at,
    )  # fmt: skip


def live_in(family, locality):
    ward = places.WardFactory(locality=locality)
    ResidenceFactory(household=HouseholdFactory(family=family), ward=ward)
    return ward


class TestAfterTheDecision:
    def test_family_solutions_opens_an_episode_in_the_familys_hub(self, screener, hub, manager):
        referral = ReferralFactory(children=2)
        ward = live_in(referral.family, hub.locality)

        decide(referral, screener)

        episode = Episode.objects.get(referral=referral)
        assert (episode.state, episode.team, episode.level) == (State.WAITING, hub, 3)
        assert episode.locality == hub.locality
        assert episode.started_at == DECIDED
        assert episode.allocation_due_at == DECIDED + timedelta(days=1)
        assert [m.verb for m in episode.moves.all()] == ["open"]
        assert Family.objects.visible_to(manager).filter(pk=episode.family_id).exists()
        joined = episode.children.order_by("id").first()
        assert episode.children.count() == 2
        assert (joined.ward, joined.locality) == (ward, hub.locality)
        assert (joined.age_band, joined.sex, joined.ethnic_group) == ("10-14", "F", "BAFR")
        assert joined.joined_on == DECIDED.date()

    def test_a_home_outside_goes_to_the_first_hub(self, screener, hub):
        decide(ReferralFactory(), screener)
        first = Episode.objects.get().team
        assert first.locality.position == min(
            t.locality.position for t in places.Team.objects.filter(kind="hub")
        )

    @pytest.mark.parametrize(
        ("outcome", "level"),
        [(Outcome.ADVICE, 1), (Outcome.PARTNER_LED, 2), (Outcome.SOCIAL_CARE, 4),
         (Outcome.LINKED, 3), (Outcome.NO_FURTHER_ACTION, 1)],
    )  # fmt: skip
    def test_nothing_else_opens_one(self, screener, outcome, level):
        decide(ReferralFactory(), screener, outcome, level)
        assert not Episode.objects.exists()

    def test_a_family_that_is_helped_already_gets_no_second_episode(self, screener, hub):
        open_now = EpisodeFactory(allocated=True, team=hub)
        referral = ReferralFactory(family=open_now.family)
        with pytest.raises(Refused, match="helped already") as refused:
            decide(referral, screener)
        assert refused.value.field == "outcome"
        assert not referral.decisions.exists()

    def test_linked_tells_the_key_worker_the_same_day(self, screener, hub):
        open_now = EpisodeFactory(allocated=True, team=hub)
        decide(ReferralFactory(family=open_now.family), screener, Outcome.LINKED)
        mail = Message.objects.get(to=open_now.key_worker.email)
        assert open_now.family.name not in mail.body

    def decide_again(self, referral, screener, outcome):
        manager = places.worker(Role.SPOC_MANAGER, team=places.spoc_managers())
        referral.refresh_from_db()
        later = DECIDED + timedelta(hours=1)
        referrals.reopen(
            referral=referral, reason="New facts.", version=referral.version, by=manager, at=later
        )
        decide(referral, screener, outcome, at=later + timedelta(hours=1))

    def test_another_decision_takes_back_what_nobody_began(self, screener, hub):
        referral = ReferralFactory()
        decide(referral, screener)
        self.decide_again(referral, screener, Outcome.OTHER_SERVICE)
        episode = Episode.objects.get()
        assert episode.state == State.CLOSED
        assert [m.verb for m in episode.moves.order_by("id")] == ["open", "undo"]
        assert not episode.closings.exists()  # it counts as no closure
        assert not FamilyAccess.objects.open().filter(team=episode.team).exists()

    def test_the_same_decision_again_keeps_the_episode(self, screener, hub):
        referral = ReferralFactory()
        decide(referral, screener)
        self.decide_again(referral, screener, Outcome.FAMILY_SOLUTIONS)
        assert Episode.objects.get().state == State.WAITING


class TestAllocate:
    @pytest.fixture
    def episode(self, hub):
        return EpisodeFactory(team=hub)

    def allocate(self, episode, worker, manager, **changes):
        facts = {"version": episode.version, "note": "Lives near you.", "at": ALLOCATED}
        return casework.allocate(episode=episode, worker=worker, by=manager, **(facts | changes))

    def test_gives_the_family_to_a_key_worker(self, episode, key_worker, manager):
        self.allocate(episode, key_worker, manager)
        episode.refresh_from_db()
        assert (episode.state, episode.key_worker) == (State.OPEN, key_worker)
        assert episode.first_allocated_at == ALLOCATED
        assert episode.first_opened_at is None  # new to them
        given = Allocation.objects.get()
        assert (given.worker, given.by, given.happened_at) == (key_worker, manager, ALLOCATED)
        assert Family.objects.visible_to(key_worker).filter(pk=episode.family_id).exists()
        assert Message.objects.filter(to=key_worker.email).count() == 1
        assert Event.objects.filter(verb="casework.allocate", actor_id=manager.pk).exists()

    def test_to_another_keeps_the_first_allocation(self, episode, key_worker, manager, hub):
        self.allocate(episode, key_worker, manager)
        second = places.worker(Role.KEY_WORKER, team=hub)
        episode.refresh_from_db()
        later = ALLOCATED + timedelta(days=3)
        self.allocate(episode, second, manager, at=later)
        episode.refresh_from_db()
        assert episode.key_worker == second
        assert episode.first_allocated_at == ALLOCATED
        assert Allocation.objects.count() == 2
        before = FamilyAccess.objects.get(user=key_worker)
        assert before.until_at == later + timedelta(days=30)

    def test_only_to_key_workers_of_the_team(self, episode, manager):
        elsewhere = places.worker(Role.KEY_WORKER, team=places.hub("north"))
        for nobody in (elsewhere, manager):
            with pytest.raises(Refused) as refused:
                self.allocate(episode, nobody, manager)
            assert refused.value.field == "worker"
        assert not Allocation.objects.exists()

    def test_not_to_one_who_has_left(self, episode, key_worker, manager):
        Membership.objects.filter(user=key_worker).update(until_on=date(2026, 11, 1))
        with pytest.raises(Refused, match="Choose a key worker"):
            self.allocate(episode, key_worker, manager)

    def test_not_twice_to_the_same(self, episode, key_worker, manager):
        self.allocate(episode, key_worker, manager)
        episode.refresh_from_db()
        with pytest.raises(Refused, match="already"):
            self.allocate(episode, key_worker, manager)

    def test_not_from_an_old_page(self, episode, key_worker, manager):
        self.allocate(episode, key_worker, manager)
        with pytest.raises(Stale):
            self.allocate(episode, key_worker, manager, version=1)

    def test_not_when_closed(self, key_worker, manager, hub):
        closed = EpisodeFactory(team=hub, state=State.CLOSED, closed_at=ALLOCATED)
        with pytest.raises(Refused, match="closed"):
            self.allocate(closed, key_worker, manager)

    def test_is_new_until_its_own_worker_looks(self, episode, key_worker, manager):
        self.allocate(episode, key_worker, manager)
        casework.open_by_worker(episode=episode, by=manager, at=ALLOCATED)
        episode.refresh_from_db()
        assert episode.first_opened_at is None
        for hours in (1, 2):
            at = ALLOCATED + timedelta(hours=hours)
            casework.open_by_worker(episode=episode, by=key_worker, at=at)
        episode.refresh_from_db()
        assert episode.first_opened_at == ALLOCATED + timedelta(hours=1)


class TestCapacity:
    def test_counts_open_children_of_each_key_worker(self, hub, manager):
        half = places.worker(Role.KEY_WORKER, team=hub, name="Half Time", fte="0.5", capacity=18)
        EpisodeFactory(team=hub, allocated=True, key_worker=half, children=3)
        EpisodeFactory(team=hub, allocated=True, key_worker=half, children=2)
        EpisodeFactory(
            team=hub, allocated=True, key_worker=half, state=State.CLOSED, closed_at=ALLOCATED
        )
        gone = EpisodeFactory(team=hub, allocated=True, key_worker=half, children=1)
        gone.children.update(left_on=date(2026, 11, 17))
        places.worker(Role.KEY_WORKER, team=places.hub("north"))
        (found,) = [w for w in key_workers([hub.pk], on=date(2026, 11, 18)) if w.name == half.name]
        assert (found.families, found.children, found.capacity, found.room) == (2, 5, 9, 4)
        assert {w.worker_id for w in key_workers([hub.pk], on=date(2026, 11, 18))} == {half.pk}

    def test_a_restricted_family_is_not_counted(self, hub, key_worker):
        hidden = EpisodeFactory(team=hub, allocated=True, key_worker=key_worker)
        Family.objects.filter(pk=hidden.family_id).update(restricted=True)
        (found,) = key_workers([hub.pk], on=date(2026, 11, 18))
        assert found.children == 0

    def test_is_one_query(self, hub, django_assert_num_queries):
        for _ in range(3):
            EpisodeFactory(team=hub, allocated=True)
        with django_assert_num_queries(1):
            assert len(key_workers([hub.pk], on=date(2026, 11, 18))) == 3
