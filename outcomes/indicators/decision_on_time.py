"""First decisions taken by their due moment, of the clocks that started in the quarter."""

from datetime import datetime

from families.models import Area
from localities import clocks
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import ended_at, known, not_ended, place_of_referral, quarter, within
from referrals.codes import Level, State

STARTED = f"""
started AS MATERIALIZED (
    SELECT r.id, {quarter("r.first_contact_at")} AS quarter, r.area, r.locality_id,
           r.decision_due_at, {ended_at(State.WITHDRAWN)} AS withdrawn_at
    FROM referrals_referral r
    WHERE {within("r.first_contact_at")} AND r.submitted_at >= %(since)s
      AND r.submitted_at <= %(as_at)s AND r.recorded_at <= %(as_at)s
      AND {not_ended(State.DUPLICATE)}
)"""

# Calls that no referral belongs to yet: nobody knows where the family lives. One that needs no
# referral ends as one that was withdrawn.
CALLS = f"""
alone AS MATERIALIZED (
    SELECT {quarter("c.happened_at")} AS quarter, c.decision_due_at AS due_at,
           CASE WHEN c.ended_at <= %(as_at)s THEN c.ended_at END AS ended_at
    FROM referrals_call c
    WHERE {within("c.happened_at")} AND {known("c")} AND NOT EXISTS (
        SELECT 1 FROM referrals_referral r WHERE r.id = c.referral_id
          AND r.submitted_at <= %(as_at)s AND r.recorded_at <= %(as_at)s)
)"""

# A decision keeps the due moment of its clock. Of the others today's column says it, unless a
# question or a decision that `as_at` does not know of has moved it since.
MOVED_SINCE = f"""
WITH perhaps AS (
    SELECT referral_id FROM referrals_pause
    UNION SELECT d.referral_id FROM referrals_decision d WHERE NOT {known("d")}
)
SELECT r.id, r.first_contact_at, r.urgent, r.submitted_at, r.suggested_level, r.clock_version,
       coalesce(json_agg(json_build_array(p.happened_at, p.until_at) ORDER BY p.id)
                FILTER (WHERE p.id IS NOT NULL), '[]')
FROM perhaps JOIN referrals_referral r ON r.id = perhaps.referral_id
LEFT JOIN referrals_pause p ON p.referral_id = r.id AND {known("p")}
WHERE {within("r.first_contact_at")} AND r.recorded_at <= %(as_at)s
  AND NOT EXISTS (SELECT 1 FROM referrals_decision d WHERE d.referral_id = r.id AND {known("d")})
GROUP BY r.id"""

SQL = f"""
WITH {STARTED}, {CALLS}, moved AS MATERIALIZED (
    SELECT * FROM unnest(%(moved)s::bigint[], %(due)s::timestamptz[]) AS moved(id, due_at)
), first AS MATERIALIZED (
    SELECT DISTINCT ON (d.referral_id) d.referral_id, d.happened_at, d.due_at, d.locality_id
    FROM referrals_decision d JOIN started ON started.id = d.referral_id
    WHERE {known("d")} ORDER BY d.referral_id, d.happened_at, d.id
), item AS (
    SELECT s.quarter, s.withdrawn_at, f.happened_at AS done_at,
           coalesce(f.due_at, m.due_at, s.decision_due_at) AS due_at, s.area,
           CASE WHEN f.referral_id IS NULL THEN s.locality_id ELSE f.locality_id END AS locality_id
    FROM started s LEFT JOIN first f ON f.referral_id = s.id LEFT JOIN moved m ON m.id = s.id
    UNION ALL
    SELECT quarter, ended_at, NULL, due_at, '{Area.UNKNOWN.value}', NULL FROM alone
)
SELECT quarter, {place_of_referral("item")},
       count(*) FILTER (WHERE done_at <= due_at),
       count(*) FILTER (WHERE done_at IS NOT NULL OR due_at < %(as_at)s),
       count(*) FILTER (WHERE done_at IS NULL AND due_at >= %(as_at)s)
FROM item WHERE withdrawn_at IS NULL OR withdrawn_at >= due_at GROUP BY 1, 2"""


def count(run: Run) -> Counts:
    due = {row[0]: _due(*row[1:], as_at=run.as_at) for row in run.rows(MOVED_SINCE)}
    return run.by_place(
        SQL, "numerator", "denominator", "pending", moved=list(due), due=list(due.values())
    )


def _due(first_contact_at, urgent, submitted_at, level, version, pauses, *, as_at):
    """The due moment as it stood at `as_at`, from the clock's rule and the pauses known then."""
    return clocks.decision_due(
        first_contact_at,
        caller_urgent=urgent,
        scores=[(submitted_at, level == Level.SPECIALIST)],
        pauses=[_pause(*pause) for pause in pauses],
        version=version,
        known_at=as_at,
    )


def _pause(asked_at, until_at):
    return datetime.fromisoformat(asked_at), until_at and datetime.fromisoformat(until_at)


INDICATOR = Indicator(key="decision_on_time", unit="percent", count=count)
