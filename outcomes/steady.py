"""One unmoving view of the database for work that reads for long."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def steady_view():
    """A transaction that reads only, sees one state throughout and may take its time.

    Web transactions end after 30 seconds so that nothing commits behind an `as_at`; this one
    writes nothing. Inside another transaction (a test's) it takes that one's view.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SET LOCAL transaction_timeout = 0")
        yield
