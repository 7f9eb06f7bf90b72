"""Assessments complete within their working days of the first allocation, of those due."""

from datetime import timedelta

from localities import clocks
from localities.calendar import bank_holidays
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import LONDON, day, known, place_at_home, quarter

# A working day runs from midnight to midnight in London. A clock that starts at midnight ends with
# the last of its days, any other at the same time of day on the working day after them.
SQL = f"""
WITH clock AS (
    SELECT * FROM unnest(%(versions)s::text[], %(amounts)s::int[]) AS c(version, days)
), allocated AS MATERIALIZED (
    SELECT e.id, e.family_id, clock.days, min(a.happened_at) {LONDON} AS began
    FROM casework_episode e JOIN casework_allocation a ON a.episode_id = e.id
    JOIN clock ON clock.version = e.clock_version
    WHERE {known("a")} AND e.recorded_at <= %(as_at)s
      AND a.happened_at >= %(since)s::timestamptz - interval '3 months'
    GROUP BY 1, 2, 3
), placed AS (
    SELECT *, width_bucket(began::date - 1, %(workdays)s::date[]) + 1 AS nth FROM allocated
), begun AS (
    SELECT id, family_id, days, nth,
        CASE WHEN (%(workdays)s::date[])[nth] = began::date THEN began - began::date::timestamp
             ELSE interval '0' END AS clock_time
    FROM placed
), due AS MATERIALIZED (
    SELECT id, family_id, CASE WHEN clock_time = interval '0'
        THEN ((%(workdays)s::date[])[nth + days - 1] + 1)::timestamp
        ELSE (%(workdays)s::date[])[nth + days] + clock_time END {LONDON} AS due_at
    FROM begun
), item AS MATERIALIZED (
    SELECT {quarter("due_at")} AS quarter, {place_at_home("due.family_id", day("due_at"))} AS place,
        due_at,
        (SELECT min(s.happened_at) FROM casework_assessment s
         WHERE s.episode_id = due.id AND {known("s")}) AS done_at,
        (SELECT min(c.happened_at) FROM casework_closing c
         WHERE c.episode_id = due.id AND {known("c")}) AS closed_at
    FROM due WHERE due_at >= %(since)s AND due_at < %(until)s
)
SELECT quarter, place,
       count(*) FILTER (WHERE done_at <= due_at),
       count(*) FILTER (WHERE done_at IS NOT NULL OR due_at < %(as_at)s),
       count(*) FILTER (WHERE done_at IS NULL AND due_at >= %(as_at)s)
FROM item WHERE done_at IS NOT NULL OR closed_at IS NULL OR closed_at >= due_at GROUP BY 1, 2"""


def count(run: Run) -> Counts:
    rules = {version: clocks.rules(version)["assessment", False] for version in clocks.versions()}
    return run.by_place(
        SQL, "numerator", "denominator", "pending",
        versions=list(rules), amounts=[int(rule.amount) for rule in rules.values()],
        workdays=_working_days(run),
    )  # fmt: skip


def _working_days(run):
    """The working days, as known at `as_at`, that an assessment due in the quarters can touch."""
    first = run.quarters[0].first_on - timedelta(days=200)
    days = (run.quarters[-1].last_on + timedelta(days=200) - first).days
    holidays = bank_holidays(run.as_at)
    every = (first + timedelta(days=n) for n in range(days))
    return [on for on in every if on.weekday() < 5 and on not in holidays]


INDICATOR = Indicator(key="assessment_on_time", unit="percent", count=count)
