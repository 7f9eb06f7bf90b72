"""Social care's pages: the offers, the record behind each, and the two answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.govuk.times import local
from accounts.roles import Role
from audit.models import Event
from families.models import Family
from referrals import actions as referrals
from referrals.codes import Outcome, State
from referrals.models import Transfer
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.factories.families import HouseholdFactory, ResidenceFactory
from tests.factories.referrals import ReferralFactory
from tests.pages import once, signed_in, text_of
from tests.queries import counting

pytestmark = pytest.mark.django_db


@pytest.fixture
def screener():
    places.spoc_managers()
    return places.worker(Role.SCREENER, team=places.spoc())


@pytest.fixture
def officer():
    return places.worker(Role.SOCIAL_CARE, team=places.social_care())


@pytest.fixture
def offer(screener, officer):
    return make_offer(screener)


def make_offer(screener, **facts):
    referral = ReferralFactory(submitted_at=timezone.now() - timedelta(minutes=9), **facts)
    ResidenceFactory(
        household=HouseholdFactory(family=referral.family), protected=True, address="7 Hidden Way"
    )
    own = referrals.record_own_level(referral=referral, level=4, by=screener)
    referrals.decide(
        referral=own, by=screener, level=4, outcome=Outcome.SOCIAL_CARE, words="x",
        reason="A burn that nobody explains.", version=own.version,
    )  # fmt: skip
    return Transfer.objects.get(referral=referral)


def answer(client, name, transfer, **data):
    return client.post(reverse(name, args=[transfer.pk]), once() | data)


class TestList:
    def test_shows_the_most_urgent_first(self, client, screener, officer, offer):
        urgent = make_offer(screener, red_flag=True)
        page = signed_in(client, officer).get("/transfers/")
        text = text_of(page)
        assert text.index(urgent.referral.reference) < text.index(offer.referral.reference)
        assert "Immediate" in text
        seen = Event.objects.get(verb="transfer_list").ids
        assert seen == sorted([offer.family_id, urgent.family_id])

    def test_answered_ones_have_left(self, client, officer, offer):
        referrals.accept_transfer(transfer=offer, by=officer)
        assert "No transfer waits" in text_of(signed_in(client, officer).get("/transfers/"))

    def test_a_restricted_family_gives_no_sign(self, client, officer, offer):
        Family.objects.filter(pk=offer.family_id).update(restricted=True)
        signed_in(client, officer)
        assert "No transfer waits" in text_of(client.get("/transfers/"))
        assert client.get(reverse("transfer_detail", args=[offer.pk])).status_code == 404

    def test_costs_five_queries_however_many(self, client, screener, officer, offer):
        signed_in(client, officer)
        with counting() as for_one:
            client.get("/transfers/")
        for _ in range(3):
            make_offer(screener)
        with counting() as for_many:
            client.get("/transfers/")
        assert len(for_one) == len(for_many) <= 5


class TestDetail:
    def test_shows_why_and_what_was_sent_with_the_address_masked(self, client, officer, offer):
        page = signed_in(client, officer).get(reverse("transfer_detail", args=[offer.pk]))
        text = text_of(page)
        assert "A burn that nobody explains." in text
        assert "hungry and tired" in text
        assert "Address protected" in text and "Hidden Way" not in text

    def test_costs_twelve_queries_at_most(self, client, officer, offer):
        signed_in(client, officer)
        with counting() as queries:
            client.get(reverse("transfer_detail", args=[offer.pk]))
        assert len(queries) <= 12, queries

    def test_a_step_up_from_work_has_no_referral(self, client, officer):
        episode = EpisodeFactory(allocated=True)
        offer = referrals.offer_step_up(family=episode.family, by=episode.key_worker)
        page = signed_in(client, officer).get(reverse("transfer_detail", args=[offer.pk]))
        assert "From early help work" in text_of(page)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("transfer_accept", {}, "accepted"),
        ("transfer_refuse", {"reason": "No level 4."}, "refused"),
    ],
)
class TestAnswer:
    def test_twice_is_once(self, client, officer, offer, name, data, said):
        signed_in(client, officer)
        for _ in range(2):
            assert answer(client, name, offer, **data).status_code == 302
        offer.refresh_from_db()
        assert (offer.answer, offer.answered_by) == (said, officer)

    def test_is_not_for_others(self, client, screener, offer, name, data, said):
        elsewhere = places.worker(Role.SOCIAL_CARE, team=places.hub())  # not of social care's team
        for user in (screener, elsewhere, places.UserFactory()):
            assert answer(signed_in(client, user), name, offer, **data).status_code == 404
        offer.refresh_from_db()
        assert offer.answer == ""

    def test_a_second_officer_is_told(self, client, officer, offer, name, data, said):
        colleague = places.worker(Role.SOCIAL_CARE, team=places.social_care())
        referrals.accept_transfer(transfer=offer, by=colleague)
        page = answer(signed_in(client, officer), name, offer, **data)
        assert "answered already" in text_of(page)
        offer.refresh_from_db()
        assert offer.answered_by == colleague


@pytest.mark.parametrize("reason", ["", "\x00", " "])
def test_a_refusal_without_a_reason_gets_a_sentence(client, officer, offer, reason):
    page = answer(signed_in(client, officer), "transfer_refuse", offer, reason=reason)
    assert page.status_code == 200
    assert "There is a problem" in text_of(page)
    offer.refresh_from_db()
    assert offer.answer == ""


def test_a_refused_family_is_back_on_the_board(client, screener, officer, offer):
    answer(signed_in(client, officer), "transfer_refuse", offer, reason="No level 4 need.")
    offer.referral.refresh_from_db()
    assert offer.referral.state == State.SUBMITTED
    assert offer.referral.reference in text_of(signed_in(client, screener).get("/screening/"))


class TestTheCall:
    def test_a_missing_call_shows_and_then_who_answered(self, client, screener, officer):
        offer = make_offer(screener, red_flag=True)
        signed_in(client, screener)
        url = reverse("transfer_detail", args=[offer.pk])
        assert "No call is recorded yet" in text_of(client.get(url))
        now = local(timezone.now())
        sent = once() | {
            "spoke_to": "Jo Adeyemi", "called_at_day": now.day, "called_at_month": now.month,
            "called_at_year": now.year, "called_at_time": f"{now:%H:%M}",
        }  # fmt: skip
        for _ in range(2):
            page = client.post(reverse("transfer_call", args=[offer.pk]), sent)
            assert page.status_code == 302, text_of(page)
        assert offer.calls.get().spoke_to == "Jo Adeyemi"
        text = text_of(client.get(url))
        assert "Jo Adeyemi answered" in text and "No call is recorded yet" not in text

    def test_the_name_is_asked_for(self, client, screener, officer):
        offer = make_offer(screener, red_flag=True)
        page = signed_in(client, screener).post(
            reverse("transfer_call", args=[offer.pk]), once() | {"said": "They come today."}
        )
        assert "social worker’s name" in text_of(page) and "They come today." in text_of(page)
        assert not offer.calls.exists()

    def test_is_not_for_those_who_answer(self, client, screener, officer):
        offer = make_offer(screener, red_flag=True)
        url = reverse("transfer_call", args=[offer.pk])
        assert signed_in(client, officer).post(url, once()).status_code == 404
