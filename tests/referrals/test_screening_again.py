"""A second look, a question, the same referral sent twice, and who is looking at it."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from audit.errors import Refused
from audit.models import Message
from referrals import actions as referrals
from referrals.codes import Outcome, State
from referrals.models import Referral, Transfer
from tests.factories import localities as places
from tests.factories.referrals import MONDAY, ReferralFactory
from tests.screening import AN_HOUR_ON, decide, own

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(screener):
    return ReferralFactory()


class TestSecondLook:
    @pytest.fixture
    def manager(self, spoc_team):
        return places.worker(Role.SPOC_MANAGER, team=places.spoc_managers())

    def reopen(self, referral, manager, reason="The school disagrees."):
        referral.refresh_from_db()
        return referrals.reopen(
            referral=referral, reason=reason, version=referral.version, by=manager,
            at=AN_HOUR_ON + timedelta(days=1),
        )  # fmt: skip

    def test_keeps_the_first_decision_and_numbers_the_next(self, referral, screener, manager):
        own(referral, screener)
        decide(referral, screener, outcome=Outcome.OTHER_SERVICE)
        self.reopen(referral, manager)
        referral.refresh_from_db()
        assert referral.state == State.SUBMITTED
        assert referral.decision_due_at > AN_HOUR_ON + timedelta(days=1)
        decide(referral, screener, at=AN_HOUR_ON + timedelta(days=1, hours=1))
        assert [d.number for d in referral.decisions.order_by("number")] == [1, 2]
        referral.refresh_from_db()
        assert referral.outcome == Outcome.FAMILY_SOLUTIONS
        assert referral.first_decided_at == AN_HOUR_ON  # the first one stays the first

    def test_needs_a_reason(self, referral, screener, manager):
        own(referral, screener)
        decide(referral, screener)
        with pytest.raises(Refused, match="second look"):
            self.reopen(referral, manager, reason=" ")

    def test_of_what_is_undecided_is_refused(self, referral, manager):
        with pytest.raises(Refused, match="cannot be done now"):
            self.reopen(referral, manager)

    def test_waits_for_social_cares_answer(self, referral, screener, manager):
        own(referral, screener, 4)
        decide(referral, screener, level=4, outcome=Outcome.SOCIAL_CARE, reason="x")
        with pytest.raises(Refused, match="offered to children's social care"):
            self.reopen(referral, manager)
        assert Transfer.objects.get().answer == ""


class TestQuestion:
    def ask(self, referral, by, at):
        return referrals.ask(
            referral=referral, question="Does the family know?", version=referral.version,
            by=by, at=at,
        )  # fmt: skip

    def test_stops_the_clock_until_it_is_answered(self, referral, screener):
        due_at = referral.decision_due_at
        self.ask(referral, screener, AN_HOUR_ON)
        referral.refresh_from_db()
        assert referral.state == State.INFORMATION_REQUESTED
        referrals.answer(
            referral=referral, answer="Yes.", by=referral.referrer,
            at=AN_HOUR_ON + timedelta(hours=5),
        )  # fmt: skip
        referral.refresh_from_db()
        assert referral.state == State.SUBMITTED
        assert referral.decision_due_at == due_at + timedelta(hours=5)

    def test_stops_it_for_two_working_days_at_most(self, referral, screener):
        due_at = referral.decision_due_at
        self.ask(referral, screener, AN_HOUR_ON)
        referral.refresh_from_db()
        assert referral.decision_due_at == due_at + timedelta(days=2)

    def test_a_red_flag_never_pauses(self, screener):
        referral = ReferralFactory(red_flag=True)
        due_at = referral.decision_due_at
        self.ask(referral, screener, AN_HOUR_ON)
        referral.refresh_from_db()
        assert referral.decision_due_at == due_at

    def test_is_told_by_mail_and_may_be_passed_over(self, referral, screener):
        self.ask(referral, screener, AN_HOUR_ON)
        assert Message.objects.filter(to=referral.referrer.email).count() == 1
        own(referral, screener)
        referral.refresh_from_db()
        decide(referral, screener)
        assert not referral.pauses.current().filter(until_at=None).exists()

    def test_without_words_is_refused(self, referral, screener):
        with pytest.raises(Refused) as refused:
            referrals.ask(referral=referral, question=" ", version=1, by=screener)
        assert refused.value.field == "question"

    def test_an_answer_without_a_question_is_refused(self, referral):
        with pytest.raises(Refused, match="cannot be done now"):
            referrals.answer(referral=referral, answer="Yes.", by=referral.referrer)


class TestSentTwice:
    @pytest.fixture
    def again(self, referral):
        twin = ReferralFactory(
            family=referral.family, site=referral.site, referrer=referral.referrer, children=0,
            submitted_at=AN_HOUR_ON,
        )  # fmt: skip
        person = referral.children.get().person
        referral.children.model.objects.create(
            referral=twin, person=person, age_band="10-14", level=3, rule=4
        )
        return twin

    def mark(self, twin, of, by):
        return referrals.mark_duplicate(referral=twin, of=of, version=twin.version, by=by)

    def test_the_very_same_again(self, referral, again, screener):
        self.mark(again, referral, screener)
        again.refresh_from_db()
        assert (again.state, again.linked_to) == (State.DUPLICATE, referral)

    @pytest.mark.parametrize(
        "change",
        [{"worries": "Something else"}, {"tried": "A chat"},
         {"submitted_at": MONDAY + timedelta(days=1)}],
    )  # fmt: skip
    def test_anything_new_is_no_duplicate(self, referral, again, screener, change):
        Referral.objects.filter(pk=again.pk).update(**change)
        with pytest.raises(Refused, match="not the same referral"):
            self.mark(again, referral, screener)

    def test_another_agency_is_no_duplicate(self, referral, screener):
        other = ReferralFactory(family=referral.family)
        with pytest.raises(Refused, match="not the same referral"):
            self.mark(other, referral, screener)


def test_assigning_is_for_the_undecided(referral, screener):
    referrals.assign_to_me(referral=referral, by=screener)
    referral.refresh_from_db()
    assert referral.assigned_to == screener
    own(referral, screener)
    decide(referral, screener)
    with pytest.raises(Refused, match="decided"):
        referrals.assign_to_me(referral=referral, by=screener)
