"""Be somebody else to the database: the web's role, which owns nothing, or the tables' owner."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def as_web_role():
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE eh_web")
        try:
            yield cursor
        finally:
            cursor.execute("RESET ROLE")


@contextmanager
def as_owner():
    """Tests connect as the owner; this names the intent."""
    with connection.cursor() as cursor:
        yield cursor
