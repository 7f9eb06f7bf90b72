"""Work that must happen once, even when the worker dies or the broker is emptied.

`enqueue` writes the row in the caller's transaction. `run` leases it, does the work and commits
result and state together, fenced by the attempt number. `sweep` finds what was dropped.
"""

import logging
import time
import traceback
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from audit.models import Job

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
ATTEMPTS = 5
HANDLERS = {}

_doorbell_silent_until = 0.0
DOORBELL_PAUSE_SECONDS = 15


class Overtaken(Exception):
    """Another worker has taken the job since; whatever this one did is rolled back."""


def handler(kind):
    """Register `fn(job) -> dict` for a kind of job; it runs in the transaction that ends it."""

    def register(function):
        HANDLERS[kind] = function
        return function

    return register


def enqueue(kind, *, payload, key, at=None):
    """Write a job, once for a key, and ring the doorbell when the transaction commits."""
    defaults = {"kind": kind, "payload": payload}
    if at:
        defaults["available_at"] = at
    try:
        with transaction.atomic():
            job = Job.objects.create(key=key, **defaults)  # nearly always new: no look first
    except IntegrityError:
        return Job.objects.get(key=key)
    if not at:
        transaction.on_commit(lambda: ring(job.pk), robust=True)
    return job


def ring(job_id):
    """Tell a worker. With the broker away this says so once and leaves the job to the sweeper."""
    global _doorbell_silent_until
    if time.monotonic() < _doorbell_silent_until:
        return
    from audit.tasks import run_job

    try:
        run_job.apply_async([str(job_id)], retry=False)
    except run_job.OperationalError as error:
        _doorbell_silent_until = time.monotonic() + DOORBELL_PAUSE_SECONDS
        logger.warning("broker does not answer, the sweeper will find the job: %s", error)


def _lease(job_id, now):
    free = Q(state=Job.State.WAITING, available_at__lte=now) | Q(
        state=Job.State.RUNNING, lease_until__lte=now
    )
    taken = Job.objects.filter(free, pk=job_id).update(
        state=Job.State.RUNNING, attempt=F("attempt") + 1, lease_until=now + LEASE
    )
    return Job.objects.get(pk=job_id) if taken else None


def _mine(job):
    return Job.objects.filter(pk=job.pk, attempt=job.attempt, state=Job.State.RUNNING)


def progress(job, per_cent, text=""):
    """Show how far a long job is, and renew its lease. Call it outside the final transaction."""
    renewed = _mine(job).update(
        progress=per_cent, progress_text=text, lease_until=timezone.now() + LEASE
    )
    if not renewed:
        raise Overtaken(str(job.pk))


def run(job_id):
    """Do one job if it is free. Returns the job as it ended, or None if somebody else has it."""
    job = _lease(job_id, timezone.now())
    if job is None:
        return None
    try:
        work = HANDLERS[job.kind]
        prepared = work.prepare(job) if hasattr(work, "prepare") else None
        with transaction.atomic():
            result = work(job) if prepared is None else work(job, prepared)
            finished = _mine(job).update(
                state=Job.State.DONE, progress=100, result=result, finished_at=timezone.now()
            )
            if not finished:
                raise Overtaken(str(job.pk))
    except Overtaken:
        logger.warning("job %s was overtaken", job.pk)
        return None
    except Exception:
        _failed(job, traceback.format_exc(limit=8))
        raise
    return Job.objects.get(pk=job.pk)


def _failed(job, error):
    last = job.attempt >= ATTEMPTS
    _mine(job).update(
        state=Job.State.FAILED if last else Job.State.WAITING,
        available_at=timezone.now() + timedelta(seconds=10 * 2**job.attempt),
        finished_at=timezone.now() if last else None,
        error=error,
    )


def sweep(now=None):
    """Ring again for every job that is due and nobody holds. Returns how many."""
    now = now or timezone.now()
    due = Job.objects.filter(
        Q(state=Job.State.WAITING, available_at__lte=now)
        | Q(state=Job.State.RUNNING, lease_until__lte=now)
    ).values_list("pk", flat=True)
    found = list(due[:500])
    for job_id in found:
        ring(job_id)
    return len(found)
