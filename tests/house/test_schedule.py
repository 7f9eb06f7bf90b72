"""The schedule names tasks that exist, and a broker that is down fails fast."""

import os
import subprocess
import sys

from croydon_eh.celery import app
from croydon_eh.services import places


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert scheduled == {
        "audit.tasks.sweep",
        "audit.tasks.seal",
        "casework.tasks.look_for_kept_back",
        "outcomes.tasks.draft_last_quarter",
        "croydon_eh.tasks.morning_digest",
    }
    assert scheduled <= set(app.tasks)


def test_the_schedule_is_in_london_time():
    assert str(app.timezone) == "Europe/London"
    assert app.conf.beat_schedule["draft-last-quarter"]["schedule"].tz == app.timezone


def test_celery_keeps_nothing():
    assert app.conf.result_backend is None
    assert app.conf.task_ignore_result and not app.conf.task_acks_late


def test_a_broker_that_is_down_fails_at_once():
    ask = (
        "import time; from kombu.exceptions import OperationalError;"
        "from croydon_eh.celery import app; began = time.monotonic()\n"
        "try: app.send_task('audit.tasks.sweep')\n"
        "except OperationalError: print(time.monotonic() - began)"
    )
    down = os.environ | {"REDIS_URL": "redis://127.0.0.1:1/0"}
    seconds = subprocess.check_output([sys.executable, "-c", ask], env=down, cwd=places.ROOT)
    assert float(seconds) < 1
