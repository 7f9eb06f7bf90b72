"""A job is done once: whatever dies, hangs, or comes twice."""

import os
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from audit import doorbell, jobs
from audit.models import Event, Job

State = Job.State


@pytest.fixture
def handle():
    """Register a handler for the length of a test."""
    before = dict(jobs.HANDLERS)

    def register(function, *, prepare=None):
        jobs.handler("test", prepare=prepare)(function)

    yield register
    jobs.HANDLERS.clear()
    jobs.HANDLERS.update(before)


def waiting(key="one", **values):
    return Job.objects.create(kind="test", key=key, **values)


def note(verb="test.done"):
    """An effect that can be counted."""
    return Event.objects.create(verb=verb, actor_kind="system", outcome="done")


def notes():
    return Event.objects.filter(verb="test.done").count()


@pytest.mark.django_db
def test_a_key_is_queued_once():
    first = jobs.enqueue("test", payload={"n": 1}, key="same")
    second = jobs.enqueue("test", payload={"n": 2}, key="same")
    assert first.pk == second.pk
    assert Job.objects.get(key="same").payload == {"n": 1}


@pytest.mark.django_db
def test_result_and_state_are_written_together(handle):
    handle(lambda job: {"saw": job.payload["n"]})
    done = jobs.run(waiting(payload={"n": 7}).pk)
    assert (done.state, done.result, done.progress, done.attempt) == (
        State.DONE,
        {"saw": 7},
        100,
        1,
    )
    assert jobs.run(done.pk) is None, "a job that is done is not done again"


@pytest.mark.django_db
def test_what_was_prepared_is_handed_over(handle):
    handle(lambda job, prepared: {"prepared": prepared}, prepare=lambda job: job.kind.upper())
    assert jobs.run(waiting().pk).result == {"prepared": "TEST"}


@pytest.mark.django_db
def test_a_job_is_not_done_before_its_time(handle):
    handle(lambda job: {})
    assert jobs.run(waiting(available_at=timezone.now() + timedelta(hours=1)).pk) is None


@pytest.mark.django_db
def test_a_failure_leaves_no_effect_and_is_tried_again_later(handle):
    def fails(job):
        note()
        raise ValueError("no luck")

    handle(fails)
    job = waiting()
    with pytest.raises(ValueError, match="no luck"):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert notes() == 0
    assert job.state == State.WAITING
    assert "no luck" in job.error
    assert job.available_at > timezone.now()


@pytest.mark.django_db
def test_the_last_failure_gives_up_and_again_starts_anew(handle):
    handle(lambda job: 1 / 0)
    job = waiting(attempt=jobs.ATTEMPTS - 1)
    with pytest.raises(ZeroDivisionError):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert jobs.run(job.pk) is None

    handle(lambda job: {"worked": True})
    jobs.again(job.key)
    assert jobs.run(job.pk).result == {"worked": True}


@pytest.mark.django_db
def test_an_unknown_kind_fails_and_says_which():
    job = Job.objects.create(kind="nobody knows", key="x")
    with pytest.raises(KeyError):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert "nobody knows" in job.error


@pytest.mark.django_db
def test_a_lease_keeps_others_away_until_it_runs_out(handle):
    handle(lambda job: {})
    soon = timezone.now() + timedelta(minutes=1)
    held = waiting("held", state=State.RUNNING, attempt=1, lease_until=soon)
    dead = waiting("dead", state=State.RUNNING, attempt=1, lease_until=soon - jobs.LEASE)
    assert jobs.run(held.pk) is None
    assert jobs.run(dead.pk).attempt == 2


@pytest.mark.django_db
def test_who_was_overtaken_writes_nothing(handle):
    def slow(job):
        note()
        # Meanwhile the lease ran out and another worker took the job.
        Job.objects.filter(pk=job.pk).update(attempt=job.attempt + 1)

    handle(slow)
    job = waiting()
    assert jobs.run(job.pk) is None
    assert notes() == 0
    assert Job.objects.get(pk=job.pk).state == State.RUNNING


@pytest.mark.django_db
def test_the_sweeper_finds_what_nobody_holds(monkeypatch):
    now = timezone.now()
    rung = []
    monkeypatch.setattr(doorbell, "ring", rung.append)
    lost = waiting("lost")
    dead = waiting("dead", state=State.RUNNING, attempt=1, lease_until=now - timedelta(seconds=1))
    waiting("held", state=State.RUNNING, attempt=1, lease_until=now + timedelta(seconds=30))
    waiting("later", available_at=now + timedelta(minutes=1))
    waiting("done", state=State.DONE)
    assert jobs.sweep(now + timedelta(seconds=1)) == 2
    assert set(rung) == {lost.pk, dead.pk}


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_is_given_up():
    gone = timezone.now() - timedelta(seconds=1)
    job = waiting(state=State.RUNNING, attempt=jobs.ATTEMPTS, lease_until=gone)
    assert jobs.run(job.pk) is None
    jobs.sweep()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, jobs.LOST)


def test_two_workers_at_once(committed_db, handle):
    started = threading.Barrier(4, timeout=20)

    def effect(job):
        note()
        time.sleep(0.3)
        return {}

    handle(effect)
    job = waiting()
    found = []

    def worker():
        started.wait()
        try:
            found.append(jobs.run(job.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [done.state for done in found if done] == [State.DONE]
    assert notes() == 1


def test_progress_is_seen_by_others_from_within_a_transaction(
    committed_db, handle, second_connection
):
    seen = []

    def look():
        with second_connection.cursor() as cursor:
            cursor.execute("SELECT progress, progress_text, lease_until > now() FROM audit_job")
            seen.append(cursor.fetchone())

    def prepare(job):
        jobs.progress(job, 10, "Counting")
        look()
        with transaction.atomic():
            jobs.progress(job, 60, "Drawing")
            look()

    handle(lambda job, prepared: {}, prepare=prepare)
    assert jobs.run(waiting().pk).state == State.DONE
    assert seen == [(10, "Counting", True), (60, "Drawing", True)]


def test_who_was_overtaken_stops_at_its_next_progress(committed_db, handle):
    def prepare(job):
        Job.objects.filter(pk=job.pk).update(attempt=job.attempt + 1)
        jobs.progress(job, 50)
        note()

    handle(lambda job, prepared: {}, prepare=prepare)
    assert jobs.run(waiting().pk) is None
    assert notes() == 0


REQUESTS = """
import time, django
django.setup()
from audit import doorbell, jobs
began = time.monotonic()
for number in range(20):
    jobs.enqueue("test", payload={}, key=f"job {number}")
print(time.monotonic() - began, doorbell._silent_until > time.monotonic())
"""


def test_a_dead_broker_costs_a_request_little_and_loses_nothing(committed_db):
    nobody_listens = os.environ | {"REDIS_URL": "redis://127.0.0.1:1/0"}
    said = subprocess.run(
        [sys.executable, "-c", REQUESTS], env=nobody_listens, capture_output=True, text=True,
        check=True, timeout=120,
    )  # fmt: skip
    seconds, noticed = said.stdout.split()
    assert noticed == "True"
    assert float(seconds) < 8, "each of twenty waited for the broker"
    assert Job.objects.filter(state=State.WAITING).count() == 20
    assert said.stderr.count("broker does not answer") == 1
