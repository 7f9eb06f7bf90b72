"""Families who needed no more help in the six months after their goals were met."""

from casework.codes import ClosingReason
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import (
    ROOTS,
    day,
    ended_at,
    known,
    place_of_episode,
    quarter_of_day,
)  # fmt: skip
from outcomes.indicators.windows import (
    LEFT_OUT,
    PASSED,
    STEPPED_UP,
    STEPPED_UP_BEFORE_MARK,
    mark_in_quarters,
    mark_on,
)  # fmt: skip
from referrals.codes import State

SQL = f"""
WITH {ROOTS}, {STEPPED_UP}, again AS MATERIALIZED (
    SELECT r.submitted_at, coalesce(root.family_id, r.family_id) AS family
    FROM referrals_referral r LEFT JOIN root ON root.duplicate_id = r.family_id
    WHERE r.submitted_at >= %(since)s::timestamptz - interval '7 months'
      AND r.submitted_at < %(until)s AND r.submitted_at <= %(as_at)s AND r.recorded_at <= %(as_at)s
      AND {ended_at(State.DUPLICATE)} IS NULL AND {ended_at(State.WITHDRAWN)} IS NULL
), item AS MATERIALIZED (
    SELECT {mark_on("c.happened_at")} AS mark_on, c.happened_at AS start_at, e.family_id,
           coalesce(root.family_id, e.family_id) AS family,
           {place_of_episode("c.locality_id", "e.family_id", day("c.happened_at"))} AS place
    FROM casework_closing c JOIN casework_episode e ON e.id = c.episode_id
    LEFT JOIN root ON root.duplicate_id = e.family_id
    WHERE c.reason = '{ClosingReason.GOALS_MET.value}' AND {known("c")}
      AND e.recorded_at <= %(as_at)s AND {mark_in_quarters("c.happened_at")}
), judged AS (
    SELECT mark_on, place, {PASSED} AS passed, {STEPPED_UP_BEFORE_MARK} OR EXISTS (
        SELECT 1 FROM again WHERE again.family = item.family
        AND again.submitted_at > item.start_at AND {day("again.submitted_at")} <= mark_on) AS needed
    FROM item WHERE NOT {LEFT_OUT}
)
SELECT {quarter_of_day("mark_on")}, place, count(*) FILTER (WHERE passed AND NOT needed),
       count(*) FILTER (WHERE passed), count(*) FILTER (WHERE NOT passed)
FROM judged GROUP BY 1, 2"""


def count(run: Run) -> Counts:
    return run.by_place(SQL, "numerator", "denominator", "pending")


INDICATOR = Indicator(key="sustained_6m", unit="percent", count=count)
