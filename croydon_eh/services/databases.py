"""Roles and databases on a PostgreSQL server: who owns, who only reads and writes, cheap copies."""

from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import psycopg2
from psycopg2 import sql

# Run once in template1, and by docker compose in its own database, so that both are alike.
SCHEMA_SQL = Path(__file__).with_name("database.sql")


def make_roles(server, *, owner_password, web_password, owner_may_create):
    """eh_owner migrates and owns; eh_web owns nothing. Idempotent; sets the passwords anew."""
    with server.session() as cursor:
        for role, password in (("eh_owner", owner_password), ("eh_web", web_password)):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            change = sql.SQL("ALTER ROLE {} PASSWORD %s").format(sql.Identifier(role))
            cursor.execute(change, [password])
        cursor.execute(f"ALTER ROLE eh_owner {'CREATEDB' if owner_may_create else 'NOCREATEDB'}")
        cursor.execute("GRANT eh_web TO eh_owner")
    with server.session("template1") as cursor:
        cursor.execute(SCHEMA_SQL.read_text())


def ensure(server, name):
    """The database of that name, owned by eh_owner; made when it is not there."""
    with server.session() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            statement = sql.SQL("CREATE DATABASE {} OWNER eh_owner").format(sql.Identifier(name))
            cursor.execute(statement)


def create(owner_url, name, *, template="template1"):
    """A new database of eh_owner's, a copy of `template`, which nobody may be connected to."""
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _run_as_owner(owner_url, statement.format(sql.Identifier(name), sql.Identifier(template)))


def drop(owner_url, name):
    """Whoever is connected is cut off. (FORCE is refused to us while autovacuum is in there.)"""
    cut_off = sql.SQL(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = {} AND backend_type = 'client backend'"
    )
    _run_as_owner(owner_url, cut_off.format(sql.Literal(name)))
    statement = sql.SQL("DROP DATABASE IF EXISTS {}")
    _run_as_owner(owner_url, statement.format(sql.Identifier(name)))


def close_to_connections(owner_url, name):
    """A template nobody can connect to can always be copied."""
    statement = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false")
    _run_as_owner(owner_url, statement.format(sql.Identifier(name)))


@contextmanager
def copy(owner_url, name, *, template):
    """A copy of `template` for as long as the block lasts; gives its URL as eh_owner."""
    create(owner_url, name, template=template)
    try:
        yield with_database(owner_url, name)
    finally:
        drop(owner_url, name)


def with_database(url, name):
    """The same server and role, another database."""
    return urlsplit(url)._replace(path=f"/{quote(name, safe='')}").geturl()


def host_of(url):
    """The host of a database URL; percent-encoded, it may be the folder of a Unix socket.

    urllib and django-environ put it in small letters and leave it encoded.
    """
    host = urlsplit(url).netloc.rpartition("@")[2]
    return unquote(host.rpartition(":")[0] if urlsplit(url).port else host)


def connect(url):
    """psycopg2's own connection from a URL of ours."""
    parts = urlsplit(url)
    return psycopg2.connect(
        host=host_of(url), port=parts.port or 5432, user=unquote(parts.username or ""),
        password=unquote(parts.password or ""), dbname=unquote(parts.path[1:]),
    )  # fmt: skip


def _run_as_owner(owner_url, statement):
    connection = connect(with_database(owner_url, "postgres"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
