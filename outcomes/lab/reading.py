"""The past referrals of a period, one row each, streamed from the database."""

from typing import NamedTuple

from django.db import connection

from localities.calendar import london_day_end, london_day_start
from referrals.codes import State

BATCH = 5000  # rows fetched at once

# A restricted family would show as one more than a reader can list, so it is in no replay.
SENT = f"""
sent AS MATERIALIZED (
    SELECT r.id, r.threshold_version, r.suggested_level,
           CASE WHEN r.locality_id IS NOT NULL THEN r.locality_id
                WHEN r.area = 'elsewhere' THEN 0 ELSE -1 END AS place, a.kind
    FROM referrals_referral r
    JOIN families_family f ON f.id = r.family_id AND NOT f.restricted
    JOIN localities_site s ON s.id = r.site_id JOIN localities_agency a ON a.id = s.agency_id
    WHERE r.submitted_at >= %(since)s AND r.submitted_at <= %(until)s
      AND r.state <> '{State.DUPLICATE.value}'
)"""

# Each child's own set and the family's as texts, which the same sets have in common. A referral's
# children come in the order of their sets, so that families alike are alike whoever came first.
ROWS = f"""
WITH {SENT}, seen AS MATERIALIZED (
    SELECT o.referral_id, o.child_id, string_agg(o.key, ' ' ORDER BY o.key) AS keys
    FROM referrals_observation o JOIN sent ON sent.id = o.referral_id
    WHERE o.answer = 'observed' GROUP BY 1, 2
), child AS (
    SELECT c.referral_id, coalesce(seen.keys, '') AS keys,
           c.age_band || ',' || c.ethnic_group AS facts
    FROM referrals_referralchild c JOIN sent ON sent.id = c.referral_id
    LEFT JOIN seen ON seen.referral_id = c.referral_id AND seen.child_id = c.id
), children AS (
    SELECT referral_id, string_agg(keys, '|' ORDER BY keys) AS own,
           string_agg(facts, '|' ORDER BY keys) AS facts
    FROM child GROUP BY 1
)
SELECT sent.*, children.own, coalesce(shared.keys, ''), children.facts
FROM sent JOIN children ON children.referral_id = sent.id
LEFT JOIN seen shared ON shared.referral_id = sent.id AND shared.child_id IS NULL"""


class Sent(NamedTuple):
    """A past referral: `own` and `facts` have a part for each child, with | between them."""

    id: int
    version: str
    level: int
    place: int  # a locality's id, 0 outside the borough, -1 unknown
    agency_kind: str
    own: str  # "child.attendance.3 child.growth.2|"
    shared: str
    facts: str  # "10-14,BAFR|0-4,"


def period(first_on, last_on):
    return {"since": london_day_start(first_on), "until": london_day_end(last_on)}


def how_many(first_on, last_on):
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {SENT} SELECT count(*) FROM sent", period(first_on, last_on))
        return cursor.fetchone()[0]


def sent_between(first_on, last_on):
    """Every Sent of the days, both included. Within a transaction; never more than a batch held."""
    with connection.chunked_cursor() as cursor:  # the server hands out rows as they are asked for
        cursor.execute(ROWS, period(first_on, last_on))
        while rows := cursor.fetchmany(BATCH):
            yield from map(Sent._make, rows)
