"""Six months after a start: the mark, what happened before it, and who is left out."""

from casework.codes import ClosingReason
from outcomes.indicators.sql import day, day_end, known
from referrals.models import Transfer


def mark_on(start):
    """The same London day six months on, or that month's last."""
    return f"({day(start)} + interval '6 months')::date"


def mark_in_quarters(start):
    """The mark lies in the run's quarters; the first line lets an index find the starts."""
    return f"""{start} >= %(since)s::timestamptz - interval '7 months'
      AND {start} < %(until)s::timestamptz - interval '5 months'
      AND {mark_on(start)} BETWEEN %(first_on)s AND %(last_on)s"""


# The whole day of the mark is over.
PASSED = f"({day_end('mark_on')} <= %(as_at)s)"

# Social care's acceptances, by the family that stands; `root` must be there.
STEPPED_UP = f"""
stepped_up AS MATERIALIZED (
    SELECT coalesce(root.family_id, t.family_id) AS family, t.answered_at
    FROM referrals_transfer t LEFT JOIN root ON root.duplicate_id = t.family_id
    WHERE t.direction = '{Transfer.Direction.UP.value}' AND {known("t")}
      AND t.answer = '{Transfer.Answer.ACCEPTED.value}' AND t.answered_at <= %(as_at)s
)"""

STEPPED_UP_BEFORE_MARK = f"""EXISTS (
    SELECT 1 FROM stepped_up s WHERE s.family = item.family AND s.answered_at > item.start_at
      AND {day("s.answered_at")} <= item.mark_on)"""

# Moved out of the borough between the start and the mark, by a residence or a closing.
MOVED_AWAY_BEFORE_MARK = f"""EXISTS (
    SELECT 1 FROM families_residence s
    JOIN families_household h ON h.id = s.household_id AND h.is_main
    WHERE h.family_id = item.family_id AND s.area = 'elsewhere' AND {known("s")}
      AND s.from_on > {day("item.start_at")} AND s.from_on <= item.mark_on)"""

GONE_BEFORE_MARK = f"""EXISTS (
    SELECT 1 FROM casework_closing c JOIN casework_episode e ON e.id = c.episode_id
    WHERE e.family_id = item.family_id AND {known("c")} AND c.happened_at >= item.start_at
      AND {day("c.happened_at")} <= item.mark_on
      AND c.reason IN ('{ClosingReason.MOVED_AWAY.value}', '{ClosingReason.DIED.value}'))"""

LEFT_OUT = f"({MOVED_AWAY_BEFORE_MARK} OR {GONE_BEFORE_MARK})"
