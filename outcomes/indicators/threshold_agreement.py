"""First decisions at which the screener's own first level was the suggested one, with kappa."""

from collections import Counter, defaultdict

from localities.models import AgencyKind
from outcomes.indicators.base import PLACE, Counts, Indicator, Run
from outcomes.indicators.sql import first_decision, known, place_of_referral, quarter, within
from referrals.codes import Outcome

SQL = f"""
SELECT {quarter("d.happened_at")}, {place_of_referral("r", "d.locality_id")}, a.kind,
       d.own_level, d.suggested_level, count(*)
FROM referrals_decision d
JOIN referrals_referral r ON r.id = d.referral_id
JOIN localities_site s ON s.id = r.site_id JOIN localities_agency a ON a.id = s.agency_id
WHERE d.own_level IS NOT NULL
  AND d.outcome NOT IN ('{Outcome.LINKED.value}', '{Outcome.OTHER_SERVICE.value}')
  AND {known("d")} AND {within("d.happened_at")} AND {first_decision()}
  AND r.recorded_at <= %(as_at)s
GROUP BY 1, 2, 3, 4, 5"""


def _cells(run: Run):
    """(quarter, place, agency kind, counts): the counts also hold each pair of levels, as "2,3"."""
    for number, place, kind, own, suggested, count_ in run.rows(SQL):
        agree = count_ if own == suggested else 0
        counts = Counter({"numerator": agree, "denominator": count_, f"{own},{suggested}": count_})
        yield str(run.quarters[number - 1]), run.places[place], kind, counts


def count(run: Run) -> Counts:
    found = defaultdict(Counter)
    for quarter_, place, _, counts in _cells(run):
        found[quarter_, PLACE, place].update(counts)
    return found


def breakdown(run: Run) -> Counts:
    found = defaultdict(Counter)
    for quarter_, _, kind, counts in _cells(run):
        found[quarter_, "Agency type", AgencyKind(kind).label].update(counts)
    return found


INDICATOR = Indicator(
    key="threshold_agreement", unit="percent", count=count, breakdown=breakdown,
    axes={"Agency type": AgencyKind.labels},
)  # fmt: skip
