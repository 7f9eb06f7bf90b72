"""A report is made once, although its worker is killed and the broker loses everything.

Real processes: a Celery worker that is killed with SIGKILL, a broker that is emptied.
"""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
import redis
from django.db import transaction
from django.utils import timezone

from audit.models import Event, Job
from croydon_eh.services import stack
from outcomes.models import Report
from tests.outcomes.facts import RandomFacts

REQUEST = """
import django; django.setup()
from outcomes import actions
actions.request_report(quarter="2025-Q4", by="system")
"""
SWEEP = "import django; django.setup(); from audit import jobs; print(jobs.sweep())"


@pytest.fixture
def environment(committed_db):
    """A database with facts, and a broker of this test's own."""
    with transaction.atomic():
        RandomFacts(1, families=60).make()
    broker = os.environ["REDIS_URL"].rpartition("/")[0] + "/9"
    yield os.environ | {"REDIS_URL": broker, "DATABASE_URL": committed_db.web_url}
    redis.from_url(broker).flushdb()


def python(code, environment):
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def wait_for(condition, seconds=120):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"not so after {seconds} seconds"
        time.sleep(0.05)


def test_a_killed_worker_and_an_emptied_broker(environment, tmp_path):
    python(REQUEST, environment)
    job = Job.objects.get(kind="report")
    worker = stack.worker(environment, logs=tmp_path)
    try:
        wait_for(lambda: Job.objects.get(pk=job.pk).progress > 0)
    finally:
        worker.kill()
    job.refresh_from_db()
    assert (job.state, job.attempt) == (Job.State.RUNNING, 1)
    assert Report.objects.get().snapshot is None

    redis.from_url(environment["REDIS_URL"]).flushdb()
    # The two minutes of the lease pass.
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    worker = stack.worker(environment, logs=tmp_path)
    try:
        assert python(SWEEP, environment) == "1"
        python(SWEEP, environment)  # rung twice does no harm
        wait_for(lambda: Job.objects.get(pk=job.pk).state == Job.State.DONE)
    finally:
        worker.stop()

    job.refresh_from_db()
    report = Report.objects.get()
    names = list(report.files.values_list("name", flat=True))
    assert job.attempt == 2
    assert report.snapshot["quarter"] == "2025-Q4"
    assert sorted(names) == job.result["files"]
    assert len([name for name in names if name.endswith(".pdf")]) == 1
    assert Event.objects.filter(verb="outcomes.request_report").count() == 1
