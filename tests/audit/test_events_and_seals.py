"""What was done can be shown: events are kept, sealed, and every way to bend them is found."""

import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit import events, seals
from audit.actions import action
from audit.models import Event, Seal
from tests.roles import as_owner, as_web_role


@action
def touch(*, by):
    return None


def test_an_action_takes_keywords_and_by():
    with pytest.raises(TypeError):
        action(lambda thing: thing)
    with pytest.raises(TypeError):
        action(lambda *, thing: thing)


@pytest.mark.django_db
def test_an_action_leaves_its_event():
    touch(by=events.SYSTEM)
    event = Event.objects.get()
    assert (event.verb, event.actor_kind, event.outcome) == ("tests.touch", "system", "done")


def seal_all():
    """Seal when every event so far can be: a test beside this one may hold a transaction open.

    The horizon is the whole server's, other databases' transactions included.
    """
    newest = Event.objects.latest("transaction").transaction
    until = time.monotonic() + 60
    with connection.cursor() as cursor:
        while seals._horizon(cursor) <= newest:
            assert time.monotonic() < until, "a transaction has been open for a minute"
            time.sleep(0.05)
    return seals.seal()


@pytest.fixture
def sealed(committed_db):
    for number in range(3):
        events.record("tests.do", by=events.SYSTEM, kind="thing", ids=[number])
    first = seal_all()
    events.record("tests.do", by=events.SYSTEM, kind="thing", ids=[9])
    return first, seal_all()


def test_a_chain_is_whole_and_sealing_again_adds_nothing(sealed):
    first, second = sealed
    assert (first.events, second.events) == (3, 1)
    assert second.previous_hash == first.hash
    assert seals.seal() is None
    assert list(seals.verify()) == []


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE audit_event SET ids = '{7}' WHERE ids = '{1}'", "was changed"),
        ("DELETE FROM audit_event WHERE ids = '{1}'", "but 2 are there"),
        ("DELETE FROM audit_seal WHERE previous_hash = repeat('0', 64)", "does not follow"),
    ],
)
def test_tampering_by_the_owner_is_found(sealed, tampering, said):
    with as_owner() as cursor:
        cursor.execute(tampering)
    assert any(said in problem for problem in seals.verify())


def test_a_cut_tail_is_found_by_the_exported_head(sealed):
    from django.core.management import CommandError, call_command

    with as_owner() as cursor:
        cursor.execute("DELETE FROM audit_seal WHERE id = %s", [sealed[1].pk])
    with pytest.raises(CommandError, match="tail was cut"):
        call_command("audit_verify", head=sealed[1].hash)


def test_an_event_of_a_running_transaction_waits_for_its_seal(committed_db, second_connection):
    with second_connection.cursor() as other:
        other.execute("BEGIN")
        other.execute(
            "INSERT INTO audit_event (actor_kind, actor_role, verb, outcome, kind, ids, fields)"
            " VALUES ('system', '', 'tests.slow', 'done', '', '{}', '{}')"
        )
        events.record("tests.quick", by=events.SYSTEM)
        assert seals.seal() is None  # the quick one is younger than the running transaction
        other.execute("COMMIT")
    assert seal_all().events == 2
    assert list(seals.verify()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "table", ["audit_event", "audit_seal", "referrals_move", "families_personevent"]
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_web_role_cannot_rewrite_history(table, statement):
    column = "pgh_id" if table.endswith("event") and not table.startswith("audit") else "id"
    statement = statement.format(table).replace(" id = id", f" {column} = {column}")
    with (
        as_web_role() as cursor,
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_web_role_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = 'eh_web'")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_an_event_keeps_names_of_fields_and_no_values():
    names = {f.name for f in Event._meta.fields}
    assert names == {
        "id", "happened_at", "transaction", "actor_kind", "actor_id", "actor_role", "verb",
        "outcome", "kind", "ids", "fields",
    }  # fmt: skip
    event = events.record("tests.do", by=events.SYSTEM)
    event.refresh_from_db()
    assert timezone.now() - event.happened_at < timedelta(minutes=5)
    assert Seal.objects.count() == 0
