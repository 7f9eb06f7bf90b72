"""What a referrer sends, whichever way it comes: plain values, their rules, their score."""

from families.entries import (
    AdultEntry,
    AgreementEntry,
    ChildEntry,
    HomeEntry,
    SafeContactEntry,
)
from referrals.intake.checks import NotComplete, Problem, check, level_2_problems, problems
from referrals.intake.scored import score_submission
from referrals.intake.submission import DangerEntry, Seen, Submission

__all__ = [
    "AdultEntry",
    "AgreementEntry",
    "ChildEntry",
    "DangerEntry",
    "HomeEntry",
    "NotComplete",
    "Problem",
    "SafeContactEntry",
    "Seen",
    "Submission",
    "check",
    "level_2_problems",
    "problems",
    "score_submission",
]
