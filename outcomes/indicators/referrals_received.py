"""Referrals submitted in the quarter, identical resends left out."""

from collections import Counter, defaultdict

from outcomes.indicators import children
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import known, not_ended, place_of_referral, quarter, within
from referrals.codes import Level, State

SOURCES = {
    "1": "Family and individuals", "2": "Schools and education", "3": "Health", "4": "Housing",
    "5": "Council services", "6": "Police", "7": "Courts and other legal",
    "8": "Voluntary sector, children's centres and others", "9": "Anonymous or not known",
    "10": "Anonymous or not known",
}  # fmt: skip
UNDECIDED = "Not decided yet"
LEVELS = {str(level.value): level.label for level in Level}

RECEIVED = f"""
received AS MATERIALIZED (
    SELECT r.id, r.source_code, r.submitted_at, {quarter("r.submitted_at")} AS quarter,
           {place_of_referral()} AS place
    FROM referrals_referral r
    WHERE {within("r.submitted_at")} AND r.recorded_at <= %(as_at)s
      AND {not_ended(State.DUPLICATE)}
)"""

# A child referred twice in a quarter counts once, with the facts of the first referral.
REFERRED_CHILDREN = """
child AS MATERIALIZED (
    SELECT DISTINCT ON (r.quarter, c.person_id) r.quarter, r.place, c.person_id, c.age_band, c.sex,
           c.ethnic_group, c.disability
    FROM received r JOIN referrals_referralchild c ON c.referral_id = r.id
    ORDER BY r.quarter, c.person_id, r.submitted_at, r.id
)"""

BY_SOURCE_AND_LEVEL = f"""
WITH {RECEIVED}, standing AS (
    SELECT DISTINCT ON (d.referral_id) d.referral_id, d.level
    FROM referrals_decision d JOIN received ON received.id = d.referral_id
    WHERE {known("d")} ORDER BY d.referral_id, d.happened_at DESC, d.id DESC
)
SELECT quarter, CASE WHEN grouping(source_code) = 0 THEN 'Source' ELSE 'Standing level' END,
       coalesce(source_code, level::text), count(*)
FROM received LEFT JOIN standing ON standing.referral_id = received.id
GROUP BY GROUPING SETS ((quarter, source_code), (quarter, level))"""


def count(run: Run) -> Counts:
    sql = f"WITH {RECEIVED} SELECT quarter, place, count(*) FROM received GROUP BY 1, 2"
    return run.by_place(sql, "numerator")


def breakdown(run: Run) -> Counts:
    found = defaultdict(Counter)
    for (quarter_, axis, code), counts in run.by_axis(BY_SOURCE_AND_LEVEL, "numerator").items():
        if axis == "Source":
            label = SOURCES.get(code if code == "10" else code[:1], SOURCES["10"])
        else:
            label = LEVELS.get(code, UNDECIDED)
        found[quarter_, axis, label].update(counts)
    by_children = children.by_axes(run, f"{RECEIVED}, {REFERRED_CHILDREN}", "n")
    for key, counts in by_children.items():
        found[key] = Counter(numerator=counts["n"])
    return found


INDICATOR = Indicator(
    key="referrals_received",
    unit="count",
    count=count,
    breakdown=breakdown,
    axes={
        "Source": dict.fromkeys(SOURCES.values()),
        "Standing level": [*LEVELS.values(), UNDECIDED],
        **children.AXES,
    },
    by_children=True,
)
