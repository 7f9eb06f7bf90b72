"""Children referred in the quarter, by age band; a child referred twice counts once."""

from collections import Counter

from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.children import AGE_BANDS, AXES, NOT_KNOWN
from outcomes.indicators.referrals_received import RECEIVED, REFERRED_CHILDREN

CHILDREN = f"WITH {RECEIVED}, {REFERRED_CHILDREN}"


def count(run: Run) -> Counts:
    sql = f"{CHILDREN} SELECT quarter, place, count(*) FROM child GROUP BY 1, 2"
    return run.by_place(sql, "numerator")


def breakdown(run: Run) -> Counts:
    sql = f"{CHILDREN} SELECT quarter, 'Age band', age_band, count(*) FROM child GROUP BY 1, 3"
    found = {}
    for (quarter, axis, code), counts in run.by_axis(sql, "numerator").items():
        found.setdefault((quarter, axis, AGE_BANDS.get(code, NOT_KNOWN)), Counter()).update(counts)
    return found


INDICATOR = Indicator(
    key="age_mix", unit="count", count=count, breakdown=breakdown,
    axes={"Age band": AXES["Age band"]}, by_children=True,
)  # fmt: skip
