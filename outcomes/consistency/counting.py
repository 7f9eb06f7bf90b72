"""Counts behind the page of consistency. A restricted family is in none: a period may be short."""

import json
from collections import Counter, defaultdict

from django.db import connection
from django.db.models import F, OuterRef, Subquery

from localities.calendar import london_day_end, london_day_start
from outcomes.indicators import threshold_agreement
from outcomes.indicators.base import Run
from outcomes.lab.reading import SENT, period
from referrals import thresholds
from referrals.models import BlindLevel, Decision
from referrals.scoring.vocabulary import RED_FLAG

PAIR = ("first", "level")


def pairs(first_on, last_on):
    """[(decider, agency kind, locality, first level, blind level)] of second looks of the days."""
    first = Decision.objects.filter(referral=OuterRef("referral"), number=1)
    looks = BlindLevel.objects.current().filter(
        happened_at__gte=london_day_start(first_on), happened_at__lte=london_day_end(last_on),
        referral__family__restricted=False,
    )  # fmt: skip
    found = looks.annotate(
        first=Subquery(first.values("own_level")[:1]),
        decider=Subquery(first.values("by__name")[:1]),
        agency=F("referral__site__agency__kind"), place=F("referral__locality__name"),
    )  # fmt: skip
    return list(found.values_list("decider", "agency", "place", *PAIR))


def suggestion_by_quarter(quarters, as_at):
    """quarter -> counts of threshold_agreement for the borough, with the pairs of levels."""
    found = defaultdict(Counter)
    run = Run(tuple(quarters), as_at)
    for (quarter, _, _), counts in threshold_agreement.count(run).items():
        found[quarter].update(counts)
    return found


RESULTS = f"""
WITH {SENT}
SELECT sent.threshold_version, c.rule, c.result->'themes', count(*)
FROM referrals_referralchild c JOIN sent ON sent.id = c.referral_id
WHERE jsonb_typeof(c.result->'themes') = 'object' AND c.rule BETWEEN 2 AND 6 GROUP BY 1, 2, 3"""

SEEN = f"""
WITH {SENT}
SELECT o.key, count(DISTINCT sent.id)
FROM referrals_observation o JOIN sent ON sent.id = o.referral_id
WHERE o.answer = 'observed' GROUP BY 1"""


def signs(first_on, last_on, today):
    """(Counter of what decided by words, [words of what nobody saw]).

    Children for a need, from the results as they were stored; referrals for a red flag.
    """
    seen = dict(_rows(SEEN, first_on, last_on))
    decided = Counter()
    for version, rule, result, children in _rows(RESULTS, first_on, last_on):
        known, themes = thresholds.called(version).themes, json.loads(result)
        for theme in deciding(rule, themes):
            decided[known[theme].levels[themes[theme]].text] += children
    in_force = thresholds.in_force(today)
    for flag in in_force.of_kind(RED_FLAG):
        if flag.key in seen:
            decided[flag.text] += seen[flag.key]
    unused = [
        i.text for i in in_force.indicators.values() if i.key not in seen and i.level is not None
    ]
    return decided, unused


def deciding(rule, themes):
    """The themes that the rule counted for its level: without any of these it may not have held."""
    at = {level: [t for t, found in themes.items() if found >= level] for level in (2, 3, 4)}
    if rule == 2:
        return at[4] if len(at[4]) > 1 else at[3]
    if rule == 3:
        return at[4]
    if rule == 4:
        return at[3] if len(at[3]) > 1 else at[2]
    if rule == 6:
        return at[max(themes.values())]
    return at[2]


def _rows(sql, first_on, last_on):
    with connection.cursor() as cursor:
        cursor.execute(sql, period(first_on, last_on))
        return cursor.fetchall()
