"""Goal 11: who is this? Found and rightly found, and what a look-up costs among 300,000 people."""

import os
import sys
from itertools import cycle

from django.db import connection, transaction

from families.likeness.candidates import ALIKE
from families.likeness.lookup import look_up
from tests.bench import rig
from tests.families.likeness import borough, filling, measure
from tests.families.likeness.pairs import pairs

TUNED_ON, MEASURED_ON, PAIRS = 1, 2, 10_000
SCAN = "SELECT id FROM families_person WHERE sort_name %% %s"


def goals(owner, *, people, rounds, requests):
    """Needs an empty database; the weights were tried on the seed TUNED_ON."""
    yield from _figures("10,000 pairs", measure.of_pairs(pairs(MEASURED_ON, PAIRS)))
    looked_for = list(pairs(MEASURED_ON, requests * 50))
    ids = _fill(people, looked_for)
    found = measure.of_look_ups(looked_for, ids, _look_up)
    yield from _figures(f"among {people:,}", found, target=None)
    cost = rig.interleaved(
        rig.Meter(owner, os.getpid()), _sides(looked_for), rounds=rounds, requests=requests
    )
    yield cost


def _fill(people, looked_for):
    homes = [
        *borough.households(MEASURED_ON + 100, people),
        *([one] for _, one, _, _ in looked_for),
    ]
    ids = filling.write_down(homes)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return ids[-len(looked_for) :]


def _look_up(wanted):
    with transaction.atomic():
        return look_up(wanted)


def _sides(looked_for):
    records = cycle([other for _, _, other, _ in looked_for])
    others = cycle([other for _, _, other, _ in looked_for])
    return {
        "look-up": lambda: _look_up([next(records)]),
        "scan": lambda: _scan(next(others)),
    }


def _scan(someone):
    """Names nearly the same by their trigrams, as near as the look-up asks for."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [ALIKE])
        cursor.execute(SCAN, [" ".join([*someone.last, *someone.first])])
        cursor.fetchall()


def _figures(where, found, target=(0.95, 0.90)):
    print(f"who, {where}: {found}", file=sys.stderr, flush=True)
    for name, wanted in zip(("recall", "precision"), target or (None, None), strict=True):
        value = getattr(found, name)
        yield {
            "goal": "11", "what": f"who is this? {name}, {where}", "measured": round(value, 3),
            "target": wanted or "", "met": wanted is None or value >= wanted,
            "by_kind": {kind: f"{found.shown[kind]}/{found.of[kind]}" for kind in found.of},
        }  # fmt: skip
