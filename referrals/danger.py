"""Which signs of danger a referral brings, for whoever may later share something with the family.

By the thresholds themselves: anything of domestic abuse, each red flag, and abuse or exploitation
at its highest level. No list of keys stands here, so that a new version needs no change.
"""

from families.codes import Danger
from families.safety import write_signs
from localities.public import SENDERS
from referrals.codes import Level, Via
from referrals.intake.submission import Answer
from referrals.scoring.vocabulary import RED_FLAG

DOMESTIC_ABUSE, ABUSE = "domestic_abuse", "abuse_exploitation"
YOUNG_PEOPLE = SENDERS["young"][1]


def is_own_request(referral):
    """Whether a young person asked for help themselves."""
    return referral.via == Via.PUBLIC and referral.source_code == YOUNG_PEOPLE


def sign_of(indicator):
    """The Danger that an indicator stands for, or None."""
    if indicator.outcome == DOMESTIC_ABUSE:
        return Danger.DOMESTIC_ABUSE
    highest = indicator.outcome == ABUSE and indicator.level == Level.SPECIALIST
    return Danger.ABUSE if indicator.kind == RED_FLAG or highest else None


def note(referral, submission, thresholds, *, at):
    """Write down the signs of what was sent. A part of sending it."""
    seen = {one.key for one in submission.observations if one.answer == Answer.OBSERVED}
    seen |= set(submission.danger.red_flags)
    write_signs(
        referral.family, signs(referral, seen, thresholds), at=at, source=referral.reference
    )


def signs(referral, seen, thresholds):
    found = {sign_of(thresholds.indicators[key]) for key in seen} - {None}
    if referral.do_not_tell:
        found.add(Danger.DO_NOT_TELL)
    if is_own_request(referral):
        found.add(Danger.OWN_REQUEST)
    return found
