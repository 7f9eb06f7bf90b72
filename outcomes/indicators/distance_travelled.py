"""How far families moved on the 1 to 5 scale, from the first score of an outcome to the last."""

from collections import Counter

from outcomes.indicators import children
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import CLOSED, day, known

LOW, HIGH = "First scored 1, 2 or 3", "First scored 4 or 5"
WHOLE = 2520  # every mean of one to ten scores is a whole number of 2520ths

MOVED = f"""
{CLOSED}, outcome AS (
    SELECT s.episode_id, (array_agg(s.score ORDER BY s.happened_at, s.id))[1] AS first,
           (array_agg(s.score ORDER BY s.happened_at DESC, s.id DESC))[1] AS last
    FROM casework_outcomescore s JOIN closed ON closed.id = s.episode_id
    WHERE {known("s")} GROUP BY s.episode_id, s.outcome
    HAVING {day("min(s.happened_at)")} < {day("max(s.happened_at)")}
), moved AS MATERIALIZED (
    SELECT closed.id, closed.quarter, closed.place, first <= 3 AS low,
           sum(last - first) * {WHOLE} / count(*) AS distance
    FROM outcome JOIN closed ON closed.id = outcome.episode_id GROUP BY 1, 2, 3, 4
)"""
SUMS = "count(*), sum(distance), sum(distance * distance)"
CHILDREN = f"""
{MOVED}, {children.OF_CLOSED}, child AS (
    SELECT moved.quarter, joined.*, moved.distance, moved.distance * moved.distance AS square
    FROM joined JOIN moved ON moved.id = joined.episode_id AND moved.low
)"""


def count(run: Run) -> Counts:
    sql = f"WITH {MOVED} SELECT quarter, place, {SUMS} FROM moved WHERE low GROUP BY 1, 2"
    return run.by_place(sql, "n", "sum", "squares")


def breakdown(run: Run) -> Counts:
    where = f"""WITH {MOVED} SELECT quarter, 'Where outcomes began',
        CASE WHEN low THEN '{LOW}' ELSE '{HIGH}' END, {SUMS} FROM moved GROUP BY 1, 3"""
    found = run.by_axis(where, "n", "sum", "squares")
    for key, counts in children.by_axes(run, CHILDREN, "n", "distance", "square").items():
        found[key] = Counter(n=counts["n"], sum=counts["distance"], squares=counts["square"])
    return found


INDICATOR = Indicator(
    key="distance_travelled", unit="mean", count=count, breakdown=breakdown,
    axes={"Where outcomes began": [LOW, HIGH], **children.AXES}, by_children=True,
)  # fmt: skip
