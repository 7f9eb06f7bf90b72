"""Count the queries of a request, as performance.md counts them."""

from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@contextmanager
def counting():
    """Yields a list that holds the SQL of each query once the block has ended."""
    found = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [q["sql"] for q in captured if not q["sql"].startswith(NOT_COUNTED)]
