"""The form, page by page, without a script."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from families.models import Agreement, SafeContact
from referrals.models import Draft, Referral
from tests.factories.accounts import UserFactory
from tests.factories.localities import MembershipFactory, SiteFactory, worker
from tests.referrals.conftest import AMARA, FAMILY, TOBI, WORRIES, Journey

pytestmark = pytest.mark.django_db


OPENED_AND_CLOSED = 2  # savepoint of the policy table's transaction


def text_of(response):
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


class TestDangerFirst:
    def test_nothing_is_asked_before_it(self, journey):
        page = journey.client.get(reverse("referral_start"))
        assert "Child has disclosed abuse" in text_of(page)
        assert not Draft.objects.exists()

    def test_it_must_be_answered(self, journey):
        page = journey.client.post(reverse("referral_start"), {})
        assert "Tick what applies, or “None of these”" in text_of(page)
        assert not Draft.objects.exists()

    def test_a_flag_and_none_of_these_cannot_both_be(self, journey):
        key = "6f1c6f0e-8a3f-4b0c-9d0a-000000000001"
        both = {"red_flags": ["redflag.injury", "none"], "idempotency_key": key}
        page = journey.client.post(reverse("referral_start"), both)
        assert "but not both" in text_of(page)

    def test_none_leads_into_the_form(self, journey):
        assert journey.start().url == journey.url("page", "family")

    def test_a_flag_stops_and_says_whom_to_phone(self, journey, settings):
        settings.SERVICE = {**settings.SERVICE, "spoc_phone": "020 7946 0001"}
        response = journey.start("redflag.injury")
        assert response.url == journey.url("page", "call")
        page = text_of(journey.client.get(response.url))
        assert "Stop and phone now" in page
        assert "020 7946 0001" in page
        assert "Always phone" in page

    def test_who_answered_is_written_down(self, journey):
        journey.start("redflag.injury")
        assert journey.page("call", {}).status_code == 200
        assert not journey.answers("call")
        assert journey.call().url == journey.url("page", "family")
        call = journey.answers("call")
        assert (call["spoke_to"], call["family_knows"]) == ("Jo", False)

    @pytest.mark.parametrize(
        ("flag", "safe"),
        [
            ("induced_illness", False),
            ("harmful_practice", False),
            ("sexual_abuse", False),
            ("trafficking", False),
            ("missing_now", None),
        ],
    )
    def test_do_not_tell_is_set_where_telling_is_dangerous(self, journey, flag, safe):
        journey.start(f"redflag.{flag}")
        page = journey.client.get(journey.url("page", "call"))
        assert page.context["form"]["telling_is_safe"].value() == (None if safe is None else "no")

    def test_for_cutting_the_professional_phones_the_police_too(self, journey):
        journey.start("redflag.harmful_practice")
        assert "phone the police yourself, on 101" in text_of(
            journey.client.get(journey.url("page", "call"))
        )

    def test_the_call_was_not_in_the_future(self, journey):
        journey.start("redflag.injury")
        tomorrow = timezone.now() + timedelta(days=1)
        page = journey.page("call", {
            "spoke_to": "Jo", "called_at_day": tomorrow.day, "called_at_month": tomorrow.month,
            "called_at_year": tomorrow.year, "called_at_time": "9:30am", "family_knows": "no",
            "telling_is_safe": "no",
        })  # fmt: skip
        assert "or earlier" in text_of(page)

    def test_without_a_flag_there_is_no_call_page(self, journey):
        journey.start()
        assert journey.client.get(journey.url("page", "call")).url == journey.url("page", "danger")

    def test_a_double_click_begins_one_draft(self, journey):
        page = journey.client.get(reverse("referral_start"))
        key = page.context["form"]["idempotency_key"].value()
        sent = {"red_flags": ["none"], "idempotency_key": key}
        first = journey.client.post(reverse("referral_start"), sent)
        second = journey.client.post(reverse("referral_start"), sent)
        assert first.url == second.url
        assert Draft.objects.count() == 1

    def test_another_persons_key_opens_nothing(self, journey, site):
        journey.start()
        other = Journey(worker("practitioner", site=site))
        sent = {"red_flags": ["none"], "idempotency_key": str(journey.draft.pk)}
        page = other.client.post(reverse("referral_start"), sent)
        assert "open for too long" in text_of(page)
        assert page.context["form"]["idempotency_key"].value() != str(journey.draft.pk)
        assert Draft.objects.get().owner == journey.user

    def test_who_works_at_two_places_says_from_where(self, site):
        both = worker("practitioner", site=site)
        second = SiteFactory(name="Other School")
        MembershipFactory(user=both, site=second)
        journey = Journey(both)
        page = journey.client.get(reverse("referral_start"))
        key = page.context["form"]["idempotency_key"].value()
        sent = {"red_flags": ["none"], "idempotency_key": key}
        refused = journey.client.post(reverse("referral_start"), sent)
        assert "Where are you referring from?" in text_of(refused)
        journey.client.post(reverse("referral_start"), {**sent, "site": second.pk})
        assert Draft.objects.get().site == second

    def test_an_account_without_a_place_of_work_is_told_what_to_do(self, db):
        journey = Journey(UserFactory(role="practitioner"))
        page = journey.client.get(reverse("referral_start"))
        assert "Ask the administrator" in text_of(page)


class TestWholeWay:
    def test_from_danger_to_the_reference(self, journey, lead, site):
        journey.start()
        journey.fill()
        check = text_of(journey.client.get(journey.url("check")))
        for words in ("Okafor", "14 March 2016", "Persistent absence", "CR0 2AB", "In person",
                      "In Croydon", "07700 900123"):  # fmt: skip
            assert words in check
        sent = journey.finish()
        referral = Referral.objects.get()
        assert sent.url == reverse("referral_sent", args=[referral.reference])
        assert (referral.referrer, referral.site, referral.state) == (lead, site, "submitted")
        assert not Draft.objects.exists()
        page = text_of(journey.client.get(sent.url))
        assert referral.reference in page
        assert "What happens next" in page
        assert "due" in page

    def test_the_referral_holds_every_answer(self, journey):
        journey.start()
        journey.fill()
        journey.child(TOBI, key="a2")
        journey.serious("attendance", child_a1="3", child_a2="not_known")
        journey.page("worries", WORRIES | {"tried": "A talk.", "must_change": "Breakfast."})
        journey.send(journey.url("page", "strengths"),
                     {"strengths": ["strength.parenting.warmth"]})  # fmt: skip
        journey.page("contact", {"who": "b1", "times": "After 4pm", "means": ["post"],
                                 "must_not_be_told": "Her brother"})  # fmt: skip
        journey.finish()
        referral = Referral.objects.get()
        seen = referral.observations.values_list("child__person__first_name", "key", "answer")
        assert set(seen) == {
            ("Amara", "child.attendance.3", "observed"),
            ("Tobi", "child.attendance", "not_known"),
            (None, "environment.money.2", "observed"),
            (None, "strength.parenting.warmth", "observed"),
        }
        assert (referral.tried, referral.must_change) == ("A talk.", "Breakfast.")
        contact = SafeContact.objects.get()
        assert (contact.post, contact.voicemail, contact.must_not_be_told) == (
            True, False, "Her brother",
        )  # fmt: skip

    def test_with_a_red_flag_the_form_is_the_written_record(self, journey):
        journey.start("redflag.sexual_abuse")
        journey.call()
        journey.fill()
        journey.finish()
        referral = Referral.objects.get()
        assert referral.flags == ["immediate"]
        assert (referral.spoke_to, referral.do_not_tell) == ("Jo", True)
        assert referral.first_contact_at < referral.submitted_at

    def test_without_agreement_it_stops_unless_a_reason_is_written_down(self, journey):
        journey.start()
        journey.fill()
        journey.page("agreement", {"agreed": "no"}, later="yes")
        assert "Left to do" in text_of(journey.client.get(journey.url("check")))
        assert journey.finish().status_code == 200
        assert not Referral.objects.exists()
        refused = journey.page("agreement", {"agreed": "no", "asked": "refused"})
        assert "a referral cannot be sent" in text_of(refused)
        journey.page("agreement", {"agreed": "no", "asked": "not_asked",
                                   "basis": "risk_or_delay", "reason": "He hits her."})  # fmt: skip
        journey.finish()
        agreement = Agreement.objects.get()
        assert (agreement.answer, agreement.basis) == ("not_asked", "risk_or_delay")

    def test_somebody_who_is_not_named_may_have_agreed(self, journey):
        journey.start()
        journey.fill()
        journey.page("agreement", {"agreed": "yes", "who": "somebody", "how": "by phone",
                                   "sharing": "no"})  # fmt: skip
        journey.finish()
        said = Agreement.objects.values_list("purpose", "answer", "person", "how")
        assert set(said) == {
            ("help", "agreed", None, "by phone"), ("share", "refused", None, "by phone"),
        }  # fmt: skip

    def test_not_before_each_theme_is_answered(self, journey):
        journey.start()
        journey.fill()
        journey.themes("attendance", "money", "dental")
        page = journey.finish()
        assert page.status_code == 200
        assert "There is a problem" in text_of(page)
        assert journey.url("theme", "dental") in page.content.decode()
        assert not Referral.objects.exists()

    def test_an_unborn_child_alone(self, journey):
        journey.start()
        journey.fill()
        due = timezone.localdate() + timedelta(weeks=12)
        when = {"due_on_day": due.day, "due_on_month": due.month, "due_on_year": due.year}
        journey.child({"last_name": "Okafor", "birth": "not_born", **when})
        journey.finish()
        child = Referral.objects.get().children.get()
        assert (child.person.due_on, child.age_band) == (due, "unborn")

    def test_in_25_statements(self, journey):
        """Session, user, draft with its site, the draft's end, and the 21 of the action."""
        journey.start()
        journey.fill()
        journey.page("contact", {"who": "b1", "times": "After 4pm"})
        with CaptureQueriesContext(connection) as queries:
            assert journey.finish().status_code == 302
        counted = [q for q in queries if "SAVEPOINT" not in q["sql"]]
        assert len(counted) <= 25, "\n".join(q["sql"][:110] for q in counted)


class TestTaskList:
    def statuses(self, journey):
        page = journey.client.get(journey.url("tasks"))
        return {
            task["text"]: task["status"]
            for section in page.context["sections"]
            for task in section["tasks"]
        }

    def test_it_says_what_is_left(self, journey):
        journey.start()
        found = self.statuses(journey)
        assert found["Is a child in immediate danger?"] == "Completed"
        assert found["Children"] == "Not started"
        assert found["How serious each theme is"] == "Cannot start yet"
        journey.fill()
        assert set(self.statuses(journey).values()) == {"Completed", "Optional"}

    def test_a_page_may_be_left_half_answered(self, journey):
        journey.start()
        response = journey.page("family", {"family_name": "Okafor"}, later="yes")
        assert response.url == journey.url("tasks")
        assert journey.answers("family")["family_name"] == "Okafor"
        assert self.statuses(journey)["Family and home"] == "Not finished"

    def test_but_not_with_what_is_wrong(self, journey):
        journey.start()
        page = journey.page("family", {"family_name": "Okafor", "postcode": "??"}, later="yes")
        assert page.status_code == 200
        assert "??" in text_of(page) or b'value="??"' in page.content

    def test_another_child_asks_each_theme_again(self, journey):
        journey.start()
        journey.fill()
        journey.child(TOBI, key="a2")
        assert self.statuses(journey)["How serious each theme is"] == "Not finished"

    def test_it_is_found_again_from_the_list_and_the_start(self, journey):
        journey.start()
        journey.page("family", FAMILY)
        for name in ("referral_list", "referral_start", "home"):
            page = journey.client.get(reverse(name))
            assert journey.url("tasks") in page.content.decode()
            assert "Okafor" in text_of(page)

    def test_thrown_away(self, journey):
        journey.start()
        assert journey.client.get(journey.url("delete")).status_code == 200
        assert Draft.objects.exists()
        journey.client.post(journey.url("delete"))
        assert not Draft.objects.exists()


class TestPeople:
    def test_add_change_remove(self, journey):
        journey.start()
        page = journey.client.get(journey.url("people", "children"))
        add = page.context["add_url"]
        journey.send(add, AMARA)
        listed = journey.client.get(journey.url("people", "children"))
        assert "Amara Okafor" in text_of(listed)
        assert "aged" in text_of(listed)
        assert listed.context["add_url"] != add
        journey.send(add, AMARA | {"first_name": "Amarachi"})
        assert "Amarachi" in text_of(journey.client.get(journey.url("people", "children")))
        remove = add + "remove/"
        assert "Remove Amarachi Okafor?" in text_of(journey.client.get(remove))
        journey.client.post(remove)
        assert "Amarachi" not in text_of(journey.client.get(journey.url("people", "children")))
        assert journey.client.get(remove).status_code == 404

    def test_a_new_child_most_often_has_the_familys_name(self, journey):
        journey.start()
        journey.page("family", FAMILY)
        page = journey.client.get(journey.url("person", "children", "c1"))
        assert page.context["form"]["last_name"].value() == "Okafor"

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"first_name": ""}, "Enter the child’s first name"),
            ({"last_name": ""}, "Enter"),
            ({"birth": ""}, "Is the child born?"),
            ({"born_on_year": "1999"}, "under 18"),
            ({"born_on_day": "31", "born_on_month": "2"}, "must be a real date"),
            ({"born_on_year": "2999"}, "from 1900 to 2199"),
            ({"birth": "not_born"}, "due date"),
            ({"nhs_number": "123"}, "10 digits"),
            ({"upn": "A1"}, "UPN must be"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, journey, changes, said):
        journey.start()
        page = journey.child(AMARA | changes)
        assert page.status_code == 200
        assert said in text_of(page)
        assert 'value="Invented Primary"' in page.content.decode()

    def test_a_child_whose_age_nobody_knows(self, journey):
        journey.start()
        journey.child({"first_name": "Sam", "last_name": "Okafor", "birth": "unknown"})
        assert "age not known" in text_of(journey.client.get(journey.url("people", "children")))

    def test_twenty_at_most(self, journey):
        journey.start()
        for number in range(20):
            journey.child(AMARA | {"first_name": f"Child {number}"}, key=f"c{number}")
        assert journey.client.get(journey.url("people", "children")).context["full"]
        assert journey.client.get(journey.url("person", "children", "zz")).status_code == 302


class TestThemes:
    def test_a_search_needs_no_script_and_keeps_what_is_ticked(self, journey):
        journey.start()
        found = journey.send(journey.url("themes"),
                             {"themes": ["attendance"], "q": "money", "find": "yes"})  # fmt: skip
        page = journey.client.get(found.url)
        drawn = re.findall(r'name="themes" value="(\w+)"', page.content.decode())
        assert "attendance" in drawn and "money" in drawn
        assert "dental" not in drawn
        assert journey.answers("themes")["themes"] == ["attendance"]

    def test_a_plain_get_searches_too(self, journey):
        journey.start()
        page = journey.client.get(journey.url("themes"), {"q": "hungry"})
        assert re.findall(r'name="themes" value="(\w+)"', page.content.decode()) == [
            "growth", "none",
        ]  # fmt: skip

    def test_none_of_these(self, journey):
        journey.start()
        assert journey.themes("none").url == journey.url("page", "strengths")
        assert "but not both" in text_of(journey.themes("none", "money"))
        assert "None of these" in text_of(journey.client.get(journey.url("check")))

    def test_each_theme_that_was_picked_is_asked_in_turn(self, journey):
        journey.start()
        journey.child(AMARA)
        assert journey.themes("money", "exclusion").url == journey.url("theme", "exclusion")
        assert journey.serious("exclusion", child_a1="4").status_code == 200  # it has no level 4
        assert journey.serious("exclusion", child_a1="2").url == journey.url("theme", "money")
        assert journey.serious("money", answer="3").url == journey.url("page", "strengths")

    def test_each_child_is_asked_about(self, journey):
        journey.start()
        journey.child(AMARA)
        journey.child(TOBI, key="a2")
        journey.themes("attendance")
        page = journey.serious("attendance", child_a1="3")
        assert "Choose what fits best" in text_of(page)
        assert "Tobi" in text_of(page)

    def test_themes_that_were_not_picked_and_that_do_not_exist(self, journey):
        journey.start()
        journey.child(AMARA)
        assert journey.client.get(journey.url("theme", "dental")).url == journey.url("themes")
        assert journey.client.get(journey.url("theme", "nonsense")).status_code == 404


class TestTwoWindows:
    def test_the_second_sees_both_texts_and_loses_none(self, journey):
        journey.start()
        url = journey.url("page", "worries")
        opened = journey.client.get(url).context["form"]["version"].value()
        journey.page("worries", {"worries": "From the first window."})
        page = journey.client.post(url, {"version": opened, "worries": "From the second window."})
        assert "changed this while you were typing" in text_of(page)
        assert "From the first window." in text_of(page)
        assert "From the second window." in text_of(page)
        assert journey.answers("worries")["worries"] == "From the first window."
        again = {"version": page.context["form"]["version"].value(),
                 "worries": "From the second window."}  # fmt: skip
        assert journey.client.post(url, again).status_code == 302
        assert journey.answers("worries")["worries"] == "From the second window."

    def test_other_pages_do_not_get_in_the_way(self, journey):
        journey.start()
        url = journey.url("page", "worries")
        opened = journey.client.get(url).context["form"]["version"].value()
        journey.page("family", FAMILY)
        assert journey.client.post(url, {"version": opened, **WORRIES}).status_code == 302

    def test_the_same_answers_twice_are_no_conflict(self, journey):
        journey.start()
        url = journey.url("page", "worries")
        opened = journey.client.get(url).context["form"]["version"].value()
        for _ in range(2):
            assert journey.client.post(url, {"version": opened, **WORRIES}).status_code == 302


class TestChangingAnAnswer:
    def test_from_the_check_and_back(self, journey):
        journey.start()
        journey.fill()
        check = journey.client.get(journey.url("check")).content.decode()
        assert journey.url("page", "worries") + "?from=check" in check
        url = journey.url("page", "worries") + "?from=check"
        changed = journey.send(url, {"worries": "Something else."})
        assert changed.url == journey.url("check")
        assert "Something else." in text_of(journey.client.get(changed.url))


class TestWhoseDraft:
    def test_nobody_else_opens_it(self, journey, site):
        journey.start()
        other = Journey(worker("safeguarding_lead", site=site))
        for url in (journey.url("tasks"), journey.url("check"), journey.url("page", "family")):
            assert other.client.get(url).status_code == 404
            assert other.client.post(url).status_code in (404, 405)

    def test_once_sent_every_page_leads_to_the_referral(self, journey):
        journey.start()
        journey.fill()
        journey.finish()
        sent = reverse("referral_sent", args=[Referral.objects.get().reference])
        for url in (journey.url("tasks"), journey.url("check"), journey.url("page", "family")):
            assert journey.client.get(url).url == sent
        assert journey.finish().url == sent
        assert Referral.objects.count() == 1


def test_every_page_costs_few_queries(journey, django_assert_max_num_queries):
    journey.start()
    journey.fill()
    for url in (journey.url("tasks"), journey.url("page", "family"), journey.url("themes"),
                journey.url("theme", "attendance"), journey.url("people", "children"),
                journey.url("check")):  # fmt: skip
        with django_assert_max_num_queries(3 + OPENED_AND_CLOSED):
            assert journey.client.get(url).status_code == 200
    with django_assert_max_num_queries(10 + OPENED_AND_CLOSED):
        journey.client.post(journey.url("page", "worries"), {"version": "99", **WORRIES})
