"""A phone call to the SPOC: its clocks, its form, going on without it, and who sees it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.errors import Refused
from audit.models import Event
from families.models import Family
from referrals import actions as referrals
from referrals import callbacks
from referrals.codes import Via
from referrals.models import Call, Draft
from tests.factories import localities as places
from tests.factories.referrals import ReferralFactory
from tests.factories.submissions import AMARA, okafors
from tests.pages import once, signed_in, text_of
from tests.screening import decide, own

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def screener():
    places.spoc_managers()
    return places.worker(Role.SCREENER, team=places.spoc())


@pytest.fixture
def school():
    return places.SiteFactory(name="Invented Primary")


@pytest.fixture
def teacher(school):
    return places.worker(Role.PRACTITIONER, site=school)


def log(screener, happened_at=FRIDAY, **changes):
    facts = {
        "caller_name": "Jo Reed", "caller_phone": "020 7946 0000", "agency": "invented primary",
        "family_name": "Okafor", "said": "Came to school hungry again.", "urgent": False,
        "happened_at": happened_at, "at": happened_at,
    }  # fmt: skip
    return referrals.log_call(by=screener, **(facts | changes))


def send(teacher, school, at, **changes):
    referral, _ = referrals.submit(
        submission=okafors(**changes), by=teacher, site=school, idempotency_key=f"k{at}", at=at
    )
    return referral


class TestClocks:
    def test_a_call_that_is_not_urgent(self, screener):
        call = log(screener)
        assert call.form_due_at == FRIDAY + 24 * HOUR  # any day: Saturday counts
        assert call.decision_due_at == FRIDAY + timedelta(days=3)  # one working day: Monday

    def test_an_urgent_call(self, screener):
        call = log(screener, urgent=True)
        assert call.form_due_at == call.decision_due_at == FRIDAY + 3 * HOUR

    def test_across_the_end_of_summer_time_hours_are_real_ones(self, screener):
        saturday = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
        assert log(screener, saturday).form_due_at == saturday + 24 * HOUR

    def test_a_call_of_the_future_is_refused(self, screener):
        with pytest.raises(Refused) as refused:
            log(screener, at=FRIDAY - HOUR)
        assert refused.value.field == "happened_at"

    def test_what_shows_as_time_goes_on(self, screener):
        call = log(screener)
        row = Call.objects.values(*callbacks.COLUMNS).get(pk=call.pk)
        states = [callbacks.form_clock(row, FRIDAY + n * HOUR)["state"] for n in (1, 19, 25)]
        assert states == ["running", "due_soon", "overdue"]
        assert callbacks.next_clock(row, FRIDAY + HOUR)[0] == "Written form"


class TestTheForm:
    def test_is_tied_by_site_and_name_and_its_clock_began_with_the_call(
        self, screener, teacher, school
    ):
        call = log(screener)
        referral = send(teacher, school, FRIDAY + 2 * HOUR)
        call.refresh_from_db()
        assert (call.written, call.referral, call.ending) == (referral, referral, "form")
        assert referral.first_contact_at == FRIDAY
        assert referral.decision_due_at == call.decision_due_at
        assert referral.via == Via.WEB

    def test_an_urgent_call_and_a_calm_form_in_time_give_one_working_day(
        self, screener, teacher, school
    ):
        log(screener, urgent=True)
        referral = send(teacher, school, FRIDAY + 2 * HOUR)
        assert referral.urgent
        assert referral.decision_due_at == FRIDAY + timedelta(days=3)

    def test_an_urgent_call_and_a_calm_form_too_late_stay_late(self, screener, teacher, school):
        log(screener, urgent=True)
        referral = send(teacher, school, FRIDAY + 5 * HOUR)
        assert referral.decision_due_at == FRIDAY + 3 * HOUR

    def test_of_another_site_or_name_is_not_tied(self, screener, teacher, school):
        log(screener)
        other = places.SiteFactory()
        stranger = places.worker(Role.PRACTITIONER, site=other)
        first = send(stranger, other, FRIDAY + HOUR)
        second = send(teacher, school, FRIDAY + 2 * HOUR, family_name="Mensah",
                      children=(replace(AMARA, last_name="Mensah"),), observations=())  # fmt: skip
        assert first.first_contact_at == FRIDAY + HOUR
        assert second.first_contact_at == FRIDAY + 2 * HOUR
        assert not Call.objects.exclude(written=None).exists()

    def test_a_call_without_a_site_takes_no_form_by_itself(self, screener, teacher, school):
        log(screener, agency="A school nobody knows")
        assert send(teacher, school, FRIDAY + HOUR).first_contact_at == FRIDAY + HOUR

    def test_is_tied_by_hand(self, screener, teacher, school):
        call = log(screener, family_name="", urgent=True)
        referral = send(teacher, school, FRIDAY + HOUR)
        assert referral in callbacks.likely_forms(call, screener)
        referrals.tie_form(call=call, referral=referral, by=screener, at=FRIDAY + 2 * HOUR)
        referral.refresh_from_db()
        assert referral.first_contact_at == FRIDAY and referral.urgent
        assert referral.decision_due_at == FRIDAY + timedelta(days=3)

    def test_sent_before_the_call_is_refused(self, screener):
        call = log(screener)
        early = ReferralFactory(submitted_at=FRIDAY - HOUR)
        with pytest.raises(Refused):
            referrals.tie_form(call=call, referral=early, by=screener)

    def test_belongs_to_one_call_only(self, screener, teacher, school):
        log(screener)
        referral = send(teacher, school, FRIDAY + HOUR)
        again = log(screener, family_name="")
        with pytest.raises(Refused):
            referrals.tie_form(call=again, referral=referral, by=screener)

    def test_a_decided_one_keeps_the_clock_that_it_met(self, screener, teacher, school):
        call = log(screener, family_name="")
        referral = send(teacher, school, FRIDAY + HOUR)
        referral = decide(own(referral, screener), screener, at=FRIDAY + 2 * HOUR, reason="x")
        referrals.tie_form(call=call, referral=referral, by=screener, at=FRIDAY + 3 * HOUR)
        referral.refresh_from_db()
        assert referral.first_contact_at == FRIDAY + HOUR


def draft_of(call, screener, council):
    from uuid import uuid4

    return referrals.refer_from_call(call=call, key=uuid4(), site=council, by=screener, at=FRIDAY)


@pytest.fixture
def council():
    return places.SiteFactory(agency__name="Early help", agency__kind="council")


class TestWithoutTheForm:
    def test_the_screener_goes_on_with_nothing_typed_twice(self, screener, school, council):
        call = log(screener)
        draft = draft_of(call, screener, council)
        assert draft.site == school
        assert draft.data["family"]["family_name"] == "Okafor"
        assert "Came to school hungry again." in draft.data["worries"]["worries"]
        assert "Jo Reed" in draft.data["worries"]["worries"]
        assert draft_of(call, screener, council) == draft

    def test_the_referral_has_the_calls_clock_and_the_form_is_still_missing(
        self, client, screener, teacher, school, council
    ):
        call = log(screener, urgent=True)
        draft = draft_of(call, screener, council)
        made, _ = referrals.submit(
            submission=okafors(), by=screener, site=draft.site, draft=draft,
            idempotency_key=str(draft.pk), at=FRIDAY + HOUR,
        )  # fmt: skip
        call.refresh_from_db()
        assert (made.via, made.first_contact_at, made.urgent) == (Via.PHONE, FRIDAY, True)
        assert (call.referral, call.written, call.ended_at) == (made, None, None)
        assert call in callbacks.waiting(screener)
        page = reverse("screening_referral", args=[made.reference])
        assert "Written form, not here yet" in text_of(signed_in(client, screener).get(page))
        form = send(teacher, school, FRIDAY + 4 * HOUR, worries="The same, in my own words.")
        call.refresh_from_db()
        assert (call.referral, call.written) == (made, form)
        assert form.first_contact_at == FRIDAY + 4 * HOUR  # the call was answered by `made`
        assert call not in callbacks.waiting(screener)
        assert "not here yet" not in text_of(client.get(page))

    def test_only_one_referral_is_made_from_a_call(self, screener, council):
        call = log(screener)
        draft = draft_of(call, screener, council)
        referrals.submit(submission=okafors(), by=screener, site=draft.site, draft=draft,
                         idempotency_key="1", at=FRIDAY + HOUR)  # fmt: skip
        with pytest.raises(Refused):
            draft_of(call, screener, council)

    def test_the_call_is_closed_with_a_reason(self, screener):
        call = log(screener)
        with pytest.raises(Refused):
            referrals.end_call(call=call, reason=" ", by=screener)
        referrals.end_call(call=call, reason="Advice was enough.", by=screener)
        call.refresh_from_db()
        assert call.ending == Call.Ending.NO_REFERRAL
        with pytest.raises(Refused):
            referrals.end_call(call=call, reason="Again.", by=screener)

    def test_the_database_wants_the_reason_too(self, screener):
        call = log(screener)
        with pytest.raises(IntegrityError), transaction.atomic():
            Call.objects.filter(pk=call.pk).update(ending="no_referral", ended_at=FRIDAY)


class TestPages:
    def form(self, **changes):
        now = timezone.localtime() - timedelta(minutes=3)
        when = {"day": now.day, "month": now.month, "year": now.year, "time": f"{now:%H:%M}"}
        return once() | {
            "caller_name": "Jo Reed", "caller_phone": "020 7946 0000", "urgent": "yes",
            "agency": "Invented Primary", "family_name": "Okafor", "said": "Hungry again.",
            **{f"happened_at_{part}": value for part, value in when.items()},
        } | changes  # fmt: skip

    def test_logging_one_and_reading_the_queue(self, client, screener, school):
        signed_in(client, screener)
        sent = client.post("/calls/new/", self.form())
        call = Call.objects.get()
        assert sent["Location"] == reverse("call_detail", args=[call.pk])
        assert call.site == school and call.urgent
        text = text_of(client.get("/calls/"))
        assert "Okafor" in text and "020 7946 0000" in text and "due in" in text
        assert Event.objects.get(verb="call_list").ids == [call.pk]
        assert "Decision due" in text_of(client.get("/"))

    def test_nothing_typed_is_lost_by_a_wrong_answer(self, client, screener):
        page = signed_in(client, screener).post("/calls/new/", self.form(caller_phone=""))
        assert "Enter the number to ring back" in text_of(page)
        assert "Hungry again." in page.content.decode()

    def test_sent_twice_logged_once(self, client, screener):
        signed_in(client, screener)
        form = self.form()
        client.post("/calls/new/", form)
        client.post("/calls/new/", form)
        assert Call.objects.count() == 1

    def test_going_on_leads_to_the_draft(self, client, screener, council):
        call = log(screener)
        signed_in(client, screener)
        sent = client.post(reverse("call_refer", args=[call.pk]), once())
        draft = Draft.objects.get(call=call)
        assert sent["Location"] == reverse("draft_page", args=[draft.pk, "danger"])
        worries = client.get(reverse("draft_page", args=[draft.pk, "worries"]))
        assert "Came to school hungry again." in worries.content.decode()

    def test_the_calls_own_page_ties_the_form(self, client, screener, teacher, school):
        call = log(screener, family_name="", happened_at=timezone.now() - HOUR)
        referral = send(teacher, school, timezone.now())
        signed_in(client, screener)
        assert referral.reference in text_of(client.get(reverse("call_detail", args=[call.pk])))
        client.post(reverse("call_tie", args=[call.pk]), once() | {"referral": referral.pk})
        call.refresh_from_db()
        assert call.written == referral
        assert "No call waits" in text_of(client.get("/calls/"))

    def test_closing_needs_a_reason(self, client, screener):
        call = log(screener)
        signed_in(client, screener)
        page = client.post(reverse("call_end", args=[call.pk]), once())
        assert "Enter the reason" in text_of(page)
        client.post(reverse("call_end", args=[call.pk]), once() | {"reason": "Advice only."})
        assert text_of(client.get(reverse("call_detail", args=[call.pk]))).count("Advice only.")

    def test_names_of_sites_are_offered(self, client, screener, school):
        page = signed_in(client, screener).get("/calls/sites/?q=inv prim")
        assert page.json() == ["Invented Primary"]
        assert client.get("/calls/sites/?q=i%00").json() == []


class TestWhoSees:
    def test_a_referrer_does_not(self, client, screener, teacher):
        call = log(screener)
        signed_in(client, teacher)
        assert client.get("/calls/").status_code == 404
        assert client.get(reverse("call_detail", args=[call.pk])).status_code == 404

    def test_of_a_restricted_family_only_who_took_it_and_named_people(
        self, screener, teacher, school
    ):
        call = log(screener)
        referral = send(teacher, school, FRIDAY + HOUR)
        colleague = places.worker(Role.SCREENER, team=places.spoc())
        Call.objects.filter(pk=call.pk).update(ended_at=None, ending="")
        assert call in Call.objects.visible_to(colleague)
        Family.objects.filter(pk=referral.family_id).update(restricted=True)
        assert call not in Call.objects.visible_to(colleague)
        assert call in Call.objects.visible_to(screener)

    def test_an_old_one_leaves_the_front_door(self, screener):
        call = log(screener)
        referrals.end_call(call=call, reason="Advice.", by=screener,
                           at=timezone.now() - timedelta(days=31))  # fmt: skip
        colleague = places.worker(Role.SCREENER, team=places.spoc())
        assert call not in Call.objects.visible_to(colleague)
