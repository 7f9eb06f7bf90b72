"""The pages that show a family and its episode, and who may open them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from casework.models import (
    Goal,
    Seen,
    Visit,
)
from families.models import Agreement, Family
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.factories.families import HouseholdFactory, PersonFactory, ResidenceFactory
from tests.factories.referrals import ReferralFactory
from tests.pages import signed_in, text_of
from tests.queries import counting

pytestmark = pytest.mark.django_db


class TestMyFamilies:
    def test_new_ones_stand_first_until_they_are_opened(self, client, episode, kim, began):
        new = EpisodeFactory(
            allocated=True,
            key_worker=kim,
            team=episode.team,
            started_at=began,
            first_opened_at=None,
        )
        text = text_of(signed_in(client, kim).get("/families/mine/"))
        assert text.index("New to you") < text.index(new.family.name) < text.index("Open ")
        client.get(reverse("episode_detail", args=[new.pk]))
        assert "New to you" not in text_of(client.get("/families/mine/"))

    def test_stand_in_the_order_of_what_is_due(self, client, episode, kim):
        later = EpisodeFactory(
            allocated=True, key_worker=kim, team=episode.team, started_at=timezone.now()
        )
        text = text_of(signed_in(client, kim).get("/families/mine/"))
        assert text.index(episode.family.name) < text.index(later.family.name)
        assert "First visit" in text and "overdue" in text

    def test_a_manager_sees_the_teams(self, client, episode, manager, stranger):
        other = EpisodeFactory(allocated=True, key_worker=stranger, team=places.hub("south"))
        text = text_of(signed_in(client, manager).get("/families/mine/"))
        assert episode.family.name in text
        assert other.family.name not in text

    def test_empty_says_what_happens_next(self, client, stranger):
        assert "You have no open family" in text_of(
            signed_in(client, stranger).get("/families/mine/")
        )

    def test_costs_six_queries_however_many(self, client, episode, kim):
        signed_in(client, kim)
        with counting() as for_one:
            client.get("/families/mine/")
        for _ in range(4):
            EpisodeFactory(allocated=True, key_worker=kim, team=episode.team)
        with counting() as for_many:
            client.get("/families/mine/")
        assert len(for_one) == len(for_many) <= 6


PAGES = (
    "episode_detail",
    "episode_chronology",
    "episode_assessment",
    "episode_plan",
    "episode_visits",
)


@pytest.mark.parametrize("name", PAGES)
class TestReading:
    def test_who_may_open_the_family(self, client, name, episode, kim, manager):
        url = reverse(name, args=[episode.pk])
        for user in (kim, manager):
            page = signed_in(client, user).get(url)
            assert page.status_code == 200
            assert episode.family.name in text_of(page)
        event = Event.objects.filter(verb=name, actor_id=kim.pk).get()
        assert event.ids == [episode.pk]

    def test_nobody_else(self, client, name, episode, stranger):
        for user in (stranger, places.worker(Role.SCREENER, team=places.spoc())):
            page = signed_in(client, user).get(reverse(name, args=[episode.pk]))
            assert page.status_code == 404

    def test_costs_twelve_queries_at_most(self, client, name, episode, kim, began):
        for n in range(3):
            visit = Visit.objects.create(
                episode=episode, kind="home", notes="x", happened_at=began, by=kim
            )
            Seen.objects.create(visit=visit, person=episode.children.first().person)
            Goal.objects.create(
                episode=episode,
                outcome="health",
                text=f"G{n}",
                by_on="2030-01-01",
                happened_at=began,
            )
        signed_in(client, kim)
        with counting() as queries:
            client.get(reverse(name, args=[episode.pk]))
        assert len(queries) <= 12, queries


class TestChronology:
    def test_unites_what_the_user_may_see_newest_first(self, client, episode, kim, began):
        referral = ReferralFactory(family=episode.family, submitted_at=began - timedelta(days=1))
        Visit.objects.create(
            episode=episode, kind="home", notes="They moved house.", by=kim,
            happened_at=began + timedelta(days=3),
        )  # fmt: skip
        hers = {"team": episode.team, "key_worker": kim}
        for others in (hers, {}):  # another family of the same key worker, and a stranger's
            elsewhere = EpisodeFactory(allocated=True, started_at=began, **others)
            Visit.objects.create(episode=elsewhere, kind="home", notes="Secret", happened_at=began)
        page = signed_in(client, kim).get(reverse("episode_chronology", args=[episode.pk]))
        text = text_of(page)
        assert text.index("They moved house.") < text.index(f"Referral sent: {referral.reference}")
        assert "Secret" not in text

    def test_leaves_out_what_was_corrected(self, client, episode, kim, began):
        Visit.objects.create(
            episode=episode, kind="home", notes="Wrong text", happened_at=began,
            superseded_at=timezone.now(),
        )  # fmt: skip
        page = signed_in(client, kim).get(reverse("episode_chronology", args=[episode.pk]))
        assert "Wrong text" not in text_of(page)


class TestFamilyPage:
    def test_masks_a_protected_address(self, client, episode, kim):
        home = ResidenceFactory(
            household=HouseholdFactory(family=episode.family),
            protected=True,
            address="7 Hidden Way",
        )
        page = signed_in(client, kim).get(reverse("family_detail", args=[episode.family_id]))
        text = text_of(page)
        assert "Address protected" in text
        assert "Hidden Way" not in text and home.postcode not in text

    def test_shows_agreements_and_people(self, client, episode, kim):
        mother = PersonFactory(family=episode.family, first_name="Grace")
        Agreement.objects.create(
            family=episode.family, person=mother, purpose="help", answer="agreed",
            happened_at=timezone.now(),
        )  # fmt: skip
        text = text_of(
            signed_in(client, kim).get(reverse("family_detail", args=[episode.family_id]))
        )
        assert "Grace" in text and "Agreed" in text
        assert "Family Solutions" in text

    def test_is_closed_to_others(self, client, episode, stranger, kim):
        url = reverse("family_detail", args=[episode.family_id])
        assert signed_in(client, stranger).get(url).status_code == 404
        Family.objects.filter(pk=episode.family_id).update(restricted=True)
        assert signed_in(client, kim).get(url).status_code == 404

    def test_costs_ten_queries_at_most(self, client, episode, kim):
        ReferralFactory(family=episode.family)
        signed_in(client, kim)
        with counting() as queries:
            client.get(reverse("family_detail", args=[episode.family_id]))
        assert len(queries) <= 10, queries
