"""A referrer who disagrees, a second view, and the authority of a family that lives elsewhere."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.govuk.times import local
from accounts.roles import Role
from audit.errors import Refused
from audit.models import Message
from casework.holder import holder
from croydon_eh import digest
from croydon_eh.home import front_door
from families.models import Family
from referrals import actions as referrals
from referrals import elsewhere as elsewhere_clock
from referrals.codes import Outcome, State
from referrals.models import Acknowledgement, Disagreement, Opinion
from tests.factories import localities as places
from tests.factories.referrals import MONDAY, ReferralFactory
from tests.pages import once, signed_in, text_of
from tests.screening import decide, own

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def manager(spoc_team):
    return places.worker(Role.SPOC_MANAGER, team=places.spoc_managers(), name="Neil Manager")


def decided(screener, **facts):
    referral = ReferralFactory(**facts)
    own(referral, screener)
    return decide(referral, screener, outcome=Outcome.LINKED, level=3)


@pytest.fixture
def referral(screener, manager):
    return decided(screener)


@pytest.fixture
def raised(referral):
    return referrals.disagree(
        referral=referral, reason="You missed his sister.", by=referral.referrer, at=MONDAY + DAY
    )


def answer(raised, manager, **changes):
    raised.referral.refresh_from_db()
    facts = {"answer": "upheld", "words": "We looked again.", "version": raised.referral.version,
             "at": MONDAY + 2 * DAY} | changes  # fmt: skip
    return referrals.answer_disagreement(disagreement=raised, by=manager, **facts)


class TestDisagreeing:
    def test_goes_to_a_manager_with_three_working_days(self, raised, manager):
        assert raised.due_at == MONDAY + 4 * DAY
        mail = Message.objects.get(to=manager.email)
        assert raised.referral.family.name not in mail.body + mail.subject

    def test_once_only(self, raised):
        with pytest.raises(Refused, match="once for each referral"):
            referrals.disagree(
                referral=raised.referral, reason="Still.", by=raised.by, at=MONDAY + 2 * DAY
            )

    def test_only_by_the_referrer(self, referral, screener):
        with pytest.raises(Refused, match="who sent this referral"):
            referrals.disagree(referral=referral, reason="No.", by=screener, at=MONDAY + DAY)

    def test_only_with_a_decision(self, manager):
        waiting = ReferralFactory()
        with pytest.raises(Refused, match="no decision now"):
            referrals.disagree(referral=waiting, reason="No.", by=waiting.referrer, at=MONDAY)

    def test_with_a_reason(self, referral):
        with pytest.raises(Refused) as refused:
            referrals.disagree(referral=referral, reason=" ", by=referral.referrer, at=MONDAY + DAY)
        assert refused.value.field == "reason"


class TestAnswering:
    def test_the_decision_stands(self, raised, manager):
        answer(raised, manager)
        raised.refresh_from_db()
        assert (raised.answer, raised.answered_by) == ("upheld", manager)
        assert raised.referral.state == State.DECIDED
        told = Message.objects.get(to=raised.by.email, subject__contains="what you said")
        assert "We looked again" not in told.body

    def test_or_it_is_looked_at_again(self, raised, manager):
        answer(raised, manager, answer="reopened")
        raised.referral.refresh_from_db()
        assert raised.referral.state == State.SUBMITTED
        assert raised.referral.moves.last().verb == "reopen"

    def test_what_social_care_has_is_not_reopened(self, screener, manager):
        places.social_care()
        referral = ReferralFactory()
        own(referral, screener, level=4)
        decide(referral, screener, level=4, outcome=Outcome.SOCIAL_CARE, reason="Harm.")
        raised = referrals.disagree(
            referral=referral, reason="No.", by=referral.referrer, at=MONDAY + DAY
        )
        with pytest.raises(Refused, match="offered to children's social care"):
            answer(raised, manager, answer="reopened")
        raised.refresh_from_db()
        assert raised.answer == ""

    def test_is_given_once_and_in_words(self, raised, manager):
        for changes, field in (({"words": " "}, "words"), ({"answer": "perhaps"}, "answer")):
            with pytest.raises(Refused) as refused:
                answer(raised, manager, **changes)
            assert refused.value.field == field
        answer(raised, manager)
        with pytest.raises(Refused, match="answered already"):
            answer(raised, manager)


class TestPages:
    def test_said_by_the_referrer_answered_by_the_manager(self, client, referral, manager):
        page = reverse("referral_detail", args=[referral.reference])
        url = reverse("referral_disagree", args=[referral.reference])
        signed_in(client, referral.referrer)
        assert "I disagree with this decision" in text_of(client.get(page))
        sent = once() | {"reason": "You missed his sister."}
        for _ in range(2):
            assert client.post(url, sent).status_code == 302
        assert Disagreement.objects.get().reason == "You missed his sister."
        text = text_of(client.get(page))
        assert "A SPOC manager reads this" in text and "I disagree with" not in text

        signed_in(client, manager)
        for there in ("/", "/disagreements/"):
            assert referral.family.name in text_of(client.get(there))
        screen = reverse("screening_referral", args=[referral.reference])
        assert "You missed his sister." in text_of(client.get(screen))
        sent = {"disagreement-idempotency_key": once()["idempotency_key"],
                "disagreement-version": referral.version, "disagreement-answer": "upheld",
                "disagreement-words": "His sister is seen by us already."}  # fmt: skip
        answer_url = reverse("screening_disagreement", args=[referral.reference])
        for _ in range(2):
            assert client.post(answer_url, sent).status_code == 302
        assert "Nobody waits for an answer" in text_of(client.get("/disagreements/"))
        text = text_of(signed_in(client, referral.referrer).get(page))
        assert "His sister is seen by us already." in text and "Neil Manager" in text
        assert "The answer: the decision stands" in text

    def test_overdue_rises_on_the_managers_pages(self, client, raised, manager):
        signed_in(client, manager)
        for there in ("/", "/disagreements/"):
            assert "overdue by" in text_of(client.get(there))

    def test_others_have_no_way_in(self, client, referral, screener):
        stranger = places.worker(Role.PRACTITIONER, site=places.SiteFactory())
        url = reverse("referral_disagree", args=[referral.reference])
        assert signed_in(client, stranger).post(url, once()).status_code == 404
        signed_in(client, screener)
        assert client.get("/disagreements/").status_code == 404
        answer_url = reverse("screening_disagreement", args=[referral.reference])
        assert client.post(answer_url, once()).status_code == 404
        page = client.post(url, once() | {"reason": "Me too."})
        assert "who sent this referral" in text_of(page) and not Disagreement.objects.exists()

    def test_a_restricted_family_gives_no_sign(self, client, raised, manager):
        Family.objects.filter(pk=raised.referral.family_id).update(restricted=True)
        signed_in(client, manager)
        for there in ("/", "/disagreements/"):
            assert raised.referral.reference not in text_of(client.get(there))

    def test_without_a_reason_there_is_a_sentence(self, client, referral):
        url = reverse("referral_disagree", args=[referral.reference])
        page = signed_in(client, referral.referrer).post(url, once() | {"reason": "\x00"})
        assert page.status_code == 200 and "There is a problem" in text_of(page)


class TestSecondView:
    @pytest.fixture
    def waiting(self, manager):
        return ReferralFactory(submitted_at=timezone.now() - timedelta(hours=1))

    @pytest.fixture
    def opinion(self, waiting, screener):
        return referrals.ask_for_view(
            referral=waiting, asked_of="spoc_manager", question="Is it neglect?", by=screener
        )

    def test_asked_and_given_on_the_page_without_moving_the_decision(
        self, client, waiting, screener, manager
    ):
        url = reverse("screening_ask_view", args=[waiting.reference])
        sent = {
            "ask_view-idempotency_key": once()["idempotency_key"],
            "ask_view-asked_of": "spoc_manager",
            "ask_view-question": "Is it neglect?",
        }
        signed_in(client, screener)
        for _ in range(2):
            assert client.post(url, sent).status_code == 302
        opinion = Opinion.objects.get()
        signed_in(client, manager)
        assert waiting.reference in text_of(client.get("/"))
        sent = {"give_view-idempotency_key": once()["idempotency_key"],
                "give_view-opinion": opinion.pk, "give_view-answer": "I think so."}  # fmt: skip
        url = reverse("screening_give_view", args=[waiting.reference])
        assert client.post(url, sent).status_code == 302
        page = text_of(
            signed_in(client, screener).get(reverse("screening_referral", args=[waiting.reference]))
        )
        assert "A second view was asked for" in page and "A second view was given" in page
        assert "I think so." in page
        waiting.refresh_from_db()
        assert waiting.state == State.SUBMITTED and waiting.version == 1
        assert Message.objects.get(to=screener.email)

    def test_is_given_by_somebody_else_of_that_role(self, opinion, screener, social_worker):
        for by in (screener, social_worker):
            with pytest.raises(Refused, match="Somebody else was asked"):
                referrals.give_view(opinion=opinion, answer="Yes.", by=by)

    def test_is_given_once_and_in_words(self, opinion, manager):
        with pytest.raises(Refused):
            referrals.give_view(opinion=opinion, answer=" ", by=manager)
        referrals.give_view(opinion=opinion, answer="Yes.", by=manager)
        with pytest.raises(Refused, match="already"):
            referrals.give_view(opinion=opinion, answer="No.", by=manager)

    @pytest.mark.parametrize(
        ("facts", "field"), [({"asked_of": "head"}, "asked_of"), ({"question": " "}, "question"),
                             ({"asked_of": "spoc_manager"}, "asked_of")],
    )  # fmt: skip
    def test_is_asked_of_one_who_can_answer_and_once(self, opinion, screener, facts, field):
        sent = {"asked_of": "social_worker", "question": "Is it?"} | facts
        with pytest.raises(Refused) as refused:
            referrals.ask_for_view(referral=opinion.referral, by=screener, **sent)
        assert refused.value.field == field

    def test_is_not_asked_of_what_is_decided(self, referral, screener):
        with pytest.raises(Refused, match="decided"):
            referrals.ask_for_view(
                referral=referral, asked_of="spoc_manager", question="Was it right?", by=screener
            )


class TestLivesElsewhere:
    @pytest.fixture
    def elsewhere(self, screener, manager):
        return decided(screener, area="elsewhere")

    def test_the_spoc_holds_it_until_its_own_authority_has_it(self, client, elsewhere, screener):
        assert holder(elsewhere.family_id).until == "until the family’s own authority acknowledges"
        signed_in(client, screener)
        assert elsewhere.reference in text_of(client.get("/screening/?show=elsewhere"))
        now = local(timezone.now())
        sent = {
            "idempotency_key": once()["idempotency_key"], "authority": "Sutton",
            "spoke_to": "Jo Adeyemi", "acknowledged_at_day": now.day,
            "acknowledged_at_month": now.month, "acknowledged_at_year": now.year,
            "acknowledged_at_time": f"{now:%H:%M}",
        }  # fmt: skip
        url = reverse("screening_acknowledge", args=[elsewhere.reference])
        for _ in range(2):
            page = client.post(url, {f"acknowledge-{name}": v for name, v in sent.items()})
            assert page.status_code == 302, text_of(page)
        assert Acknowledgement.objects.get().spoke_to == "Jo Adeyemi"
        assert holder(elsewhere.family_id).party == "universal"
        assert elsewhere.reference not in text_of(client.get("/screening/?show=elsewhere"))
        page = text_of(client.get(reverse("screening_referral", args=[elsewhere.reference])))
        assert "Sutton has it" in page

    @pytest.mark.parametrize(
        ("facts", "hours", "state"),
        [({}, 1, "running"), ({}, 40, "due_soon"), ({}, 49, "overdue"),
         ({"urgent": True}, 1, "running"), ({"urgent": True}, 13, "due_soon"),
         ({"urgent": True}, 15, "overdue")],
    )  # fmt: skip
    def test_it_has_its_clock_from_the_first_contact(self, facts, hours, state):
        """MONDAY is 10:00: urgent ones the same day, the others within two working days."""
        referral = ReferralFactory(area="elsewhere", **facts)
        row = {name: getattr(referral, name) for name in elsewhere_clock.FACTS}
        found = elsewhere_clock.clock(row, MONDAY + timedelta(hours=hours))
        assert found["state"] == state

    def test_one_from_before_the_clock_was_adopted_has_none(self):
        row = {"urgent": True, "suggested_level": 4, "first_contact_at": MONDAY - 60 * DAY}
        assert elsewhere_clock.clock(row, MONDAY) is None

    def test_it_rises_on_the_first_page_and_in_the_morning_mail(self, elsewhere, screener,
                                                                manager):  # fmt: skip
        now = MONDAY + 5 * DAY
        for user in (screener, manager):
            overdue, _ = digest.lines(user, now)
            named = f"{elsewhere.reference}, answer of the family’s own authority"
            assert [row["plain"] for row in overdue] == [named]
            assert len(front_door.elsewhere_waiting(user, now).rows) == 1
        referrals.acknowledge(
            referral=elsewhere, authority="Sutton", spoke_to="Jo", by=screener, at=now
        )
        assert digest.lines(manager, now)[0] == []

    def test_until_then_the_screeners_may_open_it(self, elsewhere):
        other = places.worker(Role.SCREENER, team=places.spoc())
        families = Family.objects.filter(pk=elsewhere.family_id)
        assert families.visible_to(other).exists()
        referrals.acknowledge(
            referral=elsewhere, authority="Sutton", spoke_to="Jo", by=other, at=MONDAY + DAY
        )
        assert not families.visible_to(other).exists()

    @pytest.mark.parametrize(
        ("facts", "field"), [({"authority": ""}, "authority"), ({"spoke_to": " "}, "spoke_to"),
                             ({"acknowledged_at": MONDAY + 9 * DAY}, "acknowledged_at")],
    )  # fmt: skip
    def test_names_the_authority_and_who_said_so(self, elsewhere, screener, facts, field):
        sent = {"authority": "Sutton", "spoke_to": "Jo", "at": MONDAY + DAY} | facts
        with pytest.raises(Refused) as refused:
            referrals.acknowledge(referral=elsewhere, by=screener, **sent)
        assert refused.value.field == field

    def test_is_for_families_that_live_elsewhere(self, referral, screener):
        with pytest.raises(Refused, match="No other authority"):
            referrals.acknowledge(referral=referral, authority="Sutton", spoke_to="Jo", by=screener)
