"""Six months after a start: the mark, what happened before it, and who is left out.

A query here has `item`: id, family (that stands), family_id, start_at, mark_on and place.
"""

from casework.codes import ClosingReason
from outcomes.indicators.sql import day, day_end, known, quarter_of_day
from referrals.models import Transfer


def mark_on(start):
    """The same London day six months on, or that month's last."""
    return f"({day(start)} + interval '6 months')::date"


def mark_in_quarters(start):
    """The mark lies in the run's quarters; the first line lets an index find the starts."""
    return f"""{start} >= %(since)s::timestamptz - interval '7 months'
      AND {start} < %(until)s::timestamptz - interval '5 months'
      AND {mark_on(start)} BETWEEN %(first_on)s AND %(last_on)s"""


# Social care's acceptances, by the family that stands; `root` must be there.
STEP_UPS = f"""
    SELECT coalesce(root.family_id, t.family_id) AS family, t.answered_at AS at
    FROM referrals_transfer t LEFT JOIN root ON root.duplicate_id = t.family_id
    WHERE t.direction = '{Transfer.Direction.UP.value}' AND {known("t")}
      AND t.answer = '{Transfer.Answer.ACCEPTED.value}' AND t.answered_at <= %(as_at)s"""

# Moved out of the borough between the start and the mark.
MOVED_AWAY = f"""EXISTS (
    SELECT 1 FROM families_residence s
    JOIN families_household h ON h.id = s.household_id AND h.is_main
    WHERE h.family_id = item.family_id AND s.area = 'elsewhere' AND {known("s")}
      AND s.from_on > {day("item.start_at")} AND s.from_on <= item.mark_on)"""

CLOSED_SO = f"""EXISTS (
    SELECT 1 FROM casework_closing c JOIN casework_episode e ON e.id = c.episode_id
    WHERE e.family_id = item.family_id AND {known("c")} AND c.happened_at >= item.start_at
      AND {day("c.happened_at")} <= item.mark_on
      AND c.reason IN ('{ClosingReason.MOVED_AWAY.value}', '{ClosingReason.DIED.value}'))"""

# Those for whom none of `setback` (family, at) came after the start, through the mark.
HELD = f"""
needed AS MATERIALIZED (
    SELECT DISTINCT item.id FROM item JOIN setback ON setback.family = item.family
    WHERE setback.at > item.start_at AND {day("setback.at")} <= item.mark_on
), judged AS (
    SELECT item.mark_on, item.place, item.id NOT IN (SELECT id FROM needed) AS held,
           {day_end("item.mark_on")} <= %(as_at)s AS passed
    FROM item WHERE NOT ({MOVED_AWAY} OR {CLOSED_SO})
)
SELECT {quarter_of_day("mark_on")}, place, count(*) FILTER (WHERE passed AND held),
       count(*) FILTER (WHERE passed), count(*) FILTER (WHERE NOT passed)
FROM judged GROUP BY 1, 2"""
