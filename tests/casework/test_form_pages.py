"""Each form of an episode: right person, wrong place, wrong state, twice at once."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from casework.codes import State
from casework.models import (
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
from families.models import Family
from referrals.models import Transfer
from tests.factories import localities as places
from tests.pages import once, signed_in, text_of
from tests.queries import counting

pytestmark = pytest.mark.django_db


def moment(at, name="happened_at"):
    local = timezone.localtime(at)
    parts = {"day": local.day, "month": local.month, "year": local.year, "time": f"{local:%H:%M}"}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


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
        "episode_step_up": {"plan": "He is in danger at home"},
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

    @pytest.mark.parametrize("form", sorted(MAKES), indirect=True)
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
