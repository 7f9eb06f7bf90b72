"""Referrals whose family had been referred in the 12 months before."""

from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import (
    ROOTS,
    day,
    known,
    not_ended,
    place_of_referral,
    quarter,
    standing_decision,
)  # fmt: skip
from referrals.codes import Outcome, State

# Twelve months after a day is the same day a year on, or that month's last: an earlier referral
# counts while its day so moved has not passed. The window to look at starts a week wider.
SQL = f"""
WITH {ROOTS}, linked AS MATERIALIZED (
    SELECT d.referral_id FROM referrals_decision d
    WHERE d.outcome = '{Outcome.LINKED.value}' AND {known("d")} AND {standing_decision()}
), counted AS MATERIALIZED (
    SELECT r.id, r.submitted_at, coalesce(root.family_id, r.family_id) AS family,
           {place_of_referral()} AS place
    FROM referrals_referral r LEFT JOIN root ON root.duplicate_id = r.family_id
    WHERE r.submitted_at >= %(since)s::timestamptz - interval '1 year 1 week'
      AND r.submitted_at < %(until)s AND r.submitted_at <= %(as_at)s AND r.recorded_at <= %(as_at)s
      AND NOT r.is_step_down AND {not_ended(State.DUPLICATE)} AND {not_ended(State.WITHDRAWN)}
      AND r.id NOT IN (SELECT referral_id FROM linked)
), with_earlier AS (
    SELECT *, lag(submitted_at) OVER (PARTITION BY family ORDER BY submitted_at, id) AS earlier
    FROM counted
)
SELECT {quarter("submitted_at")}, place,
       count(*) FILTER (WHERE
           ({day("earlier")} + interval '12 months')::date >= {day("submitted_at")}),
       count(*)
FROM with_earlier WHERE submitted_at >= %(since)s GROUP BY 1, 2"""


def count(run: Run) -> Counts:
    return run.by_place(SQL, "numerator", "denominator")


INDICATOR = Indicator(key="re_referral_12m", unit="percent", count=count)
