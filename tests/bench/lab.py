"""Goal 12, the threshold lab: every past referral replayed under a proposal, against a bare read.

The bare read streams the same observations, one row each, and does nothing with them.
"""

import statistics
import time
from datetime import date

from django.db import connection, transaction

from accounts.models import User
from outcomes.lab import reading, runs
from referrals import actions
from referrals.models import Observation
from referrals.scoring import load_thresholds
from referrals.scoring.thresholds import REFERENCE

TARGET = 10  # with nearly every set different, as here; in life many families are alike
PAST = date(2000, 1, 1), date(2199, 12, 31)

# Up to four needs of each child, and up to three of the family: as many different sets as life has.
FILL = """
INSERT INTO referrals_observation (referral_id, child_id, key, answer)
SELECT DISTINCT referral_id, child_id, key, 'observed' FROM (
    SELECT c.referral_id, c.id AS child_id, %(child)s::text[] AS keys, n, c.id AS seed
    FROM referrals_referralchild c
    CROSS JOIN generate_series(1, mod(hashint8extended(c.id, 5) & 1023, 5)::int) AS n
    UNION ALL
    SELECT r.id, NULL, %(shared)s::text[], n, r.id
    FROM referrals_referral r
    CROSS JOIN generate_series(1, mod(hashint8extended(r.id, 6) & 1023, 4)::int) AS n
) AS picked
CROSS JOIN LATERAL (SELECT keys[1 + mod(hashint8extended(seed, n) & 65535,
                                        cardinality(keys))::int] AS key) AS drawn"""


def fill():
    needs = [i.key for i in load_thresholds("2018-09").of_kind("need")]
    child = [key for key in needs if key.startswith("child.")]
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"child": child, "shared": [k for k in needs if k not in child]})
        cursor.execute("VACUUM ANALYZE referrals_observation")
    return Observation.objects.count()


def proposal():
    """Persistent absence one level higher, in the words that it has."""
    text = (REFERENCE / "thresholds_2018_09.csv").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("child.attendance.4")]
    moved = [line.replace("attendance.3", "attendance.4").replace("attendance,3", "attendance,4")
             for line in lines]  # fmt: skip
    by = User.objects.get(email="manager@example.org")
    return actions.propose_thresholds(title="Bench", text="\n".join(moved), by=by)


def goals(*, rounds):
    first_on, last_on = PAST
    rows, tried = fill(), proposal()
    bare, ours = [], []
    for turn in range(rounds + 1):
        spent = _seconds(_bare, first_on, last_on), _seconds(_replay, tried, first_on, last_on)
        if turn:
            bare.append(spent[0]), ours.append(spent[1])
    with transaction.atomic():
        referrals = reading.how_many(first_on, last_on)
    seconds, read = statistics.median(ours), statistics.median(bare)
    found = round(seconds / read, 2)
    return [{
        "goal": "12", "what": f"replay of {referrals:,} referrals / bare read", "measured": found,
        "target": TARGET, "met": found <= TARGET,
        "referrals_per_second": round(referrals / seconds), "observations": rows,
        "milliseconds": {"ours": round(seconds * 1000), "other": round(read * 1000)},
        "detail": f"{seconds:.2f} s / {read:.2f} s by the clock over {rows:,} observations:"
        f" {referrals / seconds:,.0f} referrals a second",
    }]  # fmt: skip


def _seconds(do, *asked):
    began = time.perf_counter()
    with transaction.atomic():
        do(*asked)
    return time.perf_counter() - began


def _replay(tried, first_on, last_on):
    assert runs.replay_period(tried, first_on, last_on)["moves"]


def _bare(first_on, last_on):
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"WITH {reading.SENT} SELECT sent.id, sent.suggested_level, o.child_id, o.key FROM sent"
            " JOIN referrals_observation o ON o.referral_id = sent.id WHERE o.answer = 'observed'",
            reading.period(first_on, last_on),
        )
        while cursor.fetchmany(reading.BATCH):
            pass
