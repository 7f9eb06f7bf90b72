"""Own level, agreement, decision: who may, when, and what is frozen."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.roles import Role
from audit.errors import Refused, Stale
from audit.models import Event, Message
from families.models import Family, FamilyAccess
from referrals import actions as referrals
from referrals.codes import Outcome, State
from referrals.models import Agreed, Decision, OwnLevel, Referral, Transfer
from tests.factories import localities as places
from tests.factories.families import HouseholdFactory, ResidenceFactory
from tests.factories.referrals import MONDAY, ReferralFactory

pytestmark = pytest.mark.django_db
AN_HOUR_ON = MONDAY + timedelta(hours=1)


@pytest.fixture
def spoc():
    places.spoc_managers()
    return places.spoc()


@pytest.fixture
def screener(spoc):
    return places.worker(Role.SCREENER, team=spoc, name="Samina Screener")


@pytest.fixture
def social_worker(spoc):
    return places.worker(Role.SOCIAL_WORKER, team=spoc)


@pytest.fixture
def referral(screener):
    return ReferralFactory()


def decide(referral, by, **changes):
    """A decision that keeps to every rule, but for the changes."""
    facts = {
        "level": 3, "outcome": Outcome.FAMILY_SOLUTIONS, "reason": "", "words": "We will help.",
        "version": referral.version, "at": AN_HOUR_ON,
    }  # fmt: skip
    return referrals.decide(referral=referral, by=by, **(facts | changes))


def own(referral, by, level=3):
    return referrals.record_own_level(referral=referral, level=level, by=by, at=AN_HOUR_ON)


def test_own_level_is_given_once_and_never_changed(referral, screener):
    own(referral, screener, 2)
    own(referral, screener, 2)  # a double click
    with pytest.raises(Refused, match="You gave level 2 already"):
        own(referral, screener, 4)
    assert OwnLevel.objects.get(referral=referral, by=screener).level == 2


def test_own_level_after_the_decision_is_refused(referral, screener, social_worker):
    own(referral, screener)
    decide(referral, screener)
    with pytest.raises(Refused, match="decided"):
        own(referral, social_worker)


def test_no_decision_without_the_own_level(referral, screener, social_worker):
    own(referral, social_worker)
    with pytest.raises(Refused, match="Give your own level first"):
        decide(referral, screener)
    assert Referral.objects.get().state == State.SUBMITTED
    assert not Decision.objects.exists()


def test_a_decision_freezes_what_was_known(referral, screener):
    croydon = places.LocalityFactory(code="north")
    ward = places.WardFactory(locality=croydon)
    ResidenceFactory(household=HouseholdFactory(family=referral.family), ward=ward)
    due_at = referral.decision_due_at
    own(referral, screener, 2)

    decide(referral, screener)

    decision = Decision.objects.get()
    assert (decision.number, decision.own_level, decision.suggested_level) == (1, 2, 3)
    assert (decision.level, decision.suggested_rule) == (3, 4)
    assert decision.due_at == due_at
    assert decision.locality == croydon
    assert decision.reasons[0]["reasons"] == ["Two areas are at level 3."]
    assert decision.happened_at == AN_HOUR_ON
    referral.refresh_from_db()
    assert (referral.state, referral.level) == (State.DECIDED, 3)
    assert referral.outcome == Outcome.FAMILY_SOLUTIONS
    assert referral.first_decided_at == AN_HOUR_ON


def test_every_step_leaves_its_audit_event(referral, screener):
    own(referral, screener)
    decide(referral, screener)
    for verb in ("referrals.record_own_level", "referrals.decide"):
        event = Event.objects.get(verb=verb)
        assert (event.kind, event.ids) == ("referral", [referral.pk])
        assert event.actor_id == screener.pk


def test_the_referrer_is_told_without_a_fact_about_the_family(referral, screener):
    own(referral, screener)
    decide(referral, screener)
    mail = Message.objects.get(to=referral.referrer.email)
    assert f"/referrals/{referral.reference}/" in mail.body
    assert referral.family.name not in mail.body + mail.subject
    assert "We will help" not in mail.body


@pytest.mark.parametrize(
    ("level", "outcome", "reason", "words", "field"),
    [
        (3, Outcome.ADVICE, "x", "x", "outcome"),
        (2, Outcome.FAMILY_SOLUTIONS, "x", "x", "outcome"),
        (3, Outcome.SOCIAL_CARE, "x", "x", "outcome"),
        (3, "nonsense", "x", "x", "outcome"),
        (5, Outcome.LINKED, "x", "x", "level"),
        (2, Outcome.PARTNER_LED, " ", "x", "reason"),
        (3, Outcome.NO_FURTHER_ACTION, "", "x", "reason"),
        (3, Outcome.FAMILY_SOLUTIONS, "", " ", "words"),
    ],
)
def test_what_a_decision_must_keep_to(referral, screener, level, outcome, reason, words, field):
    own(referral, screener)
    with pytest.raises(Refused) as refused:
        decide(referral, screener, level=level, outcome=outcome, reason=reason, words=words)
    assert refused.value.field == field
    assert not Decision.objects.exists()


def test_somebody_else_was_quicker(referral, screener, social_worker):
    seen = referral.version
    own(referral, screener)
    own(referral, social_worker)
    decide(referral, social_worker)
    with pytest.raises(Stale):
        decide(referral, screener, version=seen)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("kind", ["red_flag", "level_4_need"])
class TestBelowFour:
    @pytest.fixture
    def referral(self, screener, kind):
        return ReferralFactory(**{kind: True})

    def below(self, referral, by):
        return decide(referral, by, reason="The risk has been dealt with.")

    def agree(self, referral, by, level=3, **facts):
        return referrals.agree_below_4(
            referral=referral, level=level, reason="I spoke to the school.", by=by,
            **({"at": AN_HOUR_ON} | facts),
        )  # fmt: skip

    def test_takes_a_social_workers_agreement(self, referral, screener, social_worker):
        own(referral, screener)
        with pytest.raises(Refused, match="must first agree to level 3"):
            self.below(referral, screener)
        own(referral, social_worker)
        self.agree(referral, social_worker)
        self.below(referral, screener)
        assert Decision.objects.get().agreed.by == social_worker

    def test_is_not_agreed_by_the_one_who_decides(self, referral, social_worker):
        own(referral, social_worker)
        self.agree(referral, social_worker)
        with pytest.raises(Refused, match="other than you"):
            self.below(referral, social_worker)

    def test_the_agreement_is_to_one_level(self, referral, screener, social_worker):
        own(referral, screener)
        own(referral, social_worker)
        self.agree(referral, social_worker, level=2)
        with pytest.raises(Refused, match="agree to level 3"):
            self.below(referral, screener)

    def test_a_screener_cannot_agree(self, referral, screener):
        own(referral, screener)
        with pytest.raises(Refused, match="Only a SPOC social worker"):
            self.agree(referral, screener)
        assert not Agreed.objects.exists()

    def test_nobody_agrees_before_their_own_level(self, referral, social_worker):
        with pytest.raises(Refused, match="Give your own level first"):
            self.agree(referral, social_worker)

    def test_no_further_action_is_not_a_way_round(self, referral, screener):
        own(referral, screener)
        with pytest.raises(Refused, match="must first agree"):
            decide(referral, screener, level=4, outcome=Outcome.NO_FURTHER_ACTION, reason="None")

    def test_an_old_agreement_does_not_serve_after_a_reopening(
        self, referral, screener, social_worker
    ):
        own(referral, screener)
        own(referral, social_worker)
        self.agree(referral, social_worker)
        self.below(referral, screener)
        referral.refresh_from_db()
        manager = places.worker(Role.SPOC_MANAGER, team=places.spoc_managers())
        referrals.reopen(
            referral=referral, reason="New facts", version=referral.version, by=manager,
            at=AN_HOUR_ON + timedelta(hours=1),
        )  # fmt: skip
        referral.refresh_from_db()
        later = AN_HOUR_ON + timedelta(hours=2)
        with pytest.raises(Refused, match="must first agree"):
            decide(referral, screener, reason="As before", at=later)

    def test_the_database_refuses_it_too(self, referral, screener):
        with (
            pytest.raises(IntegrityError, match="decision_below_4_is_agreed"),
            transaction.atomic(),
        ):
            Decision.objects.create(
                referral=referral, number=1, level=3, outcome=Outcome.FAMILY_SOLUTIONS,
                suggested_level=4, suggested_rule=1, reason="x", words="x",
                threshold_version="2018-09", due_at=MONDAY, happened_at=MONDAY,
            )  # fmt: skip


def test_agreement_is_not_asked_for_below_four(referral, social_worker):
    own(referral, social_worker)
    with pytest.raises(Refused, match="No agreement is needed"):
        referrals.agree_below_4(referral=referral, level=2, reason="x", by=social_worker)


class TestWhoMayOpenTheFamily:
    def visible(self, referral, user):
        return Family.objects.visible_to(user).filter(pk=referral.family_id).exists()

    def test_the_spoc_until_decided_and_the_decider_for_thirty_days(
        self, referral, screener, social_worker
    ):
        assert self.visible(referral, social_worker)
        own(referral, screener)
        decide(referral, screener)
        assert not self.visible(referral, social_worker)
        assert self.visible(referral, screener)
        mine = FamilyAccess.objects.get(user=screener)
        assert mine.until_at == AN_HOUR_ON + timedelta(days=30)

    def test_the_spoc_while_another_referral_waits(self, referral, screener, social_worker):
        ReferralFactory(family=referral.family)
        own(referral, screener)
        decide(referral, screener, outcome=Outcome.LINKED)
        assert self.visible(referral, social_worker)

    def test_managers_keep_their_line_of_sight(self, referral, screener):
        manager = places.worker(Role.SPOC_MANAGER, team=places.spoc_managers())
        own(referral, screener)
        decide(referral, screener)
        assert self.visible(referral, manager)


class TestSecondLook:
    @pytest.fixture
    def manager(self, spoc):
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
