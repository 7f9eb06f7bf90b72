"""Which rule a thresholds version is scored by."""

from functools import cache

from referrals.scoring import rule_2018_09

# A rule holds for its own version of the thresholds and for later ones, until the next rule.
RULES = {"2018-09": rule_2018_09}


@cache
def rule_module(version):
    """The latest rule that is not younger than the thresholds; the first one for older ones."""
    return RULES[max((v for v in RULES if v <= version), default=min(RULES))]
