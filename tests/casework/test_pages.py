"""The pages of allocation and casework: right person, wrong place, wrong state, twice at once."""

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from casework.codes import State
from casework.models import (
    Allocation,
    Assessment,
    Closing,
    Goal,
    GoalEnd,
    OutcomeScore,
    Plan,
    Review,
    Seen,
    Visit,
)
from families.models import Agreement, Family
from referrals.models import Transfer
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.factories.families import HouseholdFactory, PersonFactory, ResidenceFactory
from tests.factories.referrals import ReferralFactory
from tests.queries import counting

pytestmark = pytest.mark.django_db


@pytest.fixture
def began():
    return timezone.now() - timedelta(days=10)


@pytest.fixture
def episode(began):
    return EpisodeFactory(allocated=True, children=2, started_at=began)


@pytest.fixture
def kim(episode):
    """The key worker."""
    return episode.key_worker


@pytest.fixture
def manager(episode):
    return places.worker(Role.HUB_MANAGER, team=episode.team)


@pytest.fixture
def stranger():
    """A key worker of another hub."""
    return places.worker(Role.KEY_WORKER, team=places.hub("south"))


def signed_in(client, user):
    client.force_login(user)
    return client


def text_of(page):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.content.decode()))


def moment(at, name="happened_at"):
    local = timezone.localtime(at)
    parts = {"day": local.day, "month": local.month, "year": local.year, "time": f"{local:%H:%M}"}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


def once():
    return {"idempotency_key": str(uuid.uuid4())}


def answers(name, episode, began):
    """What one would type on each form."""
    at = moment(began + timedelta(days=2))
    child = episode.children.order_by("id").first().person
    goal = {
        "text": "Sleep well",
        "outcome": "health",
        "by_on_day": "1",
        "by_on_month": "3",
        "by_on_year": "2030",
    }
    first = {f"goal_1_{key}": value for key, value in goal.items()}
    return once() | {
        "visit_add": {**at, "kind": "home", "notes": "All well.", "seen": [str(child.pk)],
                      f"alone_{child.pk}": "on", f"wishes_{child.pk}": "A dog"},
        "assessment_add": {**at, "strengths": "Close", "needs": "Sleep", "analysis": "Start there"},
        "plan_add": {**at, **first},
        "goal_add": goal,
        "goal_end": {**at, "ending": "met"},
        "review_add": {**at, "notes": "Better"},
        "score_add": {**at, "scored_at": "assessment", "score_health": "2"},
        "episode_close": {"reason": "universal", "summary": "Done", "version": episode.version},
        "episode_step_up": {},
    }[name]  # fmt: skip


MAKES = {
    "visit_add": Visit,
    "assessment_add": Assessment,
    "plan_add": Plan,
    "goal_add": Goal,
    "goal_end": GoalEnd,
    "review_add": Review,
    "score_add": OutcomeScore,
    "episode_close": Closing,
    "episode_step_up": Transfer,
}


@dataclass
class Form:
    name: str
    url: str
    sent: dict
    model: type


@pytest.fixture(params=MAKES)
def form(request, episode, began):
    """Each form, with the facts before it in place."""
    name = request.param
    at = began + timedelta(days=1)
    facts = {"episode": episode, "happened_at": at, "due_at": at}
    if name in ("plan_add", "goal_add", "review_add", "goal_end"):
        Assessment.objects.create(**facts)
    if name in ("goal_add", "review_add", "goal_end"):
        Plan.objects.create(**facts)
    target = episode.pk
    if name == "goal_end":
        goal = Goal.objects.create(
            episode=episode, outcome="health", text="Sleep", by_on="2030-01-01", happened_at=at
        )
        target = goal.pk
    return Form(name, reverse(name, args=[target]), answers(name, episode, began), MAKES[name])


# They also move the episode or open the record to others.
MORE_THAN_ONE_FACT = ("episode_close", "episode_step_up")
WITH_TEXT = ("visit_add", "assessment_add", "plan_add", "goal_add", "review_add", "episode_close")


class TestForms:
    def test_the_key_worker_records_once_however_often_it_is_sent(self, client, kim, form):
        before = form.model.objects.count()
        signed_in(client, kim)
        assert client.get(form.url).status_code == 200
        for _ in range(2):
            page = client.post(form.url, form.sent)
            assert page.status_code == 302, text_of(page)
        assert form.model.objects.count() == before + 1

    def test_a_manager_of_the_team_may_too(self, client, manager, form):
        assert signed_in(client, manager).post(form.url, form.sent).status_code == 302

    @pytest.mark.parametrize("who", ["stranger", "screener", "practitioner", "former"])
    def test_nobody_else(self, client, form, stranger, episode, who):
        users = {
            "stranger": stranger,
            "screener": places.worker(Role.SCREENER, team=places.spoc()),
            "practitioner": places.UserFactory(),
            "former": places.worker(Role.KEY_WORKER, team=places.hub("south")),
        }
        if who == "former":  # may still read it for 30 days
            episode.family.access.create(user=users[who], basis="episode")
        before = form.model.objects.count()
        signed_in(client, users[who])
        for page in (client.get(form.url), client.post(form.url, form.sent)):
            assert page.status_code == 404
        assert form.model.objects.count() == before

    def test_a_restricted_family_is_not_there(self, client, kim, form, episode):
        Family.objects.filter(pk=episode.family_id).update(restricted=True)
        assert signed_in(client, kim).post(form.url, form.sent).status_code == 404

    @pytest.mark.parametrize("form", sorted(MAKES.keys() - {"episode_step_up"}), indirect=True)
    def test_a_closed_episode_takes_nothing_more(self, client, kim, form, episode):
        type(episode).objects.filter(pk=episode.pk).update(
            state=State.CLOSED, closed_at=timezone.now()
        )
        before = form.model.objects.count()
        page = signed_in(client, kim).post(form.url, form.sent)
        assert page.status_code == 200
        assert "“closed”" in text_of(page)
        assert form.model.objects.count() == before

    def test_costs_ten_queries_at_most(self, client, kim, form):
        signed_in(client, kim)
        with counting() as showing:
            client.get(form.url)
        with counting() as sending:
            client.post(form.url, form.sent)
        assert len(showing) <= 10, showing
        if form.name not in MORE_THAN_ONE_FACT:
            assert len(sending) <= 10, sending

    @pytest.mark.parametrize("form", WITH_TEXT, indirect=True)
    def test_nothing_typed_is_lost_on_an_error(self, client, kim, form):
        typed = [
            key for key in ("notes", "needs", "summary", "text", "goal_1_text") if key in form.sent
        ]
        wrong = {"reason": "", "ending": "", "outcome": "", "goal_1_outcome": "", "kind": "x"}
        page = signed_in(client, kim).post(
            form.url,
            form.sent
            | moment(timezone.now() + timedelta(days=9))
            | wrong
            | {typed[0]: "Typed by me"},
        )
        assert page.status_code == 200
        assert "There is a problem" in text_of(page)
        assert "Typed by me" in page.content.decode()

    @pytest.mark.parametrize("form", sorted(MAKES.keys() - {"episode_step_up"}), indirect=True)
    @pytest.mark.parametrize("bad", ["\x00", "9" * 30, "0"])
    def test_bad_input_gets_a_sentence(self, client, kim, form, bad):
        before = form.model.objects.count()
        page = signed_in(client, kim).post(
            form.url,
            dict.fromkeys(form.sent, bad) | {"idempotency_key": form.sent["idempotency_key"]},
        )
        assert page.status_code == 200
        assert "There is a problem" in text_of(page)
        assert form.model.objects.count() == before


def test_a_visit_keeps_who_was_seen_alone(client, kim, episode, began):
    signed_in(client, kim).post(
        reverse("visit_add", args=[episode.pk]), answers("visit_add", episode, began)
    )
    seen = Seen.objects.get()
    assert (seen.alone, seen.wishes) == (True, "A dog")


def test_a_visit_is_corrected_and_the_first_text_kept(client, kim, episode, began):
    visit = Visit.objects.create(
        episode=episode, kind="home", notes="Wrong", happened_at=began, by=kim
    )
    url = reverse("visit_correct", args=[visit.pk])
    page = signed_in(client, kim).get(url)
    assert "Wrong" in text_of(page)
    sent = answers("visit_add", episode, began)
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    assert Visit.objects.current().get().notes == "All well."
    assert Visit.objects.count() == 2
    again = client.post(url, sent | once())
    assert "corrected this visit already" in text_of(again)


def test_a_stranger_corrects_nothing(client, stranger, episode, began):
    visit = Visit.objects.create(episode=episode, kind="home", notes="x", happened_at=began)
    sent = answers("visit_add", episode, began)
    page = signed_in(client, stranger).post(reverse("visit_correct", args=[visit.pk]), sent)
    assert page.status_code == 404
    assert Visit.objects.count() == 1


def test_a_second_goal_that_is_begun_must_be_finished(client, kim, episode, began):
    Assessment.objects.create(episode=episode, happened_at=began, due_at=began)
    sent = answers("plan_add", episode, began) | {"goal_2_text": "Eat together"}
    page = signed_in(client, kim).post(reverse("plan_add", args=[episode.pk]), sent)
    assert "Select the outcome of goal 2" in text_of(page)
    assert "Enter the date of goal 2" in text_of(page)
    assert not Plan.objects.exists()


def test_losing_contact_asks_for_the_risk_check(client, kim, episode, began):
    sent = answers("episode_close", episode, began) | {"reason": "lost_contact"}
    url = reverse("episode_close", args=[episode.pk])
    page = signed_in(client, kim).post(url, sent)
    assert "how you know that the children are safe" in text_of(page)
    done = client.post(url, sent | {"check_lost_contact": "School sees them."})
    assert done.status_code == 302
    assert Closing.objects.get().risk_check == "School sees them."


def test_closing_from_an_old_page_is_refused_and_keeps_the_text(client, kim, episode, began):
    sent = answers("episode_close", episode, began) | {"summary": "Typed in vain"}
    type(episode).objects.filter(pk=episode.pk).update(version=9)
    page = signed_in(client, kim).post(reverse("episode_close", args=[episode.pk]), sent)
    assert "Somebody else changed this episode" in text_of(page)
    assert "Typed in vain" in text_of(page)
    assert 'value="9"' in page.content.decode()


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
        elsewhere = EpisodeFactory(allocated=True, started_at=began)
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
