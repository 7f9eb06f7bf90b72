"""The harness itself: who may do what in which database."""

import threading

import psycopg2
import pytest
from django.db import connection

from croydon_eh.services import databases


def query(url, statement):
    link = databases.connect(url)
    try:
        with link, link.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        link.close()


def test_people_sort_by_code_point_everywhere(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) "
            "FROM pg_database WHERE datname = current_database()"
        )
        assert cursor.fetchone() == ("b", "C.UTF-8", "UTF8")


def test_extensions_are_there(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        found = {name for (name,) in cursor.fetchall()}
    assert {"pg_trgm", "btree_gist", "unaccent", "fuzzystrmatch"} <= found


def test_each_worker_has_a_database_of_its_own(db, worker_id):
    assert connection.settings_dict["NAME"].endswith(f"_{worker_id}")


def test_committed_rows_are_seen_by_another_session(committed_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE seen (n int)")
        cursor.execute("INSERT INTO seen VALUES (7)")
    assert query(committed_db.web_url, "SELECT n FROM seen") == [(7,)]


def test_committed_rows_are_gone_in_the_next_test(committed_db):
    assert query(committed_db.owner_url, "SELECT to_regclass('seen')") == [(None,)]


def test_committed_database_serves_threads(committed_db):
    found = []

    def look():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database()")
            found.append(cursor.fetchone()[0])
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [committed_db.name]


def test_the_web_role_may_write_rows_but_owns_nothing(committed_db):
    query(committed_db.owner_url, "CREATE TABLE thing (id serial PRIMARY KEY, n int)")
    query(committed_db.web_url, "INSERT INTO thing (n) VALUES (1)")
    query(committed_db.web_url, "UPDATE thing SET n = 2")
    for refused in ("DROP TABLE thing", "TRUNCATE thing", "CREATE TABLE mine (n int)"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            query(committed_db.web_url, refused)


def test_the_template_refuses_connections(committed_db):
    template = committed_db.name.rpartition("_")[0] + "_template"
    with pytest.raises(psycopg2.OperationalError, match="not currently accepting connections"):
        query(databases.with_database(committed_db.owner_url, template), "SELECT 1")
