"""How serious a child's needs look by the board's thresholds. Pure: no Django, no database."""

from referrals.scoring.changes import Changes, changes, successors
from referrals.scoring.child import score
from referrals.scoring.errors import (
    BrokenThresholds,
    ChildNotNamed,
    NoChildren,
    ScoringError,
    UnknownIndicator,
    UnknownVersion,
)
from referrals.scoring.family import FamilyResult, family_level, score_family
from referrals.scoring.proposed import PROPOSED, Problem, check_proposed
from referrals.scoring.result import Result
from referrals.scoring.thresholds import (
    Indicator,
    Theme,
    Thresholds,
    load_thresholds,
    version_on,
    versions,
)
from referrals.scoring.vocabulary import DOMAINS, FLAGS, LEVELS, OUTCOMES

__all__ = [
    "DOMAINS",
    "FLAGS",
    "LEVELS",
    "OUTCOMES",
    "PROPOSED",
    "BrokenThresholds",
    "Changes",
    "ChildNotNamed",
    "FamilyResult",
    "Indicator",
    "NoChildren",
    "Problem",
    "Result",
    "ScoringError",
    "Theme",
    "Thresholds",
    "UnknownIndicator",
    "UnknownVersion",
    "changes",
    "check_proposed",
    "family_level",
    "load_thresholds",
    "score",
    "score_family",
    "successors",
    "version_on",
    "versions",
]
