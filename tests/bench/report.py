"""Goal 8: a quarter's figures through a real worker against handwritten SQL, the same rows."""

import contextlib
import os
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from audit import jobs
from audit.models import Job
from croydon_eh.services import stack
from localities.calendar import Quarter
from localities.models import Locality
from outcomes import actions, snapshots
from tests.bench import by_hand
from tests.bench.rig import ONE_OF_EACH, TICK_MS, Meter, stat_of, tree
from tests.bench.tasks import KIND
from tests.queries import counting

TARGET = 1.3
LONGEST = 900  # seconds


@contextlib.contextmanager
def worker(url):
    with tempfile.TemporaryDirectory() as logs:
        environment = os.environ | ONE_OF_EACH | {"DATABASE_URL": url}
        child = stack.worker(environment, logs=Path(logs))
        try:
            yield child
        finally:
            child.stop()


def goals(owner, web, *, rounds):
    now = timezone.now()
    quarter = Quarter.containing(now).previous
    quarters, as_at = snapshots.with_those_before(quarter), now - actions.SETTLED
    with worker(web) as child:
        meter = PostgresToo(owner, child.pid)
        cost = {"product": [], "hand": [], "seconds": [], "hand seconds": []}
        for turn in range(rounds + 1):
            hand, found = _hand(meter, owner, quarters, as_at)
            product, snapshot = _product(meter, quarter, as_at)
            _say(turn, hand, product)
            if turn:
                for name, value in (hand | product).items():
                    cost[name].append(value)
            else:
                wrong = differing(found, snapshot, quarters)
    return [_result({name: statistics.median(all_) for name, all_ in cost.items()}, wrong),
            *_queries(quarters, as_at)]  # fmt: skip


class PostgresToo(Meter):
    """The worker's processes and all of PostgreSQL's, also those that have ended since."""

    def __init__(self, url, pid):
        super().__init__(url, pid)
        with self.session.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            own = cursor.fetchone()[0]
        self.own, self.postmaster = own, int(stat_of(own)[1])

    def now(self):
        trees = sum(_used(pid) for root in (self.pid, self.postmaster) for pid in tree(root))
        return trees - _used(self.own)


def _used(pid):
    """Milliseconds of a process, and of its children that have ended."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return sum(map(int, stat_of(pid)[11:15])) * TICK_MS
    return 0


def _hand(meter, owner, quarters, as_at):
    before, began = meter.now(), time.monotonic()
    found = by_hand.figures(owner, quarters, as_at)
    return {"hand": meter.now() - before, "hand seconds": time.monotonic() - began}, found


def _product(meter, quarter, as_at):
    """A job, the doorbell, a worker that reads from one view of the database."""
    before, began = meter.now(), time.monotonic()
    payload = {"quarter": str(quarter), "as_at": as_at.isoformat()}
    with transaction.atomic():
        job = jobs.enqueue(KIND, payload=payload, key=str(uuid.uuid4()))
    while job.state != Job.State.DONE:
        if job.error or time.monotonic() > began + LONGEST:
            raise SystemExit(f"The figures were not made: {job.progress_text} {job.error}")
        time.sleep(0.05)
        job.refresh_from_db()
    cost = {"product": meter.now() - before, "seconds": time.monotonic() - began}
    return cost, job.result


def differing(found, snapshot, quarters):
    """The indicators of which the handwritten figures and the report's are not the same."""
    ids = dict(Locality.objects.values_list("code", "id")) | {"outside": 0, "unknown": -1}
    last = quarters[-1].first_on
    return [
        indicator["key"]
        for indicator in snapshot["indicators"]
        if not (
            _same_rows(indicator, found[indicator["key"]], ids, last)
            and _same_trend(indicator, found[indicator["key"]])
        )
    ]


def _same_rows(indicator, hand, ids, last):
    """By place, of the last quarter."""
    for row in indicator["rows"]:
        if row["locality"] in ids:
            numerator, denominator, _ = hand.get((last, ids[row["locality"]]), (0, 0, 0))
            if indicator["unit"] == "mean":
                same = row["n"] == denominator
            else:
                same = row["numerator"] == numerator and (row["denominator"] or 0) == denominator
            if not same:
                return False
    return True


def _same_trend(indicator, hand):
    """The borough's, of every quarter."""
    name, place = ("n", 1) if indicator["unit"] == "mean" else ("numerator", 0)
    return all(
        one[name] == sum(
            counts[place] for (on, _), counts in hand.items()
            if on == Quarter(one["quarter"]).first_on
        )
        for one in indicator["trend"]
    )  # fmt: skip


def _result(cost, wrong):
    found = round(cost["product"] / cost["hand"], 2)
    return {
        "goal": "8", "what": "a quarter's figures by Celery / handwritten SQL", "measured": found,
        "target": TARGET, "met": found <= TARGET and not wrong,
        "milliseconds": {name: round(value) for name, value in cost.items()},
        "detail": f"{cost['product']:.0f} ms / {cost['hand']:.0f} ms of processor time, "
        f"{cost['seconds']:.1f} s / {cost['hand seconds']:.1f} s by the clock"
        + (f"; not the same figures: {', '.join(wrong)}" if wrong else ""),
    }  # fmt: skip


def _queries(quarters, as_at):
    """As many for the last quarter as for the first, behind which there are far fewer rows."""
    made = {"made_at": timezone.now()}
    snapshots.snapshot(quarters[0], as_at, **made)  # what a process loads once is not a report's
    with counting() as few:
        snapshots.snapshot(quarters[0], as_at, **made)
    with counting() as many:
        snapshots.snapshot(quarters[-1], as_at, **made)
    return [{
        "goal": "8", "what": "queries of the figures, over few rows and many alike",
        "measured": len(many), "target": len(few), "met": len(many) == len(few),
    }]  # fmt: skip


def _say(turn, hand, product):
    print(
        f"report, round {turn}: {product['product']:.0f} ms, by hand {hand['hand']:.0f} ms",
        file=sys.stderr, flush=True,
    )  # fmt: skip
