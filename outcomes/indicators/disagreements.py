"""Referrals first decided in the quarter whose referrer said that they disagree."""

from collections import Counter

from localities.models import AgencyKind
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import first_decision, known, place_of_referral, quarter, within
from referrals.models import Disagreement

NOT_YET = "Not answered yet"
ANSWERS = {answer.value: answer.label for answer in Disagreement.Answer} | {"": NOT_YET}
ON_TIME = "Answered by the moment it was due"

# A referrer can say so once. The answer is looked at as it stood at `as_at`.
DECIDED = f"""
decided AS MATERIALIZED (
    SELECT {quarter("d.happened_at")} AS quarter,
           {place_of_referral("r", "d.locality_id")} AS place, a.kind, g.id IS NOT NULL AS raised,
           g.due_at, CASE WHEN g.answered_at <= %(as_at)s THEN g.answered_at END AS answered_at,
           CASE WHEN g.answered_at <= %(as_at)s THEN g.answer ELSE '' END AS answer
    FROM referrals_decision d
    JOIN referrals_referral r ON r.id = d.referral_id
    JOIN localities_site s ON s.id = r.site_id JOIN localities_agency a ON a.id = s.agency_id
    LEFT JOIN referrals_disagreement g ON g.referral_id = r.id AND {known("g")}
    WHERE {known("d")} AND {within("d.happened_at")} AND {first_decision()}
      AND r.recorded_at <= %(as_at)s
)"""

BY_AGENCY = f"""
WITH {DECIDED} SELECT quarter, 'Agency type', kind, count(*) FILTER (WHERE raised), count(*)
FROM decided GROUP BY 1, 3"""

BY_ANSWER = f"""
WITH {DECIDED} SELECT quarter, 'Answer', answer, count(*) FROM decided WHERE raised GROUP BY 1, 3"""

IN_TIME = f"""
WITH {DECIDED} SELECT quarter, 'Answered', '{ON_TIME}',
    count(*) FILTER (WHERE answered_at <= due_at),
    count(*) FILTER (WHERE answered_at IS NOT NULL OR due_at < %(as_at)s),
    count(*) FILTER (WHERE answered_at IS NULL AND due_at >= %(as_at)s)
FROM decided WHERE raised GROUP BY 1"""


def count(run: Run) -> Counts:
    sql = f"""WITH {DECIDED} SELECT quarter, place, count(*) FILTER (WHERE raised), count(*)
        FROM decided GROUP BY 1, 2"""
    return run.by_place(sql, "numerator", "denominator")


def breakdown(run: Run) -> Counts:
    found = run.by_axis(IN_TIME, "numerator", "denominator", "pending")
    for (at, axis, kind), counts in run.by_axis(BY_AGENCY, "numerator", "denominator").items():
        found[at, axis, AgencyKind(kind).label] = counts
    answers = run.by_axis(BY_ANSWER, "numerator")
    raised = sum(counts["numerator"] for counts in answers.values())
    for (at, axis, answer), counts in answers.items():
        found[at, axis, ANSWERS[answer]] = counts | Counter(denominator=raised)
    return found


INDICATOR = Indicator(
    key="disagreements", unit="percent", count=count, breakdown=breakdown,
    axes={"Agency type": AgencyKind.labels, "Answer": list(ANSWERS.values()),
          "Answered": [ON_TIME]},
)  # fmt: skip
