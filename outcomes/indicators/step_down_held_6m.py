"""Step-downs from social care that held: no step-up in the six months after the start."""

from casework.codes import Origin
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import ROOTS, day, place_of_episode
from outcomes.indicators.windows import HELD, STEP_UPS, mark_in_quarters, mark_on

SQL = f"""
WITH {ROOTS}, setback AS MATERIALIZED ({STEP_UPS}
), item AS MATERIALIZED (
    SELECT e.id, {mark_on("e.started_at")} AS mark_on, e.started_at AS start_at, e.family_id,
           coalesce(root.family_id, e.family_id) AS family,
           {place_of_episode("e.locality_id", "e.family_id", day("e.started_at"))} AS place
    FROM casework_episode e LEFT JOIN root ON root.duplicate_id = e.family_id
    WHERE e.origin = '{Origin.STEP_DOWN.value}' AND e.started_at <= %(as_at)s
      AND e.recorded_at <= %(as_at)s AND {mark_in_quarters("e.started_at")}
), {HELD}"""


def count(run: Run) -> Counts:
    return run.by_place(SQL, "numerator", "denominator", "pending")


INDICATOR = Indicator(key="step_down_held_6m", unit="percent", count=count)
