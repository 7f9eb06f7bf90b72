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
from referrals.models import Agreed, Decision, OwnLevel, Referral
from tests.factories import localities as places
from tests.factories.families import HouseholdFactory, ResidenceFactory
from tests.factories.referrals import MONDAY, ReferralFactory
from tests.screening import AN_HOUR_ON, decide, own

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(screener):
    return ReferralFactory()


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
