"""Children living in the borough who were referred, for each 1,000 who live there."""

from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.referrals_received import RECEIVED, REFERRED_CHILDREN
from outcomes.indicators.sql import holds, known

# The unborn and those whose age is not known are not among the 0 to 17 year olds below.
REACHED = f"""
WITH {RECEIVED}, {REFERRED_CHILDREN}, quarters AS (
    SELECT number, last_on FROM unnest(%(last_days)s::date[]) WITH ORDINALITY AS q(last_on, number)
), reached AS (
    SELECT quarter, place, count(*) AS children FROM child
    WHERE place > 0 AND age_band NOT IN ('unborn', 'unknown') GROUP BY 1, 2
), living AS (
    SELECT q.number, l.locality_id, sum(w.children) AS children FROM quarters q
    JOIN localities_wardlocality l ON {holds("l", "q.last_on")} AND {known("l")}
    JOIN localities_ward w ON w.id = l.ward_id GROUP BY 1, 2
)
SELECT living.number::int, living.locality_id, reached.children, living.children FROM living
LEFT JOIN reached ON reached.quarter = living.number AND reached.place = living.locality_id"""


def count(run: Run) -> Counts:
    last_days = [quarter.last_on for quarter in run.quarters]
    return run.by_place(REACHED, "numerator", "denominator", last_days=last_days)


INDICATOR = Indicator(key="reach_per_1000", unit="per_1000", count=count)
