"""Reviews held by their due day: six weeks after the plan, then twelve after the one held."""

from localities import clocks
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import day, day_end, known, place_at_home, quarter_of_day

# `repeat` 0 is the day a review falls due; a missed one falls due again each twelve weeks, until
# one is held, which answers the due day before it, or the episode closes.
SQL = f"""
WITH clock AS (
    SELECT * FROM unnest(%(versions)s::text[], %(first)s::int[], %(next)s::int[])
        AS c(version, first_days, next_days)
), plan AS (
    SELECT p.episode_id, min(p.happened_at) AS at FROM casework_plan p WHERE {known("p")} GROUP BY 1
), start AS (
    SELECT episode_id, at, true AS is_plan FROM plan
    UNION ALL SELECT v.episode_id, v.happened_at, false FROM casework_review v
    JOIN plan ON plan.episode_id = v.episode_id WHERE {known("v")}
), span AS (
    SELECT *, lead(at) OVER (PARTITION BY episode_id ORDER BY is_plan DESC, at) AS held_at
    FROM start
), due AS MATERIALIZED (
    SELECT e.id, e.family_id, span.held_at, repeat, next_days,
        {day("span.at")} + CASE WHEN is_plan THEN first_days ELSE next_days END
            + repeat * next_days AS due_on
    FROM span JOIN casework_episode e ON e.id = span.episode_id AND e.recorded_at <= %(as_at)s
    JOIN clock ON clock.version = e.clock_version
    CROSS JOIN LATERAL generate_series(
        0, greatest(0, (%(last_on)s::date - {day("span.at")}) / next_days)) AS repeat
), item AS (
    SELECT *, {day_end("due_on")} AS due_at, {place_at_home("due.family_id", "due_on")} AS place,
        (SELECT min(c.happened_at) FROM casework_closing c
         WHERE c.episode_id = due.id AND {known("c")}) AS closed_at
    FROM due WHERE due_on BETWEEN %(first_on)s AND %(last_on)s
      AND (repeat = 0 OR ({day_end("due_on - next_days")} < %(as_at)s
           AND (held_at IS NULL OR held_at >= {day_end("due_on")})))
)
SELECT {quarter_of_day("due_on")}, place,
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
