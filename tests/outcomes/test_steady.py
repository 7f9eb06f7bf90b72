"""A long reading transaction sees one state, writes nothing and is not cut short."""

import pytest
from django.db import InternalError, connection, connections

from audit.models import Event
from outcomes.steady import steady_view


def test_one_state_throughout(committed_db):
    other = connections.create_connection("default")
    with steady_view():
        assert Event.objects.count() == 0
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_event (actor_kind, actor_role, verb, outcome, kind, ids, fields)"
                " VALUES ('system', '', 'x', 'done', '', '{}', '{}')"
            )
        assert Event.objects.count() == 0
    assert Event.objects.count() == 1
    other.close()


def test_it_writes_nothing(committed_db):
    with pytest.raises(InternalError, match="read-only"), steady_view():
        Event.objects.create(verb="x", actor_kind="system", outcome="done")


def test_it_takes_its_time(committed_db):
    with connection.cursor() as cursor:
        cursor.execute("SET transaction_timeout = '300ms'")
        with steady_view():
            cursor.execute("SELECT pg_sleep(0.6)")
            cursor.execute("SELECT 1")
        cursor.execute("SHOW transaction_timeout")
        assert cursor.fetchone() == ("300ms",)
