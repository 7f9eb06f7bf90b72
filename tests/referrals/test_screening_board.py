"""The SPOC board: who sees what, in which order, and what is not yet shown."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from families.models import Family
from referrals import actions as referrals
from referrals.codes import Outcome
from referrals.models import Observation
from tests.factories import localities as places
from tests.factories.referrals import ReferralChildFactory, ReferralFactory
from tests.pages import signed_in, text_of
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
         ("show=mine", False), ("show=new", True), ("show=urgent", True), ("show=elsewhere", True),
         ("show=transferred", False), ("show=overdue", False), ("show=asked", False)],
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

    @pytest.mark.parametrize("query", ["agency=%00", "place=99999", "flag=%ED%A0%80"])
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


class TestQueues:
    URL = "/screening/"

    def test_transferred_and_not_yet_accepted_with_the_offers_clock(self, client, screener, now):
        places.social_care()
        referral = ReferralFactory(submitted_at=now - timedelta(minutes=5), red_flag=True)
        own = referrals.record_own_level(referral=referral, level=4, by=screener)
        referrals.decide(
            referral=own, by=screener, level=4, outcome=Outcome.SOCIAL_CARE, reason="", words="x",
            version=own.version,
        )  # fmt: skip
        page = text_of(signed_in(client, screener).get(f"{self.URL}?show=transferred"))
        assert referral.reference in page and "Decided" in page and "due in" in page
        assert referral.reference not in text_of(client.get(self.URL))

    def test_an_unknown_queue_is_everything_that_waits(self, client, screener, referral):
        page = signed_in(client, screener).get(f"{self.URL}?show=nonsense")
        assert page.status_code == 200 and referral.reference in text_of(page)

    @pytest.mark.parametrize("queue", ["", "new", "urgent", "elsewhere", "transferred", "mine"])
    def test_costs_six_queries_at_most(self, client, screener, referral, queue):
        signed_in(client, screener)
        with counting() as queries:
            client.get(f"{self.URL}?show={queue}")
        assert len(queries) <= 6, queries

    def test_the_manager_alone_finds_the_disagreements(self, client, screener):
        manager = places.worker(Role.SPOC_MANAGER, team=places.spoc_managers())
        assert "Disagreements" in text_of(signed_in(client, manager).get(self.URL))
        assert "Disagreements" not in text_of(signed_in(client, screener).get(self.URL))


class TestSeveralAtOnce:
    URL = "/screening/assign/"

    @pytest.fixture
    def three(self, screener, now):
        return [ReferralFactory(submitted_at=now) for _ in range(3)]

    def sent(self, rows, **more):
        return {"referral": [row.pk for row in rows], **more}

    def owners(self, rows):
        return [type(row).objects.get(pk=row.pk).assigned_to for row in rows]

    def test_to_me_each_with_its_event_and_again_changes_nothing(self, client, screener, three):
        signed_in(client, screener)
        for _ in range(2):
            assert client.post(self.URL, self.sent(three[:2], to_me="yes")).status_code == 302
        assert self.owners(three) == [screener, screener, None]
        assert Event.objects.filter(verb="referrals.assign").count() == 4
        assert "2 referrals assigned to you." in text_of(client.get("/screening/"))

    def test_to_somebody_after_one_more_question(self, client, screener, three):
        colleague = places.worker(Role.SCREENER, team=places.spoc(), name="Kwame Boateng")
        places.worker(Role.KEY_WORKER, team=places.hub(), name="Leon Baptiste")
        signed_in(client, screener)
        page = text_of(client.post(self.URL, self.sent(three, to_somebody="yes")))
        assert "Assign 3 referrals" in page and "Kwame Boateng" in page and "Leon" not in page
        assert client.post(self.URL, self.sent(three, worker=colleague.pk)).status_code == 302
        assert self.owners(three) == [colleague] * 3

    @pytest.mark.parametrize("worker", ["", "0", "99999999999999999999", "\x00"])
    def test_nobody_chosen_gets_a_sentence(self, client, screener, three, worker):
        page = signed_in(client, screener).post(self.URL, self.sent(three, worker=worker))
        assert "There is a problem" in text_of(page)
        assert self.owners(three) == [None] * 3

    @pytest.mark.parametrize("ticked", [[], ["\x00"], ["9" * 30], ["-1"], ["٣"]])
    def test_nothing_ticked_gets_a_sentence(self, client, screener, three, ticked):
        signed_in(client, screener)
        page = client.post(self.URL, {"referral": ticked, "to_me": "yes"}, follow=True)
        assert "Tick at least one" in text_of(page)

    def test_a_restricted_and_a_decided_one_are_left_alone(self, client, screener, three):
        Family.objects.filter(pk=three[0].family_id).update(restricted=True)
        own = referrals.record_own_level(referral=three[1], level=3, by=screener)
        referrals.decide(
            referral=own, by=screener, level=3, outcome=Outcome.LINKED, reason="", words="x",
            version=own.version,
        )  # fmt: skip
        signed_in(client, screener).post(self.URL, self.sent(three, to_me="yes"))
        assert self.owners(three) == [None, None, screener]

    def test_is_for_those_who_decide(self, client, three):
        for role in (Role.PRACTITIONER, Role.SOCIAL_CARE, Role.HEAD):
            user = places.UserFactory(role=role)
            page = signed_in(client, user).post(self.URL, self.sent(three, to_me="yes"))
            assert page.status_code == 404
