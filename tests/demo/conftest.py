"""One small invented borough for each test process, in a database of its own."""

from contextlib import contextmanager
from datetime import date

import pytest

from croydon_eh.demo.generate import make_borough
from croydon_eh.services import databases
from localities.calendar import london_day_start
from tests.conftest import OWNER_URL, PREFIX, _django_uses

UNTIL = date(2026, 11, 22)
FAMILIES = 260


@contextmanager
def uses_a_copy(name, django_db_blocker):
    """Work in a database of one's own in which commits are real; it is gone afterwards."""
    name = f"{PREFIX}_{name}"
    with (
        databases.copy(OWNER_URL, name, template=f"{PREFIX}_template"),
        django_db_blocker.unblock(),
        _django_uses(name),
    ):
        yield


@pytest.fixture(scope="session")
def borough_database(django_db_setup, django_db_blocker, worker_id):
    name = f"{PREFIX}_borough_{worker_id}"
    with databases.copy(OWNER_URL, name, template=f"{PREFIX}_template"):
        with django_db_blocker.unblock(), _django_uses(name):
            make_borough(FAMILIES, 7, london_day_start(UNTIL))
        yield name


@pytest.fixture
def borough(borough_database, django_db_blocker):
    """Read what was made; do not write."""
    with django_db_blocker.unblock(), _django_uses(borough_database):
        yield london_day_start(UNTIL)
