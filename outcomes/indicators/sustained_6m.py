"""Families who needed no more help in the six months after their goals were met."""

from casework.codes import ClosingReason
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import ROOTS, day, known, not_ended, place_of_episode
from outcomes.indicators.windows import HELD, STEP_UPS, mark_in_quarters, mark_on
from referrals.codes import State

SQL = f"""
WITH {ROOTS}, setback AS MATERIALIZED ({STEP_UPS}
    UNION ALL
    SELECT coalesce(root.family_id, r.family_id), r.submitted_at
    FROM referrals_referral r LEFT JOIN root ON root.duplicate_id = r.family_id
    WHERE r.submitted_at >= %(since)s::timestamptz - interval '7 months'
      AND r.submitted_at < %(until)s AND r.submitted_at <= %(as_at)s AND r.recorded_at <= %(as_at)s
      AND {not_ended(State.DUPLICATE)} AND {not_ended(State.WITHDRAWN)}
), item AS MATERIALIZED (
    SELECT c.id, {mark_on("c.happened_at")} AS mark_on, c.happened_at AS start_at, e.family_id,
           coalesce(root.family_id, e.family_id) AS family,
           {place_of_episode("c.locality_id", "e.family_id", day("c.happened_at"))} AS place
    FROM casework_closing c JOIN casework_episode e ON e.id = c.episode_id
    LEFT JOIN root ON root.duplicate_id = e.family_id
    WHERE c.reason = '{ClosingReason.GOALS_MET.value}' AND {known("c")}
      AND e.recorded_at <= %(as_at)s AND {mark_in_quarters("c.happened_at")}
), {HELD}"""


def count(run: Run) -> Counts:
    return run.by_place(SQL, "numerator", "denominator", "pending")


INDICATOR = Indicator(key="sustained_6m", unit="percent", count=count)
