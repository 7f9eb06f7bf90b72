"""A family takes back its agreement: what stops, what goes on, who is told, who may look."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Message
from casework import actions as casework
from casework.models import Visit
from families import actions as families
from families.access import grant
from families.models import Agreement, Family, RiskCheck
from referrals.models import Decision
from tests.casework.test_form_pages import moment
from tests.factories import localities as places
from tests.factories.referrals import ReferralFactory
from tests.pages import once, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(episode):
    return reverse("agreement_add", args=[episode.family_id])


def answer(**more):
    at = moment(timezone.now() - timedelta(minutes=2))
    return once() | at | {"purpose": "help", "answer": "agreed", "how": "in person"} | more


@pytest.fixture
def stopped(client, kim, url, manager):
    """The family took back its agreement to be helped."""
    signed_in(client, kim)
    assert client.post(url, answer(answer="withdrawn")).status_code == 302
    return Agreement.objects.get(answer="withdrawn")


def test_written_down_once_and_shown(client, kim, url, episode):
    signed_in(client, kim)
    sent = answer()
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    assert Agreement.objects.filter(family=episode.family, recorded_by=kim).count() == 1
    page = client.get(reverse("family_agreement", args=[episode.family_id]))
    assert "In person" in text_of(page) and kim.name in text_of(page)


def test_a_mistake_keeps_what_was_typed(client, kim, url):
    signed_in(client, kim)
    page = client.post(url, answer(agencies="Nobody knows this agency"))
    assert "We do not know an agency called “Nobody knows this agency”" in text_of(page)
    page = client.post(url, answer(answer="not_asked", basis="vital_interest", reason=""))
    assert "Enter why this reason applies" in text_of(page)


def test_agencies_are_named(client, kim, url):
    agency = places.SiteFactory().agency
    signed_in(client, kim)
    page = client.post(url, answer(purpose="share", agencies=f"{agency.name.upper()}\n"))
    assert page.status_code == 302, text_of(page)
    assert list(Agreement.objects.latest("pk").agencies.all()) == [agency]


@pytest.mark.parametrize("who", ["stranger", "practitioner", "board_member"])
def test_nobody_else(client, url, stranger, who):
    users = {"stranger": stranger, "practitioner": places.UserFactory(),
             "board_member": places.UserFactory(role=Role.BOARD_MEMBER)}  # fmt: skip
    signed_in(client, users[who])
    assert client.get(url).status_code == client.post(url, answer()).status_code == 404


class TestTakenBack:
    def test_voluntary_help_stops_and_nothing_typed_is_lost(self, client, kim, stopped, episode):
        visit = once() | moment(timezone.now()) | {"kind": "home", "notes": "Called by."}
        page = client.post(reverse("visit_add", args=[episode.pk]), visit)
        assert "took back its agreement" in text_of(page) and "Called by." in text_of(page)
        assert not Visit.objects.exists()
        assert "took back its agreement" in text_of(
            client.get(reverse("episode_detail", args=[episode.pk]))
        )

    @pytest.mark.parametrize("kind", ["note", "phone"])
    def test_notes_and_calls_go_on(self, client, stopped, episode, kind):
        visit = once() | moment(timezone.now()) | {"kind": kind, "notes": "Phoned."}
        page = client.post(reverse("visit_add", args=[episode.pk]), visit)
        assert page.status_code == 302, text_of(page)

    def test_a_step_up_is_never_stopped(self, client, stopped, episode):
        sent = once() | {"plan": "He is afraid."}
        page = client.post(reverse("episode_step_up", args=[episode.pk]), sent)
        assert page.status_code == 302, text_of(page)

    def test_the_episode_can_close(self, kim, stopped, episode):
        casework.close(
            episode=episode, reason="chose_to_stop", summary="They wanted to stop.",
            risk_check="The school sees the children.", version=episode.version, by=kim,
        )  # fmt: skip

    def test_agreeing_again_lets_it_go_on(self, client, url, stopped, episode):
        assert client.post(url, answer(happened_at_time="23:59")).status_code == 200  # future
        page = client.post(url, answer() | moment(timezone.now()))
        assert page.status_code == 302, text_of(page)
        assert Family.objects.get(pk=episode.family_id).help_stopped_at is None

    def test_the_teams_manager_is_told_and_checks_once(self, client, manager, stopped, episode):
        mail = Message.objects.get(to=manager.email)
        assert episode.family.name not in mail.subject + mail.body
        signed_in(client, manager)
        assert episode.family.name in text_of(client.get("/"))
        url = reverse("risk_check", args=[stopped.pk])
        sent = once() | {"finding": "safe", "text": "The school sees them."}
        for _ in range(2):
            assert client.post(url, sent).status_code == 302
        assert RiskCheck.objects.get().by == manager
        assert "check that the children" not in text_of(client.get("/")).lower()

    @pytest.mark.parametrize("who", ["kim", "stranger"])
    def test_only_a_manager_who_may_open_it_checks(self, client, who, kim, stranger, stopped):
        signed_in(client, {"kim": kim, "stranger": stranger}[who])
        sent = once() | {"finding": "safe", "text": "Fine."}
        assert client.post(reverse("risk_check", args=[stopped.pk]), sent).status_code == 404

    def test_a_manager_of_another_hub_does_not_find_it(self, client, stopped):
        elsewhere = places.worker(Role.HUB_MANAGER, team=places.hub("south"))
        signed_in(client, elsewhere)
        url = reverse("risk_check", args=[stopped.pk])
        assert client.get(url).status_code == 404
        sent = once() | {"finding": "safe", "text": "All well."}
        assert client.post(url, sent).status_code == 404
        assert not RiskCheck.objects.exists()

    def test_the_page_offers_each_what_they_may_do(self, client, kim, manager, stopped, episode):
        page = reverse("family_agreement", args=[episode.family_id])
        check, write = "Check that the children are safe", "Write down what was said"
        mine = text_of(signed_in(client, kim).get(page))
        assert check not in mine and write in mine
        assert check in text_of(signed_in(client, manager).get(page))
        reads = places.worker(Role.SOCIAL_CARE, team=places.social_care())
        grant(episode.family, basis="transfer", user=reads)
        only_read = signed_in(client, reads).get(page)
        assert only_read.status_code == 200 and write not in text_of(only_read)

    def test_what_was_said_before_stands_apart_and_the_check_is_shown(
        self, client, url, manager, stopped, episode
    ):
        client.post(url, answer(answer="agreed", how="by phone"))
        families.check_risk(agreement=stopped, finding="safe", text="School sees them.", by=manager)
        page = client.get(reverse("family_agreement", args=[episode.family_id]))
        (stands,), (before,) = page.context["standing"], page.context["earlier"]
        assert (stands[2]["text"], before[2]["text"]) == ("Agreed", "Withdrew their agreement")
        assert "School sees them." in text_of(page)

    def test_an_answer_that_stands_has_nothing_to_check(self, client, manager, url, kim):
        signed_in(client, kim)
        client.post(url, answer())
        agreed = Agreement.objects.latest("pk")
        signed_in(client, manager)
        assert client.get(reverse("risk_check", args=[agreed.pk])).status_code == 404


def test_the_referrer_learns_no_more_when_sharing_stops(client, kim, url, episode):
    referrer = places.UserFactory()
    referral = ReferralFactory(
        family=episode.family, state="decided", level=3, outcome="family_solutions",
        referrer=referrer, first_decided_at=timezone.now(),
    )  # fmt: skip
    Decision.objects.create(
        referral=referral, number=1, suggested_level=3, suggested_rule=4, level=3,
        threshold_version="2018-09", outcome="family_solutions", words="A key worker helps.",
        happened_at=timezone.now(), due_at=timezone.now(),
    )  # fmt: skip
    page = reverse("referral_detail", args=[referral.reference])
    assert "A key worker helps." in text_of(signed_in(client, referrer).get(page))
    client.force_login(kim)
    assert client.post(url, answer(purpose="share", answer="withdrawn")).status_code == 302
    said = text_of(signed_in(client, referrer).get(page))
    assert "A key worker helps." not in said and "no longer agrees that we share" in said
