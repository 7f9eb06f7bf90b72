"""First disclosures that came after the family agreed to sharing, or after a coded reason."""

from families.codes import SharingPurpose
from families.models import Agreement
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import ROOTS, day, known, place_of_episode, quarter, within

LATE = "Written down only after the disclosure"
ANSWER, SHARE = Agreement.Answer, SharingPurpose.SHARE.value

# The records of one family learn together: the earliest disclosure to an agency is the first.
FIRST = f"""
{ROOTS}, told AS (
    SELECT DISTINCT ON (coalesce(root.family_id, d.family_id), d.agency_id)
           d.id, coalesce(root.family_id, d.family_id) AS family, d.family_id, d.locality_id,
           d.happened_at, d.recorded_at
    FROM families_disclosure d LEFT JOIN root ON root.duplicate_id = d.family_id
    WHERE {known("d")}
    ORDER BY coalesce(root.family_id, d.family_id), d.agency_id, d.happened_at, d.id
), first AS MATERIALIZED (
    SELECT * FROM told WHERE {within("told.happened_at")}
), said AS MATERIALIZED (
    SELECT a.id, coalesce(root.family_id, a.family_id) AS family, a.person_id, a.purpose, a.answer,
           a.basis, a.happened_at, a.recorded_at
    FROM families_agreement a LEFT JOIN root ON root.duplicate_id = a.family_id
    WHERE {known("a")} AND coalesce(root.family_id, a.family_id) IN (SELECT family FROM first)
)"""

# An answer stands until the same person says something else, or the family for a person, or a
# person after the family.
STANDING = f"""
SELECT said.recorded_at,
       said.answer = '{ANSWER.NOT_ASKED.value}' AND said.basis <> '' AS by_reason,
       said.purpose = '{SHARE}' AND said.answer = '{ANSWER.AGREED.value}' AS agreed,
       said.purpose = '{SHARE}' AND said.answer = '{ANSWER.WITHDRAWN.value}' AS taken_back
FROM said
WHERE said.family = first.family AND said.happened_at <= first.happened_at
  AND NOT EXISTS (
    SELECT 1 FROM said later
    WHERE later.family = said.family AND later.purpose = said.purpose
      AND (later.person_id IS NOT DISTINCT FROM said.person_id
           OR (later.person_id IS NULL) <> (said.person_id IS NULL))
      AND later.happened_at <= first.happened_at
      AND (later.happened_at, later.id) > (said.happened_at, said.id))"""

# Sharing stops as soon as anybody takes it back; a coded reason goes on.
JUDGED = f"""
{FIRST}, judged AS MATERIALIZED (
    SELECT {quarter("first.happened_at")} AS quarter, first.recorded_at,
           {place_of_episode("first.locality_id", "first.family_id", day("first.happened_at"))}
               AS place,
           (SELECT least(min(s.recorded_at) FILTER (WHERE s.by_reason),
                         CASE WHEN NOT bool_or(s.taken_back)
                              THEN min(s.recorded_at) FILTER (WHERE s.agreed) END)
            FROM ({STANDING}) s) AS written_at
    FROM first
)"""


def count(run: Run) -> Counts:
    sql = f"""WITH {JUDGED} SELECT quarter, place, count(written_at), count(*)
        FROM judged GROUP BY 1, 2"""
    return run.by_place(sql, "numerator", "denominator")


def breakdown(run: Run) -> Counts:
    sql = f"""WITH {JUDGED} SELECT quarter, 'Written down', '{LATE}',
        count(*) FILTER (WHERE written_at > recorded_at), count(written_at)
        FROM judged GROUP BY 1"""
    return run.by_axis(sql, "numerator", "denominator")


INDICATOR = Indicator(
    key="agreement_or_basis", unit="percent", count=count, breakdown=breakdown,
    axes={"Written down": [LATE]},
)  # fmt: skip
