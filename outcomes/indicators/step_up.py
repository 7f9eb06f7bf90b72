"""Episodes that closed because social care took the family on."""

from casework.codes import ClosingReason, Kind
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import CLOSED

SQL = f"""
WITH {CLOSED}
SELECT quarter, place, count(*) FILTER (WHERE reason = '{ClosingReason.STEPPED_UP.value}'), count(*)
FROM closed WHERE kind <> '{Kind.JOINT.value}'
  AND reason NOT IN ('{ClosingReason.MOVED_AWAY.value}', '{ClosingReason.DIED.value}')
GROUP BY 1, 2"""


def count(run: Run) -> Counts:
    return run.by_place(SQL, "numerator", "denominator")


INDICATOR = Indicator(key="step_up", unit="percent", count=count)
