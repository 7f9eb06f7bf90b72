"""The figures of a report as a job of their own: charts and files are another matter."""

from datetime import datetime

from django.utils import timezone

from audit import jobs
from localities.calendar import Quarter
from outcomes import snapshots
from outcomes.steady import steady_view

KIND = "bench.figures"


def _figures(job):
    asked = job.payload
    with steady_view():
        return snapshots.snapshot(
            Quarter(asked["quarter"]), datetime.fromisoformat(asked["as_at"]),
            made_at=timezone.now(), told=lambda name, done: jobs.progress(job, done, name),
        )  # fmt: skip


@jobs.handler(KIND, prepare=_figures)
def keep(job, snapshot):
    return snapshot
