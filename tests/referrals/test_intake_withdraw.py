"""The referrer takes a referral back."""

import pytest

from audit.errors import Refused, Stale
from referrals import actions as referrals
from referrals.models import Pause, Referral
from tests.factories.localities import SiteFactory, spoc, worker
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(db):
    return spoc()


@pytest.fixture
def referral(team):
    return ReferralFactory()


def withdraw(referral, by, **changes):
    given = {"reason": "The family is moving away.", "version": referral.version} | changes
    return referrals.withdraw(referral=referral, by=by, **given)


def test_the_referrer_withdraws(referral):
    done = withdraw(referral, referral.referrer)
    assert (done.state, done.version) == ("withdrawn", referral.version + 1)
    move = done.moves.latest("id")
    assert (move.verb, move.by, move.reason) == (
        "withdraw", referral.referrer, "The family is moving away.",
    )  # fmt: skip


def test_the_spoc_no_longer_opens_the_family(referral, team):
    screener = worker("screener", team=team)
    assert Referral.objects.visible_to(screener).filter(pk=referral.pk).exists()
    withdraw(referral, referral.referrer)
    assert not Referral.objects.visible_to(screener).filter(pk=referral.pk).exists()


def test_an_open_question_ends_with_it(referral, team):
    screener = worker("screener", team=team)
    asked = referrals.ask(referral=referral, question="Which school?", by=screener,
                          version=referral.version)  # fmt: skip
    withdraw(asked, referral.referrer)
    assert not Pause.objects.current().filter(referral=referral, until_at=None).exists()


def test_nobody_else_withdraws_it(referral, team):
    colleague = worker("safeguarding_lead", site=referral.site)
    elsewhere = worker("practitioner", site=SiteFactory())
    for by in (colleague, elsewhere, worker("screener", team=team)):
        with pytest.raises(Refused):
            withdraw(referral, by)
    assert Referral.objects.get().state == "submitted"


def test_with_a_red_flag_only_the_spoc_does(team):
    referral = ReferralFactory(red_flag=True)
    with pytest.raises(Refused, match="Phone the SPOC"):
        withdraw(referral, referral.referrer)
    assert withdraw(referral, worker("screener", team=team)).state == "withdrawn"


@pytest.mark.parametrize("state", ["withdrawn", "duplicate"])
def test_what_has_ended_is_not_withdrawn(referral, state):
    Referral.objects.update(state=state)
    with pytest.raises(Refused, match="cannot be done now"):
        withdraw(referral, referral.referrer)


def test_a_reason_is_needed(referral):
    with pytest.raises(Refused) as refused:
        withdraw(referral, referral.referrer, reason="  ")
    assert refused.value.field == "reason"


def test_not_when_somebody_changed_it_meanwhile(referral):
    with pytest.raises(Stale):
        withdraw(referral, referral.referrer, version=referral.version - 1)
