"""Step-downs from social care that held: no step-up in the six months after the start."""

from casework.codes import Origin
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import ROOTS, day, place_of_episode, quarter_of_day
from outcomes.indicators.windows import (
    LEFT_OUT,
    PASSED,
    STEPPED_UP,
    STEPPED_UP_BEFORE_MARK,
    mark_in_quarters,
    mark_on,
)  # fmt: skip

SQL = f"""
WITH {ROOTS}, {STEPPED_UP}, item AS MATERIALIZED (
    SELECT {mark_on("e.started_at")} AS mark_on, e.started_at AS start_at, e.family_id,
           coalesce(root.family_id, e.family_id) AS family,
           {place_of_episode("e.locality_id", "e.family_id", day("e.started_at"))} AS place
    FROM casework_episode e LEFT JOIN root ON root.duplicate_id = e.family_id
    WHERE e.origin = '{Origin.STEP_DOWN.value}' AND e.started_at <= %(as_at)s
      AND e.recorded_at <= %(as_at)s AND {mark_in_quarters("e.started_at")}
), judged AS (
    SELECT mark_on, place, {PASSED} AS passed, {STEPPED_UP_BEFORE_MARK} AS stepped_up
    FROM item WHERE NOT {LEFT_OUT}
)
SELECT {quarter_of_day("mark_on")}, place, count(*) FILTER (WHERE passed AND NOT stepped_up),
       count(*) FILTER (WHERE passed), count(*) FILTER (WHERE NOT passed)
FROM judged GROUP BY 1, 2"""


def count(run: Run) -> Counts:
    return run.by_place(SQL, "numerator", "denominator", "pending")


INDICATOR = Indicator(key="step_down_held_6m", unit="percent", count=count)
