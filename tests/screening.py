"""Short ways through screening, for tests of what comes after each step."""

from datetime import timedelta

from referrals import actions as referrals
from referrals.codes import Outcome
from tests.factories.referrals import MONDAY

AN_HOUR_ON = MONDAY + timedelta(hours=1)


def decide(referral, by, **changes):
    """A decision that keeps to every rule, but for the changes."""
    facts = {
        "level": 3, "outcome": Outcome.FAMILY_SOLUTIONS, "reason": "", "words": "We will help.",
        "version": referral.version, "at": AN_HOUR_ON,
    }  # fmt: skip
    return referrals.decide(referral=referral, by=by, **(facts | changes))


def own(referral, by, level=3):
    return referrals.record_own_level(referral=referral, level=level, by=by, at=AN_HOUR_ON)
