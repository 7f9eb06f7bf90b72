"""Goal 8: a quarter's figures through a real worker against handwritten SQL, the same rows."""

import contextlib
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from django.utils import timezone

from accounts.models import User
from audit.models import Job
from croydon_eh.services import stack
from localities.calendar import Quarter
from localities.models import Locality
from outcomes import actions, snapshots
from outcomes.models import Report, ReportFile
from outcomes.runs import COUNTED
from tests.bench import by_hand
from tests.bench.rig import ONE_OF_EACH, TICK_MS, Meter, stat_of, tree
from tests.queries import counting

TARGET = 1.3


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
        cost = {"product": [], "hand": [], "files": [], "seconds": [], "hand seconds": []}
        for turn in range(rounds + 1):
            hand, found = _hand(meter, owner, quarters, as_at)
            product = _product(meter, quarter, as_at)
            _say(turn, hand, product)
            if turn:
                for name, value in (hand | product).items():
                    cost[name].append(value)
            else:
                _same(found, Report.objects.get().snapshot, quarters)
    return [_result({name: statistics.median(all_) for name, all_ in cost.items()}),
            *_queries(quarter, as_at)]  # fmt: skip


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

    def progress(self):
        with self.session.cursor() as cursor:
            cursor.execute("SELECT progress, state, error FROM audit_job WHERE kind = 'report'")
            return cursor.fetchone()


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
    """Ask for the report as its button does; the job says when it has counted."""
    for model in (ReportFile, Report, Job):
        model.objects.all().delete()
    before, began = meter.now(), time.monotonic()
    analyst = User.objects.get(email="analyst@example.org")
    actions.request_report(quarter=quarter, by=analyst, as_at=as_at)
    counted = _wait(meter, lambda progress, state: progress >= COUNTED)
    seconds = time.monotonic() - began
    done = _wait(meter, lambda progress, state: state == Job.State.DONE)
    return {"product": counted - before, "seconds": seconds, "files": done - counted}


def _wait(meter, reached, seconds=400):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        progress, state, error = meter.progress()
        if error:
            raise SystemExit(error)
        if reached(progress, state):
            return meter.now()
        time.sleep(0.02)
    raise SystemExit(f"The report's job is at {progress} per cent after {seconds} seconds.")


def _same(found, snapshot, quarters):
    """The handwritten figures and the report's are the same, by place and for every quarter."""
    ids = dict(Locality.objects.values_list("code", "id")) | {"outside": 0, "unknown": -1}
    last = quarters[-1].first_on
    for indicator in snapshot["indicators"]:
        mean = indicator["unit"] == "mean"
        for row in indicator["rows"]:
            if row["locality"] in ids:
                hand = found[indicator["key"]].get((last, ids[row["locality"]]), (0, 0, 0))
                ours = (row["n"],) if mean else (row["numerator"], row["denominator"] or 0)
                assert ours == (hand[1:2] if mean else hand[: len(ours)]), (
                    indicator["key"],
                    row,
                    hand,
                )
        for one in indicator["trend"]:
            on = Quarter(one["quarter"]).first_on
            hand = [n for (of, _), n in found[indicator["key"]].items() if of == on]
            total = sum(n[1] if mean else n[0] for n in hand)
            assert (one["n"] if mean else one["numerator"]) == total, (indicator["key"], one, total)


def _result(cost):
    found = round(cost["product"] / cost["hand"], 2)
    return {
        "goal": "8", "what": "a quarter's figures by Celery / handwritten SQL", "measured": found,
        "target": TARGET, "met": found <= TARGET,
        "milliseconds": {name: round(value) for name, value in cost.items()},
        "detail": f"{cost['product']:.0f} ms / {cost['hand']:.0f} ms of processor time, "
        f"{cost['seconds']:.1f} s / {cost['hand seconds']:.1f} s by the clock; "
        f"hiding, charts and files {cost['files']:.0f} ms more",
    }  # fmt: skip


def _queries(quarter, as_at):
    """As many queries for one quarter's report as for any: over all rows and over none."""
    made = {"made_at": timezone.now()}
    with counting() as many:
        snapshots.snapshot(quarter, as_at, **made)
    with counting() as none:
        snapshots.snapshot(Quarter("2019-Q1"), as_at, **made)
    return [{
        "goal": "8", "what": "queries of the figures, with and without rows alike",
        "measured": len(many), "target": len(none), "met": len(many) == len(none),
    }]  # fmt: skip


def _say(turn, hand, product):
    print(
        f"report, round {turn}: {product['product']:.0f} ms, by hand {hand['hand']:.0f} ms",
        file=sys.stderr, flush=True,
    )  # fmt: skip
