"""/healthz and /readyz, with real servers that are there and that are not."""

import os
import subprocess
import sys

from django.test import Client

from croydon_eh.services import places


def test_healthz_touches_no_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_says_that_both_answer(db, client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "broker": "ok"}


def test_a_broker_that_is_down_is_told_but_serves(db, client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "broker": "down"}


def test_a_database_that_is_down_is_a_503():
    ask = (
        "import django; django.setup();"
        "from django.test import Client; answer = Client().get('/readyz');"
        "print(answer.status_code, answer.json()['database'])"
    )
    down = os.environ | {"DATABASE_URL": "postgres://eh_web:x@127.0.0.1:1/none"}
    shown = subprocess.check_output([sys.executable, "-c", ask], env=down, cwd=places.ROOT)
    assert shown.decode().split() == ["503", "down"]


def test_health_pages_need_no_sign_in_and_leave_no_cookie(db):
    for path in ("/healthz", "/readyz"):
        assert not Client().get(path).cookies
