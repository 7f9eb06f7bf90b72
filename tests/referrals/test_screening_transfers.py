"""Transfers to social care: nobody lets go of a family before the other has taken hold."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from audit.errors import Refused
from audit.models import Message
from families.models import Family
from referrals import actions as referrals
from referrals.codes import Outcome, State
from referrals.models import Transfer
from referrals.signals import step_up_accepted
from tests.factories import localities as places
from tests.factories.referrals import MONDAY, ReferralFactory

pytestmark = pytest.mark.django_db
DECIDED = MONDAY + timedelta(minutes=30)
ANSWERED = DECIDED + timedelta(minutes=20)


@pytest.fixture
def screener():
    places.spoc_managers()
    return places.worker(Role.SCREENER, team=places.spoc())


@pytest.fixture
def manager():
    return places.worker(Role.SPOC_MANAGER, team=places.spoc_managers())


@pytest.fixture
def officer():
    return places.worker(Role.SOCIAL_CARE, team=places.social_care())


def offered(screener, **facts):
    referral = ReferralFactory(**facts)
    referrals.record_own_level(referral=referral, level=4, by=screener, at=DECIDED)
    referrals.decide(
        referral=referral, by=screener, level=4, outcome=Outcome.SOCIAL_CARE, reason="Harm.",
        words="We asked social care.", version=referral.version, at=DECIDED,
    )  # fmt: skip
    return Transfer.objects.get(referral=referral)


def visible(user, transfer):
    return Family.objects.visible_to(user).filter(pk=transfer.family_id).exists()


@pytest.mark.parametrize(
    ("facts", "due_after"),
    [({}, timedelta(days=1)), ({"red_flag": True}, timedelta(hours=1))],
)
def test_an_offer_has_its_clock(screener, officer, facts, due_after):
    transfer = offered(screener, **facts)
    assert transfer.due_at == DECIDED + due_after
    assert transfer.direction == Transfer.Direction.UP
    assert Message.objects.filter(to=officer.email).count() == 1


def test_until_the_answer_both_sides_may_open_the_family(screener, officer):
    other = places.worker(Role.SCREENER, team=places.spoc())
    before = ReferralFactory()
    assert not Family.objects.visible_to(officer).filter(pk=before.family_id).exists()
    transfer = offered(screener)
    assert visible(officer, transfer) and visible(other, transfer)


def test_accepted_the_spoc_lets_go(screener, officer):
    other = places.worker(Role.SCREENER, team=places.spoc())
    transfer = offered(screener)
    heard = []
    listen = lambda sender, transfer, **_: heard.append(transfer)  # noqa: E731
    step_up_accepted.connect(listen)

    referrals.accept_transfer(transfer=transfer, by=officer, at=ANSWERED)

    transfer.refresh_from_db()
    assert (transfer.answer, transfer.answered_by) == (Transfer.Answer.ACCEPTED, officer)
    assert transfer.answered_at == ANSWERED
    assert heard == [transfer]
    assert visible(officer, transfer)  # 30 days, to take over
    assert not visible(other, transfer)
    assert Message.objects.filter(to=screener.email, subject__contains="accepted").exists()


def test_refused_it_returns_and_both_managers_learn_of_it(screener, officer, manager):
    transfer = offered(screener)

    referrals.refuse_transfer(
        transfer=transfer, reason="No level 4 need seen.", by=officer, at=ANSWERED
    )

    referral = transfer.referral
    referral.refresh_from_db()
    assert referral.state == State.SUBMITTED
    assert referral.decision_due_at == ANSWERED + timedelta(days=1)
    assert referral.moves.last().verb == "return_transfer"
    assert visible(screener, transfer) and not visible(officer, transfer)
    for person in (manager, officer, screener):
        told = Message.objects.get(to=person.email, subject__contains="did not accept")
        assert transfer.family.name not in told.body


def test_a_new_decision_follows_and_is_numbered(screener, officer):
    transfer = offered(screener)
    referrals.refuse_transfer(transfer=transfer, reason="No.", by=officer, at=ANSWERED)
    referral = transfer.referral
    referral.refresh_from_db()
    places.hub()
    referrals.decide(
        referral=referral, by=screener, level=3, outcome=Outcome.FAMILY_SOLUTIONS, reason="",
        words="A key worker will help.", version=referral.version, at=ANSWERED + timedelta(hours=1),
    )  # fmt: skip
    assert [d.level for d in referral.decisions.order_by("number")] == [4, 3]


@pytest.mark.parametrize("first", ["accept", "refuse"])
def test_an_answer_is_given_once(screener, officer, first):
    transfer = offered(screener)
    answers = {
        "accept": lambda: referrals.accept_transfer(transfer=transfer, by=officer, at=ANSWERED),
        "refuse": lambda: referrals.refuse_transfer(
            transfer=transfer, reason="No.", by=officer, at=ANSWERED
        ),
    }
    answers[first]()
    for again in answers.values():
        with pytest.raises(Refused, match="answered already"):
            again()


def test_a_refusal_has_a_reason(screener, officer):
    transfer = offered(screener)
    with pytest.raises(Refused) as refused:
        referrals.refuse_transfer(transfer=transfer, reason="  ", by=officer, at=ANSWERED)
    assert refused.value.field == "reason"
    transfer.refresh_from_db()
    assert transfer.answer == ""


def test_a_refused_offer_leaves_the_other_one_open(screener, officer):
    transfer = offered(screener)
    second = offered(screener, family=transfer.family)
    referrals.refuse_transfer(transfer=transfer, reason="No.", by=officer, at=ANSWERED)
    assert visible(officer, second)


def test_a_family_is_offered_once(screener, officer):
    transfer = offered(screener)
    with pytest.raises(Refused, match="already offered"):
        referrals.offer_step_up(family=transfer.family, by=screener, at=ANSWERED)


class TestTheLiveCall:
    def test_who_answered_and_when(self, screener, officer):
        transfer = offered(screener, red_flag=True)
        called_at = DECIDED + timedelta(minutes=5)
        referrals.record_call(
            transfer=transfer, spoke_to="Jo Adeyemi", called_at=called_at, by=screener, at=ANSWERED
        )
        call = transfer.calls.get()
        assert (call.spoke_to, call.happened_at, call.by) == ("Jo Adeyemi", called_at, screener)

    @pytest.mark.parametrize(
        ("facts", "field"),
        [({"spoke_to": " "}, "spoke_to"), ({"called_at": MONDAY - timedelta(days=1)}, "called_at"),
         ({"called_at": ANSWERED + timedelta(days=1)}, "called_at")],
    )  # fmt: skip
    def test_names_somebody_after_the_offer(self, screener, officer, facts, field):
        transfer = offered(screener, red_flag=True)
        with pytest.raises(Refused) as refused:
            referrals.record_call(
                transfer=transfer, by=screener, at=ANSWERED, **({"spoke_to": "Jo"} | facts)
            )
        assert refused.value.field == field


def test_two_offers_do_not_cross(screener, officer):
    referral = ReferralFactory()
    places.hub()
    child = referral.children.get().person_id
    referrals.offer_step_down(
        family=referral.family, children=[child], done="x", plan="x", agreed=True, by=officer,
        at=MONDAY,
    )  # fmt: skip
    referrals.record_own_level(referral=referral, level=4, by=screener, at=DECIDED)
    with pytest.raises(Refused, match="Refuse that step-down first"):
        referrals.decide(
            referral=referral, by=screener, level=4, outcome=Outcome.SOCIAL_CARE, reason="Harm.",
            words="x", version=referral.version, at=DECIDED,
        )  # fmt: skip
    with pytest.raises(Refused, match="hand this family down"):
        referrals.offer_step_up(family=referral.family, by=screener, at=DECIDED)
