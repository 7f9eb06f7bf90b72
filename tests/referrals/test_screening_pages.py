"""The SPOC's pages: who sees what, what is not yet shown, and what each form does."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from families.models import Family
from referrals import actions as referrals
from referrals.codes import Outcome, State
from referrals.models import Agreed, Decision, Observation, OwnLevel, Referral
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.factories.referrals import ReferralChildFactory, ReferralFactory
from tests.queries import counting

pytestmark = pytest.mark.django_db


@pytest.fixture
def spoc():
    places.spoc_managers()
    return places.spoc()


@pytest.fixture
def screener(spoc):
    return places.worker(Role.SCREENER, team=spoc)


@pytest.fixture
def social_worker(spoc):
    return places.worker(Role.SOCIAL_WORKER, team=spoc)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def referral(screener, now):
    referral = ReferralFactory(submitted_at=now - timedelta(minutes=20), suggested_level=3)
    child = referral.children.get()
    for key in ("child.attendance.3", "child.school_behaviour.3"):
        Observation.objects.create(referral=referral, child=child, key=key)
    return referral


def signed_in(client, user):
    client.force_login(user)
    return client


def post(client, name, referral, prefix, **data):
    sent = {f"{prefix}-{key}": value for key, value in data.items()}
    sent.setdefault(f"{prefix}-idempotency_key", str(uuid.uuid4()))
    return client.post(reverse(name, args=[referral.reference]), sent)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode()))


class TestBoard:
    URL = "/screening/"

    def test_most_urgent_first_with_its_clock(self, client, screener, now):
        calm = ReferralFactory(submitted_at=now - timedelta(minutes=5))
        urgent = ReferralFactory(submitted_at=now - timedelta(minutes=1), red_flag=True)
        page = signed_in(client, screener).get(self.URL)
        body = page.content.decode()
        assert body.index(urgent.reference) < body.index(calm.reference)
        assert "Immediate" in body
        assert "eh-clock" in body
        event = Event.objects.get(verb="screening_board")
        assert event.ids == sorted([calm.pk, urgent.pk])

    def test_decided_ones_have_left(self, client, screener, referral):
        own = referrals.record_own_level(referral=referral, level=3, by=screener)
        referrals.decide(
            referral=own, by=screener, level=3, outcome=Outcome.LINKED, reason="", words="x",
            version=own.version,
        )  # fmt: skip
        assert "Nothing waits for a decision" in text_of(signed_in(client, screener).get(self.URL))

    def test_a_restricted_family_gives_no_sign(self, client, screener, referral):
        Family.objects.filter(pk=referral.family_id).update(restricted=True)
        page = signed_in(client, screener).get(self.URL)
        assert referral.reference not in page.content.decode()
        assert "Nothing waits for a decision" in text_of(page)

    def test_says_nothing_of_the_suggestion(self, client, screener, now):
        ReferralFactory(suggested_level=2, suggested_rule=6, flags=["borderline"], submitted_at=now)
        body = signed_in(client, screener).get(self.URL).content.decode().lower()
        for word in ("borderline", "suggest", "close to level", "level 2", "eh-level"):
            assert word not in body

    def test_shows_the_childrens_ages_and_where_they_live(self, client, screener, now):
        referral = ReferralFactory(submitted_at=now, area="elsewhere", children=0)
        for born_on, due_on in (("2017-11-01", None), (None, "2027-03-03")):
            ReferralChildFactory(referral=referral, person__born_on=born_on, person__due_on=due_on)
        text = text_of(signed_in(client, screener).get(self.URL))
        assert "Lives elsewhere" in text
        assert "9, unborn" in text

    @pytest.mark.parametrize(
        ("query", "found"),
        [("agency=oak+hill", True), ("agency=nothing", False), ("flag=immediate", True),
         ("flag=discuss", False), ("place=elsewhere", True), ("place=unknown", False),
         ("show=mine", False), ("show=free", True), ("show=overdue", False), ("show=asked", False)],
    )  # fmt: skip
    def test_is_searched(self, client, screener, now, query, found):
        referral = ReferralFactory(
            submitted_at=now, site__name="Oak Hill Primary", area="elsewhere", red_flag=True
        )
        body = signed_in(client, screener).get(f"{self.URL}?{query}").content.decode()
        assert (referral.reference in body) == found

    def test_is_searched_by_locality(self, client, screener, now):
        north, south = (places.LocalityFactory(code=code) for code in ("north", "south"))
        here = ReferralFactory(submitted_at=now, locality=north)
        there = ReferralFactory(submitted_at=now, locality=south)
        body = signed_in(client, screener).get(f"{self.URL}?place={north.pk}").content.decode()
        assert here.reference in body and there.reference not in body

    @pytest.mark.parametrize("query", ["agency=%00", "place=99999", "flag=%ED%A0%80", "show=x"])
    def test_bad_search_gets_a_sentence(self, client, screener, referral, query):
        page = signed_in(client, screener).get(f"{self.URL}?{query}")
        assert page.status_code == 200
        assert "govuk-error-message" in page.content.decode()

    def test_costs_six_queries_for_one_row_and_for_a_page(self, client, screener, now):
        signed_in(client, screener)
        ReferralFactory(submitted_at=now)
        with counting() as for_one:
            client.get(self.URL)
        for _ in range(26):
            ReferralFactory(submitted_at=now, children=2)
        with counting() as for_many:
            page = client.get(self.URL)
        assert len(for_one) == len(for_many) <= 6, for_many
        assert "27 in all" in text_of(page)

    def test_goes_on_to_the_next_page(self, client, screener, now):
        for _ in range(27):
            ReferralFactory(submitted_at=now)
        first = signed_in(client, screener).get(self.URL).content.decode()
        following = re.search(r'href="(\?after=[^"]+)" rel="next"', first)[1]
        second = client.get(self.URL + following.replace("&amp;", "&")).content.decode()
        shown = [set(re.findall(r"/screening/(EH-[0-9-]+)/", page)) for page in (first, second)]
        assert [len(references) for references in shown] == [25, 2]
        assert not shown[0] & shown[1]

    @pytest.mark.parametrize(
        "role", [r for r in Role if r not in (Role.SCREENER, Role.SOCIAL_WORKER, Role.SPOC_MANAGER)]
    )
    def test_is_for_the_spoc(self, client, referral, role):
        page = signed_in(client, places.UserFactory(role=role)).get(self.URL)
        assert page.status_code == 404


class TestReferralPage:
    def url(self, referral):
        return reverse("screening_referral", args=[referral.reference])

    def test_shows_what_was_sent(self, client, screener, referral):
        text = text_of(signed_in(client, screener).get(self.url(referral)))
        assert "She comes to school hungry and tired." in text
        assert referral.children.get().person.first_name in text
        assert "First: your own level" in text

    def test_the_suggestion_is_nowhere_before_the_own_level(self, client, screener, referral):
        body = signed_in(client, screener).get(self.url(referral)).content.decode()
        for word in ("suggested", "Two areas are at level 3", "eh-level", "child.attendance.3"):
            assert word not in body
        post(client, "screening_own_level", referral, "own_level", level="2")
        body = client.get(self.url(referral)).content.decode()
        assert "Two areas are at level 3" in body
        assert "eh-level--3" in body and "eh-level--2" in body

    def test_nobody_elses_own_level_opens_it(self, client, screener, social_worker, referral):
        referrals.record_own_level(referral=referral, level=2, by=social_worker)
        body = signed_in(client, screener).get(self.url(referral)).content.decode()
        assert "Two areas are at level 3" not in body

    def test_earlier_referrals_and_episodes_stand_beside_it(self, client, screener, referral):
        before = ReferralFactory(family=referral.family)
        EpisodeFactory(family=referral.family, allocated=True)
        text = text_of(signed_in(client, screener).get(self.url(referral)))
        assert before.reference in text
        assert "Family Solutions" in text

    def test_a_restricted_family_is_not_there(self, client, screener, referral):
        Family.objects.filter(pk=referral.family_id).update(restricted=True)
        assert signed_in(client, screener).get(self.url(referral)).status_code == 404

    def test_costs_twelve_queries_at_most(self, client, screener, referral):
        referrals.record_own_level(referral=referral, level=3, by=screener)
        Referral.objects.update(suggested_level=4, suggested_rule=1, flags=["immediate"])
        signed_in(client, screener)
        with counting() as queries:
            client.get(self.url(referral))
        assert len(queries) <= 12, queries


class TestForms:
    """Right person, wrong place, wrong state, and twice at once, for each way to write."""

    def decision(self, referral, **changes):
        facts = {
            "level": "3", "outcome": "family_solutions", "reason": "",
            "version": referral.version, "words_family_solutions": "A key worker will help.",
        }  # fmt: skip
        return facts | changes

    def test_own_level_twice_is_once(self, client, screener, referral):
        signed_in(client, screener)
        key = str(uuid.uuid4())
        for _ in range(2):
            page = post(client, "screening_own_level", referral, "own_level", level="2",
                        idempotency_key=key)  # fmt: skip
            assert page.status_code == 302
        assert OwnLevel.objects.count() == 1

    def test_decide(self, client, screener, referral):
        places.hub()
        referrals.record_own_level(referral=referral, level=3, by=screener)
        page = post(signed_in(client, screener), "screening_decide", referral, "decide",
                    **self.decision(referral))  # fmt: skip
        assert page.status_code == 302
        decision = Decision.objects.get()
        assert (decision.by, decision.words) == (screener, "A key worker will help.")

    def test_decide_twice_is_once(self, client, screener, referral):
        places.hub()
        referrals.record_own_level(referral=referral, level=3, by=screener)
        signed_in(client, screener)
        facts = self.decision(referral, idempotency_key=str(uuid.uuid4()))
        for _ in range(2):
            page = post(client, "screening_decide", referral, "decide", **facts)
            assert page.status_code == 302
        assert Decision.objects.count() == 1

    def test_a_refused_decision_keeps_what_was_typed(self, client, screener, referral):
        referrals.record_own_level(referral=referral, level=3, by=screener)
        typed = self.decision(referral, level="2", words_family_solutions="Typed by me")
        page = post(signed_in(client, screener), "screening_decide", referral, "decide", **typed)
        assert page.status_code == 200
        text = text_of(page)
        assert "belongs to level 3, not level 2" in text
        assert "Typed by me" in text
        assert page.content.decode().startswith("<!doctype") and "Error:" in text

    def test_somebody_else_was_quicker(self, client, screener, social_worker, referral):
        for user in (screener, social_worker):
            referrals.record_own_level(referral=referral, level=3, by=user)
        facts = self.decision(referral, reason="Typed in vain")
        places.hub()
        places.spoc_managers()
        referrals.decide(
            referral=referral, by=social_worker, level=3, outcome=Outcome.LINKED, reason="",
            words="x", version=referral.version,
        )  # fmt: skip
        ReferralFactory(family=referral.family)  # the SPOC may still open the family
        page = post(signed_in(client, screener), "screening_decide", referral, "decide", **facts)
        assert page.status_code == 200
        assert "Somebody else changed this referral" in text_of(page)
        assert "Typed in vain" in text_of(page)
        assert Decision.objects.count() == 1

    @pytest.mark.parametrize(
        ("name", "prefix", "data"),
        [("screening_own_level", "own_level", {"level": "3"}),
         ("screening_decide", "decide", {"level": "3"}),
         ("screening_ask", "ask", {"question": "Who?", "version": "1"}),
         ("screening_answer", "answer", {"answer": "I."}),
         ("screening_duplicate", "duplicate", {"reference": "EH-2026-000001", "version": "1"}),
         ("screening_take", "take", {})],
    )  # fmt: skip
    def test_what_one_may_not_see_one_may_not_change(
        self, client, screener, referral, name, prefix, data
    ):
        Family.objects.filter(pk=referral.family_id).update(restricted=True)
        page = post(signed_in(client, screener), name, referral, prefix, **data)
        assert page.status_code == 404
        referral.refresh_from_db()
        assert (referral.state, referral.assigned_to) == (State.SUBMITTED, None)
        assert not OwnLevel.objects.exists()

    @pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.KEY_WORKER, Role.SOCIAL_CARE])
    def test_only_the_spoc_decides(self, client, referral, role):
        page = post(signed_in(client, places.UserFactory(role=role)), "screening_decide", referral,
                    "decide", **self.decision(referral))  # fmt: skip
        assert page.status_code == 404
        assert not Decision.objects.exists()

    def test_a_screener_cannot_agree(self, client, screener):
        referral = ReferralFactory(red_flag=True)
        referrals.record_own_level(referral=referral, level=3, by=screener)
        page = post(signed_in(client, screener), "screening_agree", referral, "agree", level="3",
                    reason="x")  # fmt: skip
        assert page.status_code == 404
        assert not Agreed.objects.exists()

    def test_a_social_worker_agrees_on_the_same_page(self, client, social_worker):
        referral = ReferralFactory(red_flag=True)
        referrals.record_own_level(referral=referral, level=3, by=social_worker)
        signed_in(client, social_worker)
        page = post(client, "screening_agree", referral, "agree", level="3", reason="It is over.")
        assert page.status_code == 302
        shown = text_of(client.get(reverse("screening_referral", args=[referral.reference])))
        assert "agrees to level 3" in shown

    def test_only_a_manager_reopens(self, client, screener, referral):
        manager = places.worker(Role.SPOC_MANAGER, team=places.spoc_managers())
        own = referrals.record_own_level(referral=referral, level=3, by=screener)
        decided = referrals.decide(
            referral=own, by=screener, level=3, outcome=Outcome.LINKED, reason="", words="x",
            version=own.version,
        )  # fmt: skip
        data = {"reason": "New facts", "version": decided.version}
        refused = post(signed_in(client, screener), "screening_reopen", referral, "reopen", **data)
        assert refused.status_code == 404
        done = post(signed_in(client, manager), "screening_reopen", referral, "reopen", **data)
        assert done.status_code == 302
        referral.refresh_from_db()
        assert referral.state == State.SUBMITTED

    def test_ask_and_answer(self, client, screener, referral):
        signed_in(client, screener)
        data = {"question": "Does she know?", "version": referral.version}
        assert post(client, "screening_ask", referral, "ask", **data).status_code == 302
        referral.refresh_from_db()
        assert referral.state == State.INFORMATION_REQUESTED
        page = client.get(reverse("screening_referral", args=[referral.reference]))
        assert "without the question" in text_of(page)
        assert post(client, "screening_answer", referral, "answer", answer="Yes").status_code == 302
        again = post(client, "screening_answer", referral, "answer", answer="Yes")
        assert "cannot be done now" in text_of(again)

    def test_a_wrong_reference_is_no_duplicate(self, client, screener, referral):
        page = post(signed_in(client, screener), "screening_duplicate", referral, "duplicate",
                    reference="EH-2026-000001", version=referral.version)  # fmt: skip
        assert "No referral has this reference" in text_of(page)

    def test_taking_twice_changes_nothing_more(self, client, screener, referral):
        signed_in(client, screener)
        for _ in range(2):
            assert post(client, "screening_take", referral, "take").status_code == 302
        referral.refresh_from_db()
        assert referral.assigned_to == screener

    @pytest.mark.parametrize(
        "bad",
        [{"reason": "\x00"}, {"level": "9" * 30}, {"version": "9" * 30}, {"outcome": "\x00"},
         {"version": "x"}, {"level": ""}, {"idempotency_key": "no"},
         {"words_family_solutions": ""}],
    )  # fmt: skip
    def test_bad_input_gets_a_sentence(self, client, screener, referral, bad):
        referrals.record_own_level(referral=referral, level=3, by=screener)
        page = post(signed_in(client, screener), "screening_decide", referral, "decide",
                    **(self.decision(referral) | bad))  # fmt: skip
        assert page.status_code == 200
        assert "There is a problem" in text_of(page)
        assert not Decision.objects.exists()

    def test_each_forms_address_shows_the_page(self, client, screener, referral):
        """A session that ended comes back by GET to where the form was sent."""
        signed_in(client, screener)
        for name in ("own_level", "decide", "ask", "answer", "duplicate", "agree", "reopen"):
            page = client.get(reverse(f"screening_{name}", args=[referral.reference]))
            assert page.status_code == 200, name
