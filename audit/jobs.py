"""Work that must happen once, even when the worker dies or the broker is emptied.

`enqueue` writes the row in the caller's transaction. `run` leases it, does the work and commits
result and state together, fenced by the attempt number. `sweep` finds what was dropped.
"""

import logging
import traceback
from datetime import timedelta

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, connections, transaction
from django.db.models import F, Q
from django.utils import timezone

from audit import doorbell
from audit.models import Job

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
ATTEMPTS = 5
HANDLERS = {}
LOST = "The worker stopped in the middle of it, each time it was tried."


class Overtaken(Exception):
    """Another worker has taken the job since; whatever this one did is rolled back."""


def handler(kind, *, prepare=None):
    """Register `fn(job) -> dict` for a kind of job; it runs in the transaction that ends the job.

    What takes long belongs in `prepare(job)`, which runs before that transaction, may call
    `progress`, and whose result is then handed over: `fn(job, prepared)`.
    """

    def register(function):
        HANDLERS[kind] = (prepare, function)
        return function

    return register


def enqueue(kind, *, payload, key, at=None):
    """Write a job, once for a key, and ring the doorbell when the transaction commits.

    A job is nearly always new, so it is inserted without a look: one statement.
    """
    facts = {"kind": kind, "payload": payload}
    if at:
        facts["available_at"] = at
    try:
        with transaction.atomic():
            job = Job.objects.create(key=key, **facts)
    except IntegrityError:
        return Job.objects.get(key=key)
    if not at:
        _ring_on_commit(job)
    return job


def again(key):
    """Give a job that was given up another set of attempts; any other is left as it is."""
    job = Job.objects.select_for_update().get(key=key)
    if job.state == Job.State.FAILED:
        job.state, job.attempt, job.progress, job.finished_at = Job.State.WAITING, 0, 0, None
        job.available_at, job.error, job.progress_text = timezone.now(), "", ""
        job.save()
        _ring_on_commit(job)
    return job


def _ring_on_commit(job):
    transaction.on_commit(lambda: doorbell.ring(job.pk), robust=True)


def progress(job, per_cent, text=""):
    """Show how far a long job is, and renew its lease. Raises Overtaken when another has the job.

    Seen at once by everybody, also from within a transaction: it then has a session of its own.
    """
    sql = (
        "UPDATE audit_job SET progress = %s, progress_text = %s, lease_until = %s"
        " WHERE id = %s AND attempt = %s AND state = 'running'"
    )
    values = [per_cent, text, timezone.now() + LEASE, job.pk, job.attempt]
    inside = connection.in_atomic_block
    session = connections.create_connection(DEFAULT_DB_ALIAS) if inside else connection
    try:
        with session.cursor() as cursor:
            cursor.execute(sql, values)
            if not cursor.rowcount:
                raise Overtaken(str(job.pk))
    finally:
        if inside:
            session.close()


def run(job_id):
    """Do one job if it is free. Returns the job as it ended, or None if somebody else has it."""
    job = _lease(job_id, timezone.now())
    if job is None:
        return None
    try:
        _work(job)
    except Overtaken:
        logger.warning("job %s was overtaken", job.pk)
        return None
    except Exception:
        _failed(job, traceback.format_exc(limit=8))
        raise
    return Job.objects.get(pk=job.pk)


def run_now(key):
    """Do the job of a key here, without waiting for a worker; for commands."""
    return run(Job.objects.values_list("pk", flat=True).get(key=key))


def _lease(job_id, now):
    taken = _free(now).filter(pk=job_id, attempt__lt=ATTEMPTS).update(
        state=Job.State.RUNNING, attempt=F("attempt") + 1, lease_until=now + LEASE
    )  # fmt: skip
    return Job.objects.get(pk=job_id) if taken else None


def _free(now):
    """Jobs that are due and held by nobody, or by a worker that has not been heard of."""
    return Job.objects.filter(
        Q(state=Job.State.WAITING, available_at__lte=now)
        | Q(state=Job.State.RUNNING, lease_until__lte=now)
    )


def _mine(job):
    return Job.objects.filter(pk=job.pk, attempt=job.attempt, state=Job.State.RUNNING)


def _work(job):
    prepare, function = HANDLERS[job.kind]
    given = [prepare(job)] if prepare else []
    with transaction.atomic():
        result = function(job, *given)
        finished = _mine(job).update(
            state=Job.State.DONE, progress=100, result=result or {}, finished_at=timezone.now(),
            error="",
        )  # fmt: skip
        if not finished:
            raise Overtaken(str(job.pk))


def _failed(job, error):
    last = job.attempt >= ATTEMPTS
    _mine(job).update(
        state=Job.State.FAILED if last else Job.State.WAITING,
        available_at=timezone.now() + timedelta(seconds=10 * 2**job.attempt),
        finished_at=timezone.now() if last else None,
        error=error,
    )


def sweep(now=None):
    """Ring again for every job that is due and nobody holds. Returns how many.

    A job whose worker died at its last attempt is given up: it may be what kills the worker.
    """
    now = now or timezone.now()
    _free(now).filter(attempt__gte=ATTEMPTS).update(
        state=Job.State.FAILED, finished_at=now, error=LOST
    )
    found = list(_free(now).order_by("available_at").values_list("pk", flat=True)[:500])
    for job_id in found:
        doorbell.ring(job_id)
    return len(found)
