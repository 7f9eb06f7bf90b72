"""Reviews held by their due day: six weeks after the plan, then twelve after the one held."""

from localities import clocks
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import day, day_end, known, place_at_home, quarter_of_day

# `repeat` 0 is the day a review falls due; a missed one falls due again each twelve weeks, until
# one is held, which answers the due day before it, or the episode closes. One held before its
# episode closed may be due as much later as its clock runs.
SQL = f"""
WITH clock AS (
    SELECT * FROM unnest(%(versions)s::text[], %(first)s::int[], %(next)s::int[])
        AS c(version, first_days, next_days)
), closed AS MATERIALIZED (
    SELECT c.episode_id, min(c.happened_at) AS closed_at FROM casework_closing c
    WHERE {known("c")} GROUP BY 1
), episode AS MATERIALIZED (
    SELECT e.id, e.family_id, first_days, next_days, closed.closed_at,
        (SELECT min(p.happened_at) FROM casework_plan p
         WHERE p.episode_id = e.id AND {known("p")}) AS planned_at
    FROM casework_episode e JOIN clock ON clock.version = e.clock_version
    LEFT JOIN closed ON closed.episode_id = e.id
    WHERE e.recorded_at <= %(as_at)s
      AND (closed.closed_at IS NULL OR closed.closed_at >= %(since)s::timestamptz
           - interval '1 day' * (1 + greatest(first_days, next_days))
        OR e.id IN (SELECT episode_id FROM casework_review
                    WHERE happened_at >= %(since)s::timestamptz - interval '13 weeks'))
), start AS (
    SELECT id, planned_at AS at, true AS is_plan FROM episode WHERE planned_at < %(until)s
    UNION ALL
    SELECT episode.id, v.happened_at, false
    FROM episode JOIN casework_review v ON v.episode_id = episode.id
    WHERE planned_at IS NOT NULL AND {known("v")}
), span AS (
    SELECT e.*, held_at, {day("at")} + CASE WHEN is_plan THEN first_days ELSE next_days END AS due_1
    FROM (SELECT *, lead(at) OVER (PARTITION BY id ORDER BY is_plan DESC, at) AS held_at
          FROM start) AS s
    JOIN episode e ON e.id = s.id
), due AS (
    SELECT *, due_1 + repeat * next_days AS due_on
    FROM span CROSS JOIN LATERAL generate_series(
        greatest(0, (%(first_on)s::date - due_1 + next_days - 1) / next_days),
        (%(last_on)s::date - due_1) / next_days) AS repeat
), item AS MATERIALIZED (
    SELECT held_at, closed_at, due_on, {day_end("due_on")} AS due_at, family_id
    FROM due WHERE due_on BETWEEN %(first_on)s AND %(last_on)s
      AND (repeat = 0 OR ({day_end("due_on - next_days")} < %(as_at)s
           AND (held_at IS NULL OR held_at >= {day_end("due_on")})))
)
SELECT {quarter_of_day("due_on")}, {place_at_home("item.family_id", "item.due_on")},
       count(*) FILTER (WHERE held_at <= due_at),
       count(*) FILTER (WHERE held_at IS NOT NULL OR due_at < %(as_at)s),
       count(*) FILTER (WHERE held_at IS NULL AND due_at >= %(as_at)s)
FROM item WHERE held_at <= due_at OR closed_at IS NULL OR closed_at >= due_at GROUP BY 1, 2"""


def count(run: Run) -> Counts:
    versions = list(clocks.versions())
    first, following = (
        [int(clocks.rules(version)[key, False].amount) * 7 for version in versions]
        for key in ("review_first", "review_next")
    )
    return run.by_place(
        SQL, "numerator", "denominator", "pending", versions=versions, first=first, next=following
    )


INDICATOR = Indicator(key="review_on_time", unit="percent", count=count)
