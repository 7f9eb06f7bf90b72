"""The allocation board, and giving a family to a key worker."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from casework.codes import State
from casework.models import (
    Allocation,
)
from families.models import Family
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.pages import once, signed_in, text_of
from tests.queries import counting

pytestmark = pytest.mark.django_db


class TestAllocation:
    @pytest.fixture
    def waiting(self, began):
        return EpisodeFactory(started_at=began, children=2)

    @pytest.fixture
    def lead(self, waiting):
        return places.worker(Role.HUB_MANAGER, team=waiting.team)

    @pytest.fixture
    def nia(self, waiting):
        return places.worker(Role.KEY_WORKER, team=waiting.team, name="Nia Newman")

    def test_the_board_shows_who_waits_and_who_has_room(self, client, waiting, lead, nia):
        EpisodeFactory(team=waiting.team, allocated=True, key_worker=nia, children=3)
        text = text_of(signed_in(client, lead).get("/allocation/"))
        assert waiting.family.name in text
        assert "overdue" in text
        assert "Nia Newman" in text and "Room for 14" in text
        assert Event.objects.get(verb="allocation_board").ids == [waiting.pk]

    def test_the_board_costs_six_queries_however_many_wait(self, client, waiting, lead, nia):
        signed_in(client, lead)
        with counting() as for_one:
            client.get("/allocation/")
        for _ in range(5):
            EpisodeFactory(team=waiting.team, children=2)
            EpisodeFactory(team=waiting.team, allocated=True)
        with counting() as for_many:
            client.get("/allocation/")
        assert len(for_one) == len(for_many) <= 6, for_many

    def test_another_localitys_manager_sees_and_changes_nothing(self, client, waiting, nia):
        other = places.worker(Role.HUB_MANAGER, team=places.hub("south"))
        signed_in(client, other)
        assert waiting.family.name not in text_of(client.get("/allocation/"))
        url = reverse("allocation_episode", args=[waiting.pk])
        sent = once() | {"worker": nia.pk, "version": 1}
        assert client.get(url).status_code == client.post(url, sent).status_code == 404
        assert not Allocation.objects.exists()

    def test_the_head_sees_every_locality(self, client, waiting):
        leaders = places.TeamFactory(code="leadership", kind="leadership")
        head = places.worker(Role.HEAD, team=leaders)
        waiting.family.access.create(team=leaders, basis="front_door")
        assert waiting.family.name in text_of(signed_in(client, head).get("/allocation/"))

    def test_a_restricted_family_gives_no_sign(self, client, waiting, lead):
        Family.objects.filter(pk=waiting.family_id).update(restricted=True)
        text = text_of(signed_in(client, lead).get("/allocation/"))
        assert "Every family has a key worker" in text

    def test_giving_twice_is_giving_once(self, client, waiting, lead, nia):
        signed_in(client, lead)
        url = reverse("allocation_episode", args=[waiting.pk])
        assert "room for 17" in text_of(client.get(url))
        sent = once() | {"worker": nia.pk, "version": waiting.version, "note": "Near you"}
        for _ in range(2):
            assert client.post(url, sent).status_code == 302
        assert Allocation.objects.get().worker == nia

    def test_somebody_else_was_quicker(self, client, waiting, lead, nia):
        type(waiting).objects.filter(pk=waiting.pk).update(version=4)
        page = signed_in(client, lead).post(
            reverse("allocation_episode", args=[waiting.pk]),
            once() | {"worker": nia.pk, "version": 1, "note": "Typed by me"},
        )
        assert "Somebody else changed this episode" in text_of(page)
        assert "Typed by me" in text_of(page) and 'value="4"' in page.content.decode()

    def test_a_worker_of_another_team_is_no_choice(self, client, waiting, lead, nia, stranger):
        page = signed_in(client, lead).post(
            reverse("allocation_episode", args=[waiting.pk]),
            once() | {"worker": stranger.pk, "version": 1},
        )
        assert "There is a problem" in text_of(page)
        assert not Allocation.objects.exists()

    def test_a_closed_one_is_not_there(self, client, waiting, lead, nia):
        type(waiting).objects.filter(pk=waiting.pk).update(
            state=State.CLOSED, closed_at=timezone.now()
        )
        page = signed_in(client, lead).get(reverse("allocation_episode", args=[waiting.pk]))
        assert page.status_code == 404
