"""The score of a submission."""

from referrals import thresholds
from referrals.intake.submission import Answer
from referrals.scoring import DOMAINS, score_family
from referrals.scoring.vocabulary import RED_FLAG

CHILD_DOMAIN = next(iter(DOMAINS))


def thresholds_for(submission, day):
    """The thresholds that the sender named, else those in force on the day."""
    if submission.threshold_version:
        return thresholds.named(submission.threshold_version, day)
    return thresholds.in_force(day)


def is_about_a_child(thresholds, key):
    """Whether an indicator or a theme is the child's own, so that it names its children."""
    indicator = thresholds.indicators.get(key)
    return (indicator.domain if indicator else key.partition(".")[0]) == CHILD_DOMAIN


def names_a_child(thresholds, key):
    """Parenting and home count for every child; a red flag may be about one."""
    indicator = thresholds.indicators.get(key)
    return is_about_a_child(thresholds, key) or bool(indicator and indicator.kind == RED_FLAG)


def score_submission(submission, thresholds):
    """FamilyResult by child key. Raises the errors of referrals.scoring."""
    own = {child.key: [] for child in submission.children}
    shared = [*submission.danger.red_flags, *submission.strengths]
    for seen in submission.observations:
        if seen.answer == Answer.OBSERVED:
            (own[seen.child] if seen.child else shared).append(seen.key)
    return score_family(thresholds, own, shared)
