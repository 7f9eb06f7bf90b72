"""What a referrer sees of what was sent, and what became of it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from families.entries import AgreementEntry
from families.models import Family
from referrals import actions as referrals
from referrals.models import Decision, Referral
from tests.factories.families import ChildFactory, FamilyFactory
from tests.factories.localities import SiteFactory, spoc, worker
from tests.factories.referrals import MONDAY, ReferralFactory
from tests.factories.submissions import okafors

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def site(db):
    spoc()
    return SiteFactory(name="Invented Primary")


@pytest.fixture
def lead(site):
    return worker("safeguarding_lead", site=site)


@pytest.fixture
def sent(site, lead):
    referral, _ = referrals.submit(
        submission=okafors(), by=lead, site=site, idempotency_key="the key"
    )
    return referral


def decide(referral, **changes):
    given = {"level": 3, "outcome": "family_solutions", "reason": "Only screeners read this."}
    given |= {"words": "A key worker will visit."} | changes
    Decision.objects.create(
        referral=referral, number=1, happened_at=referral.submitted_at + timedelta(hours=2),
        suggested_level=2, suggested_rule=6, threshold_version="2018-09",
        due_at=referral.decision_due_at, **given,
    )  # fmt: skip
    referral.moves.create(
        verb="decide", from_state="submitted", to_state="decided", reason=given["reason"],
        happened_at=referral.submitted_at,
    )  # fmt: skip
    Referral.objects.filter(pk=referral.pk).update(
        state="decided", level=given["level"], outcome=given["outcome"],
        first_decided_at=referral.submitted_at + timedelta(hours=2),
    )  # fmt: skip


class TestList:
    url = "/referrals/"

    def names(self, user, **query):
        page = signed_in(user).get(self.url, query)
        return [row[0]["about"] for row in page.context["rows"]]

    def test_own_and_for_a_safeguarding_lead_the_sites(self, site, lead):
        practitioner = worker("practitioner", site=site)
        own = ReferralFactory(site=site, referrer=practitioner)
        colleagues = ReferralFactory(site=site)
        ReferralFactory()  # another school's
        assert set(self.names(practitioner)) == {own.reference}
        assert set(self.names(lead)) == {own.reference, colleagues.reference}

    def test_a_restricted_family_gives_a_colleague_no_sign(self, site, lead):
        hidden = ReferralFactory(site=site)
        Family.objects.filter(pk=hidden.family_id).update(restricted=True)
        page = signed_in(lead).get(self.url)
        assert page.context["rows"] == []
        assert page.context["shown"] == "0 in all"
        assert self.names(hidden.referrer) == [hidden.reference]

    def test_newest_first_with_status_and_clock(self, site, lead):
        old = ReferralFactory(site=site, submitted_at=MONDAY - timedelta(days=3))
        new = ReferralFactory(site=site)
        page = signed_in(lead).get(self.url)
        rows = page.context["rows"]
        assert [row[0]["about"] for row in rows] == [new.reference, old.reference]
        assert rows[0][3]["text"] == "Waiting for a decision"
        assert rows[0][4]["clock"]["text"]

    def test_found_by_child_family_reference_and_state(self, site, lead):
        mine = ReferralFactory(site=site, family=FamilyFactory(name="Núñez-O’Brien"), children=0)
        person = ChildFactory(family=mine.family, first_name="Zoë", last_name="Okonkwo")
        mine.children.create(person=person, age_band="5-9", level=2, rule=6)
        other = ReferralFactory(site=site)
        Referral.objects.filter(pk=other.pk).update(state="withdrawn")
        for q in ("nunez", "O'Brien", "Zoë", "OKONKWO", mine.reference.lower(), mine.reference):
            assert self.names(lead, q=q) == [mine.reference], q
        assert self.names(lead, state="withdrawn") == [other.reference]
        assert self.names(lead, q="nobody at all") == []

    def test_an_empty_list_says_what_to_do(self, lead):
        page = signed_in(lead).get(self.url)
        assert "No referral yet" in text_of(page)
        assert reverse("referral_start") in page.content.decode()
        assert "Nothing fits this search" in text_of(signed_in(lead).get(self.url, {"q": "x"}))

    def test_page_by_page_there_and_back(self, site, lead):
        made = [
            ReferralFactory(site=site, referrer=lead, children=0, family=FamilyFactory(),
                            submitted_at=MONDAY - timedelta(minutes=n))
            for n in range(30)
        ]  # fmt: skip
        first = signed_in(lead).get(self.url)
        second = signed_in(lead).get(self.url + first.context["page"].next)
        shown = [row[0]["about"] for page in (first, second) for row in page.context["rows"]]
        assert shown == [referral.reference for referral in made]
        back = signed_in(lead).get(self.url + second.context["page"].previous)
        assert [row[0]["about"] for row in back.context["rows"]] == shown[:25]

    @pytest.mark.parametrize("number", [1, 25])
    def test_six_queries_for_25_rows_as_for_one(self, site, lead, number):
        for _ in range(number):
            ReferralFactory(site=site, referrer=lead, children=2)
        client = signed_in(lead)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(client.get(self.url).context["rows"]) == number
        counted = [q["sql"][:70] for q in queries if "SAVEPOINT" not in q["sql"]]
        assert len(counted) <= 6, counted

    def test_what_was_shown_is_recorded(self, site, lead):
        shown = ReferralFactory(site=site)
        signed_in(lead).get(self.url)
        event = Event.objects.get(verb="referral_list", outcome="seen")
        assert (event.actor_id, event.ids) == (lead.pk, [shown.pk])


class TestDetail:
    def page(self, user, referral):
        return signed_in(user).get(reverse("referral_detail", args=[referral.reference]))

    def test_what_was_sent_and_what_is_next(self, sent, lead):
        page = text_of(self.page(lead, sent))
        for words in (sent.reference, "Okafor", "Amara Okafor, aged", "Waiting for a decision",
                      "Amara is often absent", "Persistent absence", "To get help: agreed",
                      "Sent to the SPOC"):  # fmt: skip
            assert words in page
        assert "due" in page

    def test_never_the_suggestion_or_the_screeners_reasons(self, sent, lead):
        waiting = self.page(lead, sent).content.decode()
        decide(sent)
        decided = self.page(lead, sent).content.decode()
        for page in (waiting, decided):
            assert "suggest" not in page.lower()
            assert "borderline" not in page.lower()
            assert "Only screeners read this." not in page
        assert "Level 2" not in decided

    def test_the_decision_in_plain_words_and_by_when(self, sent, lead):
        decide(sent)
        page = text_of(self.page(lead, sent))
        assert "A key worker will visit." in page
        assert "Family Solutions" in page
        assert "chooses a key worker" in page

    def test_the_agreement_of_this_referral_and_of_no_other(self, sent, lead, site):
        refused = AgreementEntry(answer="refused", basis="risk_or_delay", reason="She is afraid.")
        words = {"worries": "Worse.", "agreement": refused}
        later, _ = referrals.submit(
            submission=okafors(**words), by=lead, site=site, idempotency_key="later"
        )
        other = SiteFactory()
        stranger = worker("practitioner", site=other)
        referrals.submit(
            submission=okafors(worries="Again."), by=stranger, site=other, idempotency_key="other",
            at=sent.submitted_at,
        )  # fmt: skip
        assert later.family == sent.family
        page = text_of(self.page(lead, sent))
        assert page.count("To get help:") == 1
        assert "To get help: agreed" in page

    def test_another_schools_a_restricted_one_and_none_answer_alike(self, lead, site):
        elsewhere = ReferralFactory()
        hidden = ReferralFactory(site=site)
        Family.objects.filter(pk=hidden.family_id).update(restricted=True)
        nothing = signed_in(lead).get("/referrals/EH-2026-000000/")
        for referral in (elsewhere, hidden):
            page = self.page(lead, referral)
            assert (page.status_code, page.content) == (404, nothing.content)

    def test_twelve_queries_at_most(self, sent, lead):
        client = signed_in(lead)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("referral_detail", args=[sent.reference]))
        counted = [q["sql"][:70] for q in queries if "SAVEPOINT" not in q["sql"]]
        assert len(counted) <= 12, counted


class TestAnswer:
    @pytest.fixture
    def asked(self, sent):
        screener = worker("screener", team=spoc())
        return referrals.ask(
            referral=sent, question="Which school does Tobi go to?", by=screener,
            version=sent.version,
        )  # fmt: skip

    def send(self, user, referral, **changes):
        client = signed_in(user)
        url = reverse("referral_detail", args=[referral.reference])
        form = client.get(url).context["form"]
        given = {"answer": "Invented Primary.", "version": form["version"].value(),
                 "idempotency_key": form["idempotency_key"].value()} | changes  # fmt: skip
        return client.post(reverse("referral_answer", args=[referral.reference]), given)

    def test_the_referrer_answers_and_the_clock_runs_on(self, asked, lead):
        page = text_of(signed_in(lead).get(f"/referrals/{asked.reference}/"))
        assert "Which school does Tobi go to?" in page
        assert self.send(lead, asked).status_code == 302
        referral = Referral.objects.get(pk=asked.pk)
        assert referral.state == "submitted"
        page = text_of(signed_in(lead).get(f"/referrals/{asked.reference}/"))
        assert "Invented Primary." in page
        assert "Which school does Tobi go to?" in page  # on the timeline

    def test_nothing_is_said_with_nothing(self, asked, lead):
        page = self.send(lead, asked, answer=" ")
        assert "Enter your answer" in text_of(page)

    def test_a_stale_page_keeps_what_was_typed(self, asked, lead):
        page = self.send(lead, asked, version=1)
        assert "Somebody changed this referral" in text_of(page)
        assert "Invented Primary." in text_of(page)

    def test_nobody_of_another_school(self, asked):
        stranger = worker("practitioner", site=SiteFactory())
        url = reverse("referral_answer", args=[asked.reference])
        assert signed_in(stranger).post(url, {"answer": "x"}).status_code == 404

    def test_not_when_nothing_was_asked(self, sent, lead):
        page = self.send(lead, sent)
        assert Referral.objects.get(pk=sent.pk).state == "submitted"
        assert page.status_code == 200


class TestWithdraw:
    def send(self, user, referral, **changes):
        client = signed_in(user)
        url = reverse("referral_withdraw", args=[referral.reference])
        form = client.get(url).context["form"]
        given = {"reason": "Moving away.", "version": form["version"].value(),
                 "idempotency_key": form["idempotency_key"].value()} | changes  # fmt: skip
        return client.post(url, given)

    def test_withdrawn(self, sent, lead):
        assert self.send(lead, sent).status_code == 302
        page = text_of(signed_in(lead).get(f"/referrals/{sent.reference}/"))
        assert "This referral was withdrawn" in page

    def test_a_reason_is_needed(self, sent, lead):
        assert "Say why you withdraw" in text_of(self.send(lead, sent, reason=""))

    def test_a_colleague_is_told_that_it_cannot_be(self, sent, site):
        other = worker("safeguarding_lead", site=site)
        url = reverse("referral_withdraw", args=[sent.reference])
        assert "cannot be withdrawn here" in text_of(signed_in(other).get(url))
        assert self.send(other, sent).status_code == 200
        assert Referral.objects.get().state == "submitted"

    def test_nobody_of_another_school(self, sent):
        stranger = worker("practitioner", site=SiteFactory())
        url = reverse("referral_withdraw", args=[sent.reference])
        assert signed_in(stranger).get(url).status_code == 404
        assert signed_in(stranger).post(url, {"reason": "x"}).status_code == 404

    def test_with_a_red_flag_there_is_no_link(self, site, lead):
        urgent = ReferralFactory(site=site, referrer=lead, red_flag=True)
        page = signed_in(lead).get(f"/referrals/{urgent.reference}/")
        assert "Withdraw this referral" not in text_of(page)


class TestSent:
    def test_only_the_sender_reads_it(self, sent, site):
        url = reverse("referral_sent", args=[sent.reference])
        colleague = worker("safeguarding_lead", site=site)
        assert signed_in(sent.referrer).get(url).status_code == 200
        assert signed_in(colleague).get(url).status_code == 404
