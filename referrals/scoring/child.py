"""The score of one child's observed indicators."""

from referrals.scoring.errors import UnknownIndicator
from referrals.scoring.reasons import reasons_for
from referrals.scoring.result import Result
from referrals.scoring.rules import rule_module
from referrals.scoring.thresholds import NEED_LEVELS, Thresholds
from referrals.scoring.vocabulary import DOMAINS, NEED, RED_FLAG, STRENGTH

PLACE = {domain: place for place, domain in enumerate(DOMAINS)}


def score(thresholds: Thresholds, observed) -> Result:
    """Score a set of indicator keys by the rule of their version.

    Order and repetition do not matter, strengths change nothing, and nobody's ethnicity,
    postcode or other characteristic is asked. Raises UnknownIndicator for any key that this
    version does not have. Source: the threshold guidance ("Score" in docs/reference).
    """
    seen = _in_file_order(thresholds, observed)
    rules, themes, counts, red_flags, rule = _judged(thresholds, seen)
    themes = dict(sorted(themes.items(), key=lambda item: -item[1]))
    level = rules.LEVEL_OF_RULE[rule]
    discussed = [i for i in seen if i.flag == "discuss" and level < 4]
    up = {
        k: rules.fewest_to_raise(counts, rule, k, _free(thresholds, themes, k)) for k in NEED_LEVELS
    }
    down = rules.fewest_to_lower(counts, rule)
    return Result(
        version=thresholds.version,
        level=level,
        rule=rule,
        flags=_flags(rule, counts, discussed),
        themes=themes,
        indicators=tuple(i.key for i in seen),
        reasons=reasons_for(thresholds, rule, themes, red_flags, discussed, up, down),
        up=up,
        down=down,
    )


def level_of(thresholds: Thresholds, observed) -> int:
    """The level that `score` gives, without its reasons: for a great many sets."""
    indicators = _observed(thresholds, observed)
    rules, *_, rule = _judged(thresholds, indicators)
    return rules.LEVEL_OF_RULE[rule]


def _judged(thresholds, seen):
    rules = rule_module(thresholds.version)
    themes = _highest_levels(seen)
    counts = rules.Counts(*(_by_domain(thresholds, themes, level) for level in NEED_LEVELS))
    red_flags = [i for i in seen if i.kind == RED_FLAG]
    return rules, themes, counts, red_flags, rules.rule_for(counts, bool(red_flags))


def _in_file_order(thresholds, observed):
    order = thresholds.order
    return sorted(_observed(thresholds, observed), key=lambda indicator: order[indicator.key])


def _observed(thresholds, observed):
    """The observed needs and red flags; strengths are known but stay beside the score."""
    keys = set(observed)
    unknown = keys - thresholds.order.keys()
    if unknown:
        raise UnknownIndicator(sorted(unknown, key=str), thresholds.version)
    seen = map(thresholds.indicators.__getitem__, keys)
    return [indicator for indicator in seen if indicator.kind != STRENGTH]


def _highest_levels(seen):
    """Each theme once, at its highest observed level."""
    highest = {}
    for indicator in seen:
        if indicator.kind == NEED:
            highest[indicator.theme] = max(highest.get(indicator.theme, 0), indicator.level)
    return highest


def _by_domain(thresholds, themes, least):
    counted = [0] * len(DOMAINS)
    for theme, level in themes.items():
        if level >= least:
            counted[PLACE[thresholds.themes[theme].domain]] += 1
    return tuple(counted)


def _free(thresholds, themes, level):
    """By domain, the themes not observed at all that have an indicator at this level."""
    free = list(thresholds.available[level])
    for theme in themes:
        if level in thresholds.themes[theme].levels:
            free[PLACE[thresholds.themes[theme].domain]] -= 1
    return tuple(free)


def _flags(rule, counts, discussed):
    flags = set()
    if rule == 1:
        flags.add("immediate")
    if rule == 3 or discussed:
        flags.add("discuss")
    if rule == 6 and sum(counts.three) == 1:
        flags.add("borderline")
    return tuple(sorted(flags))
