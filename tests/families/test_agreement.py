"""Who may answer, which answer stands, and what a manager's check takes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.errors import Refused
from families import actions as families
from families.agreeing import standing
from families.entries import AgreementEntry
from families.models import Agreement, RiskCheck
from families.registration import write_agreement
from localities.calendar import london_date
from tests.factories.accounts import UserFactory
from tests.factories.families import ChildFactory, FamilyFactory, PersonFactory

pytestmark = pytest.mark.django_db
AGREED, REFUSED, WITHDRAWN, NOT_ASKED = "agreed", "refused", "withdrawn", "not_asked"
HELP, SHARE = "help", "share"


@pytest.fixture
def family():
    return FamilyFactory()


@pytest.fixture
def mother(family):
    return PersonFactory(family=family)


@pytest.fixture
def father(family):
    return PersonFactory(family=family)


@pytest.fixture
def say(family):
    by, now = UserFactory(), timezone.now()

    def said(answer, person=None, *, purpose=HELP, days_ago=0, **facts):
        at = now - timedelta(days=days_ago)
        families.record_agreement(
            family=family, person=person, purpose=purpose, answer=answer, happened_at=at, by=by,
            at=now, **facts,
        )  # fmt: skip
        family.refresh_from_db()
        return family

    return said


def born(years, days):
    """Who turned so many years old so many days ago; before that, with days below nought."""
    turned = london_date(timezone.now()) - timedelta(days=days)
    leap = (turned.month, turned.day) == (2, 29)
    return turned.replace(year=turned.year - years, day=28 if leap else turned.day)


class TestWhatStands:
    def test_the_latest_answer_of_each_person_for_each_purpose(self, family, say, mother, father):
        say(AGREED, mother, days_ago=3)
        say(REFUSED, mother, days_ago=1)
        say(AGREED, father, days_ago=2)
        say(AGREED, mother, purpose=SHARE, days_ago=2)
        found = [(one.person, one.purpose, one.answer) for one in standing(family)]
        assert found == [
            (mother, HELP, REFUSED), (mother, SHARE, AGREED), (father, HELP, AGREED),
        ]  # fmt: skip

    def test_the_family_together_until_somebody_speaks(self, family, say, mother, father):
        say(AGREED, father, days_ago=4)
        say(AGREED, days_ago=3)
        assert [(one.person, one.answer) for one in standing(family)] == [(None, AGREED)]
        say(WITHDRAWN, mother, days_ago=1)
        assert [(one.person, one.answer) for one in standing(family)] == [(mother, WITHDRAWN)]
        say(AGREED, days_ago=0)
        assert [(one.person, one.answer) for one in standing(family)] == [(None, AGREED)]

    def test_an_answer_heard_of_late_does_not_undo_a_later_one(self, family, say, mother):
        say(WITHDRAWN, mother, days_ago=1)
        assert say(AGREED, mother, days_ago=5).help_stopped_at is not None


class TestOneFamilyInTwoRecords:
    """Records that were merged are one family: who answers, what stands, what stops."""

    @pytest.fixture
    def other(self, family):
        other = FamilyFactory()
        families.merge(
            family=family, duplicate=other, reason="Same mother.", by=UserFactory(),
            version=family.version + other.version,
        )  # fmt: skip
        other.refresh_from_db()
        return other

    def test_somebody_of_the_other_record_may_answer(self, family, other, say):
        aunt = PersonFactory(family=other)
        say(AGREED, aunt)
        assert [one.person for one in standing(other)] == [aunt]

    def test_what_is_taken_back_stops_in_both(self, other, say, mother):
        say(AGREED, mother, purpose=SHARE, days_ago=2)
        for answer, stopped in ((WITHDRAWN, True), (AGREED, False)):
            family = say(answer, mother, purpose=SHARE)
            other.refresh_from_db()
            assert bool(family.sharing_stopped_at) == bool(other.sharing_stopped_at) == stopped


class TestTakingItBack:
    def test_help_stops_when_nobody_agrees_any_more(self, say, mother, father):
        say(AGREED, mother, days_ago=4)
        say(AGREED, father, days_ago=4)
        assert say(WITHDRAWN, mother, days_ago=2).help_stopped_at is None
        stopped = say(WITHDRAWN, father, days_ago=1).help_stopped_at
        assert timezone.now() - stopped > timedelta(days=1.9)
        assert say(AGREED, mother).help_stopped_at is None

    def test_sharing_stops_as_soon_as_anybody_says_so(self, say, mother, father):
        say(AGREED, mother, purpose=SHARE, days_ago=4)
        family = say(WITHDRAWN, father, purpose=SHARE, days_ago=2)
        assert family.sharing_stopped_at and family.help_stopped_at is None

    def test_a_new_referral_that_they_agreed_to_lets_help_go_on(self, say, mother):
        family = say(WITHDRAWN, mother, days_ago=1)
        entry = AgreementEntry(answer=AGREED, who="m", sharing="Y")
        write_agreement(family, {"m": mother}, entry, by=UserFactory(), at=timezone.now())
        family.refresh_from_db()
        assert family.help_stopped_at is None

    def test_nothing_is_lost(self, family, say, mother):
        say(AGREED, mother, days_ago=2)
        say(WITHDRAWN, mother)
        assert Agreement.objects.current().filter(family=family).count() == 2


class TestWhoMayAnswer:
    @pytest.mark.parametrize(
        ("age", "said_as", "capacity", "field"),
        [
            (12, "", "", "said_as"),
            (12, "self", "", "said_as"),
            (12, "gillick", "", "capacity"),
            (12, "gillick", "Ms Shah, who knows her well", None),
            (17, "self", "", None),
            (17, "gillick", "Ms Shah", "said_as"),
            (17, "parent", "", "said_as"),
        ],
    )
    def test_a_child(self, family, say, age, said_as, capacity, field):
        born_on = date.today() - timedelta(days=age * 366)
        child = ChildFactory(family=family, born_on=born_on)
        if field is None:
            say(AGREED, child, said_as=said_as, capacity=capacity)
            return
        with pytest.raises(Refused) as refused:
            say(AGREED, child, said_as=said_as, capacity=capacity)
        assert refused.value.field == field

    @pytest.mark.parametrize(
        ("years", "days", "said_as", "allowed"),
        [
            (16, 0, "self", True), (16, 0, "gillick", False),  # the sixteenth birthday
            (16, -1, "self", False), (16, -1, "gillick", True),  # the day before it
            (18, 0, "parent", True), (18, -1, "parent", False),
            (None, 0, "self", False), (None, 0, "gillick", True),  # nobody knows how old
            (None, 0, "parent", False),
        ],
    )  # fmt: skip
    def test_on_which_day_of_a_life(self, family, say, years, days, said_as, allowed):
        child = ChildFactory(family=family, born_on=years and born(years, days))
        capacity = "Ms Shah, who knows them" if said_as == "gillick" else ""
        if allowed:
            say(AGREED, child, said_as=said_as, capacity=capacity)
            return
        with pytest.raises(Refused) as refused:
            say(AGREED, child, said_as=said_as, capacity=capacity)
        assert refused.value.field == "said_as"

    def test_somebody_of_another_family(self, say):
        with pytest.raises(Refused, match="this family"):
            say(AGREED, PersonFactory())

    def test_going_on_without_asking_takes_a_reason(self, say):
        for facts in ({}, {"basis": "significant_harm"}):
            with pytest.raises(Refused):
                say(NOT_ASKED, **facts)
        say(NOT_ASKED, basis="significant_harm", reason="He hit her.")

    def test_not_in_the_future(self, say):
        with pytest.raises(Refused, match="future"):
            say(AGREED, days_ago=-1)


def test_a_check_is_made_once_and_only_of_what_was_taken_back(family, say):
    say(AGREED, days_ago=1)
    say(WITHDRAWN)
    agreed, taken_back = Agreement.objects.order_by("happened_at")
    facts = {"finding": "safe", "text": "The school sees them daily.", "by": UserFactory()}
    with pytest.raises(Refused, match="nothing to check"):
        families.check_risk(agreement=agreed, **facts)
    families.check_risk(agreement=taken_back, **facts)
    with pytest.raises(Refused, match="already"):
        families.check_risk(agreement=taken_back, **facts)
    assert RiskCheck.objects.get().family == family


def test_a_court_order_is_about_a_child_and_ends_after_it_begins(family, mother):
    child, by = ChildFactory(family=family), UserFactory()
    facts = {"kind": "stay_away", "text": "Not within 100 metres.", "by": by, "person": mother}
    with pytest.raises(Refused, match="child"):
        families.record_court_order(child=mother, from_on=date(2026, 1, 1), **facts)
    with pytest.raises(Refused, match="end before"):
        families.record_court_order(
            child=child, from_on=date(2026, 1, 2), until_on=date(2026, 1, 1), **facts
        )
    families.record_court_order(child=child, from_on=date(2026, 1, 1), **facts)
