"""How serious a child's needs look by the board's thresholds. Pure: no Django, no database."""

from referrals.scoring.child import score
from referrals.scoring.errors import (
    BrokenThresholds,
    ChildNotNamed,
    NoChildren,
    ScoringError,
    UnknownIndicator,
    UnknownVersion,
)
from referrals.scoring.family import FamilyResult, score_family
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
    "BrokenThresholds",
    "ChildNotNamed",
    "FamilyResult",
    "Indicator",
    "NoChildren",
    "Result",
    "ScoringError",
    "Theme",
    "Thresholds",
    "UnknownIndicator",
    "UnknownVersion",
    "load_thresholds",
    "score",
    "score_family",
    "version_on",
    "versions",
]
