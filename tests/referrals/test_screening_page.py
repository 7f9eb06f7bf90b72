"""The page of one referral: what it shows, and what each of its forms does."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from families.models import Family
from referrals import actions as referrals
from referrals.codes import Outcome, State
from referrals.models import Agreed, Decision, Observation, OwnLevel, Referral
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.factories.referrals import ReferralFactory
from tests.pages import once, signed_in, text_of
from tests.queries import counting

pytestmark = pytest.mark.django_db


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


def post(client, name, referral, prefix, **data):
    sent = {f"{prefix}-{key}": value for key, value in data.items()}
    sent.setdefault(f"{prefix}-idempotency_key", once()["idempotency_key"])
    return client.post(reverse(name, args=[referral.reference]), sent)


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

    def test_costs_twelve_queries_and_one_to_look_up_who_it_is(self, client, screener, referral):
        referrals.record_own_level(referral=referral, level=3, by=screener)
        Referral.objects.update(suggested_level=4, suggested_rule=1, flags=["immediate"])
        signed_in(client, screener)
        with counting() as queries:
            client.get(self.url(referral))
        assert len(queries) <= 13, queries


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
