"""Asking for help without an account, and reading the answer with a code."""

import re
import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event, Message
from families.models import Agreement, SafeContact
from localities.models import PartnerSystem
from referrals.answer_codes import MOST_TRIES, code_of, digest_of
from referrals.models import AnswerCode, Decision, Referral
from tests.factories.localities import spoc, spoc_managers, worker
from tests.pages import signed_in, text_of

pytestmark = pytest.mark.django_db
ASK, READ = "/ask-for-help/", "/ask-for-help/answer/"
LOOKS = 30  # an hour, from one address


@pytest.fixture(autouse=True)
def no_limit_left_over():
    cache.clear()


@pytest.fixture
def teams():
    return spoc(), spoc_managers()


def request_of(who="parent", **more):
    typed = {
        "idempotency_key": str(uuid.uuid4()), "who": who, "first_name": "Bola",
        "last_name": "Okafor", "worries": "We argue every day.", "agree": "on",
        "phone": "020 7946 0018", "must_not_be_told": "Her father",
    }  # fmt: skip
    if who == "parent":
        child = {"first_name": "Amara", "last_name": "Okafor", "born_on_day": "3",
                 "born_on_month": "4", "born_on_year": "2016"}  # fmt: skip
        typed |= {f"child_1_{name}": value for name, value in child.items()}
    else:
        typed |= {"born_on_day": "3", "born_on_month": "4", "born_on_year": "2010"}
    return typed | more


def told(page):
    """(reference, code) of the page after sending."""
    text = text_of(page)
    return re.search(r"EH-\d{4}-\d+", text).group(), re.search(r"code is (\S+)", text).group(1)


class TestAsking:
    def test_a_parent(self, client, teams):
        reference, _ = told(client.post(ASK, request_of()))
        referral = Referral.objects.get(reference=reference)
        assert (referral.via, referral.source_code, referral.state) == ("public", "1A", "submitted")
        assert [str(c.person) for c in referral.children.all()] == ["Amara Okafor"]
        assert not referral.do_not_tell
        contact = SafeContact.objects.get()
        assert (contact.must_not_be_told, contact.voicemail) == ("Her father", False)
        assert str(Agreement.objects.get(purpose="help").person) == "Bola Okafor"

    def test_a_young_person_is_not_told_on(self, client, teams):
        reference, _ = told(client.post(ASK, request_of("young")))
        referral = Referral.objects.get(reference=reference)
        assert (referral.source_code, referral.do_not_tell) == ("1C", True)
        assert [str(c.person) for c in referral.children.all()] == ["Bola Okafor"]
        assert not Message.objects.exists()

    def test_sent_twice_is_one_with_the_same_code(self, client, teams):
        sent = request_of()
        assert told(client.post(ASK, sent)) == told(client.post(ASK, sent))
        assert Referral.objects.count() == AnswerCode.objects.count() == 1

    def test_the_screeners_see_it(self, client, teams):
        reference, _ = told(client.post(ASK, request_of()))
        signed_in(client, worker(Role.SCREENER, team=teams[0]))
        assert "Parents and carers" in text_of(client.get("/screening/"))
        page = client.get(reverse("screening_referral", args=[reference]))
        assert "We argue every day." in text_of(page)

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"worries": ""}, "Enter what is happening"),
            ({"agree": ""}, "Tick the box"),
            ({"child_1_last_name": ""}, "Enter the last name of child 1"),
            ({"child_2_first_name": "Tobi"}, "Enter the last name of child 2"),
            ({"child_1_born_on_month": "13"}, "date of birth"),
            ({"worries": "a\x00b"}, "cannot"),
            ({"who": "somebody"}, "who you are"),
            ({"postcode": "nowhere"}, "full UK postcode"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(self, client, teams, wrong, sentence):
        page = client.post(ASK, request_of() | wrong)
        assert page.status_code == 200 and "There is a problem" in text_of(page)
        assert sentence in text_of(page)
        assert "Her father" in page.content.decode()
        assert not Referral.objects.exists()

    def test_too_many_from_one_address(self, client, teams):
        for _ in range(10):
            told(client.post(ASK, request_of()))
        page = client.post(ASK, request_of(worries="Please listen."))
        assert "Too many came from here" in text_of(page) and "Please listen." in text_of(page)
        assert Referral.objects.count() == 10

    def test_its_sender_opens_no_door(self, client, teams):
        told(client.post(ASK, request_of()))
        assert not PartnerSystem.objects.get().is_active


@pytest.fixture
def asked(client, teams):
    reference, code = told(client.post(ASK, request_of()))
    return {"reference": reference, "code": code}


class TestReading:
    def test_before_a_decision(self, client, asked):
        page = text_of(client.post(READ, asked))
        assert "Come back to this page tomorrow" in page
        assert "Okafor" not in page and "argue" not in page

    def test_the_decision_in_plain_words(self, client, asked):
        referral = Referral.objects.get()
        now = timezone.now()
        Referral.objects.update(state="decided", level=1, outcome="advice", first_decided_at=now)
        Decision.objects.create(
            referral=referral, number=1, suggested_level=1, suggested_rule=7, level=1,
            threshold_version="2018-09", outcome="advice", words="Your children’s centre can help.",
            happened_at=now, due_at=now,
        )  # fmt: skip
        assert "children’s centre can help" in text_of(client.post(READ, asked))

    @pytest.mark.parametrize("typed", [str.lower, lambda code: f" {code.replace('-', ' ')} "])
    def test_however_it_is_typed(self, client, asked, typed):
        typed = {"reference": asked["reference"].lower(), "code": typed(asked["code"])}
        assert "Your request" in text_of(client.post(READ, typed))

    def test_wrong_old_restricted_and_unknown_answer_alike(self, client, asked):
        def said(**typed):
            page = client.post(READ, asked | typed)
            return re.sub(r"value=\"[^\"]*\"", "", page.content.decode())

        wrong = said(code="AAAAA-AAAAA")
        assert "We cannot find this reference with this code" in wrong
        assert said(reference="EH-2026-999999") == wrong
        AnswerCode.objects.update(ends_at=timezone.now())
        assert said() == wrong
        AnswerCode.objects.update(ends_at=timezone.now() + timezone.timedelta(days=1))
        Referral.objects.get().family.__class__.objects.update(restricted=True)
        assert said() == wrong

    def test_trying_codes_ends(self, client, asked):
        for _ in range(MOST_TRIES):
            client.post(READ, asked | {"code": "AAAAA-AAAAA"})
        assert "We cannot find" in text_of(client.post(READ, asked))
        assert AnswerCode.objects.get().wrong_tries == MOST_TRIES

    def test_too_many_tries_from_one_address_end_whatever_the_reference(self, client, asked):
        for number in range(LOOKS):
            client.post(READ, asked | {"reference": f"EH-2026-{number:06}"})
        page = client.post(READ, asked)
        assert "Too many came from here" in text_of(page)
        assert asked["reference"] in page.content.decode(), "nothing typed is lost"

    def test_the_code_of_one_request_opens_no_other(self, client, asked, teams):
        key = str(uuid.uuid4())
        one = Referral.objects.get()
        other_reference, other_code = told(client.post(ASK, request_of(worries="Again.")))
        other = Referral.objects.get(reference=other_reference)
        assert code_of(one, key) != code_of(other, key)
        assert len(code_of(one, key)) == 11, "ten letters and a dash: too many to try"
        assert digest_of(one.reference, "2345") != digest_of(other.reference, "2345")
        assert "We cannot find" in text_of(client.post(READ, asked | {"code": other_code}))

    def test_each_look_leaves_its_row_and_no_code_is_kept(self, client, asked):
        client.post(READ, asked)
        event = Event.objects.filter(verb="referrals.read_answer").get()
        assert event.ids == [AnswerCode.objects.get().pk]
        assert asked["code"].replace("-", "") not in AnswerCode.objects.get().digest
