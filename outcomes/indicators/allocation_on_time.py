"""Key workers named by the due moment, of the quarter's Family Solutions decisions."""

from casework.codes import Kind
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import known, place_of_referral, quarter, standing_decision, within
from referrals.codes import Outcome

SQL = f"""
WITH decided AS MATERIALIZED (
    SELECT d.referral_id, {quarter("d.happened_at")} AS quarter,
           {place_of_referral("r", "d.locality_id")} AS place
    FROM referrals_decision d JOIN referrals_referral r ON r.id = d.referral_id
    WHERE d.outcome = '{Outcome.FAMILY_SOLUTIONS.value}' AND {known("d")}
      AND {within("d.happened_at")} AND {standing_decision()}
      AND r.recorded_at <= %(as_at)s
), episode AS MATERIALIZED (
    SELECT DISTINCT ON (e.referral_id) d.quarter, d.place, e.id, e.allocation_due_at AS due_at
    FROM decided d JOIN casework_episode e ON e.referral_id = d.referral_id
    WHERE e.kind = '{Kind.FAMILY_SOLUTIONS.value}' AND e.recorded_at <= %(as_at)s
    ORDER BY e.referral_id, e.started_at DESC, e.id DESC
), item AS MATERIALIZED (
    SELECT e.*,
        (SELECT min(a.happened_at) FROM casework_allocation a
         WHERE a.episode_id = e.id AND {known("a")}) AS done_at,
        (SELECT min(c.happened_at) FROM casework_closing c
         WHERE c.episode_id = e.id AND {known("c")}) AS closed_at
    FROM episode e
)
SELECT quarter, place,
       count(*) FILTER (WHERE done_at <= due_at),
       count(*) FILTER (WHERE done_at IS NOT NULL OR due_at < %(as_at)s),
       count(*) FILTER (WHERE done_at IS NULL AND due_at >= %(as_at)s)
FROM item WHERE done_at IS NOT NULL OR closed_at IS NULL OR closed_at >= due_at GROUP BY 1, 2"""


def count(run: Run) -> Counts:
    return run.by_place(SQL, "numerator", "denominator", "pending")


INDICATOR = Indicator(key="allocation_on_time", unit="percent", count=count)
