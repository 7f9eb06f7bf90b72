"""The database harness. Run through `python -m croydon_eh.supervisor test -- pytest …`.

Each worker process works on its own copy of the migrated template, inside transactions that roll
back (`db`). A test that must commit, or that starts threads or processes, takes `committed_db`: a
copy of its own. Nothing is ever flushed, so `transactional_db` is refused.
"""

import os
import secrets
from datetime import date

import pytest
from django.conf import settings
from django.db import connections
from django.test import TestCase, TransactionTestCase

from croydon_eh.services import databases

OWNER_URL = os.environ.get("EH_OWNER_DATABASE_URL", "")
WEB_URL = os.environ.get("EH_WEB_DATABASE_URL", "")
PREFIX = os.environ.get("EH_TEST_DATABASES", "")


def pytest_configure():
    if not PREFIX:
        raise pytest.UsageError(
            "The tests need servers of their own. Run `make test`, or for some of them "
            "`python -m croydon_eh.supervisor test -- pytest tests/house`."
        )


def pytest_collection_modifyitems(items):
    for item in items:
        marker = item.get_closest_marker("django_db")
        flushes = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
        asked = marker and (marker.kwargs.get("transaction") or (marker.args and marker.args[0]))
        if asked or (flushes and not issubclass(item.cls, TestCase)):
            raise pytest.UsageError(f"{item.nodeid}: flushes the database; take `committed_db`.")


@pytest.fixture
def transactional_db():
    pytest.fail("transactional_db flushes the database; take `committed_db`.")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, worker_id):
    """A copy of the template for this worker process, in place of pytest-django's migrations."""
    name = f"{PREFIX}_{worker_id}"
    with databases.copy(OWNER_URL, name, template=f"{PREFIX}_template"), _django_uses(name):
        yield
        with django_db_blocker.unblock():
            connections.close_all()


@pytest.fixture(autouse=True)
def nothing_is_adopted_yet():
    """A process asks once a day which thresholds were adopted; each test begins as if it had."""
    from referrals import thresholds

    thresholds.forget(known_through=date.max)


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker, monkeypatch):
    """A database of this test's own in which commits are real; other processes may use it too."""
    name = f"{PREFIX}_{secrets.token_hex(4)}"
    with databases.copy(OWNER_URL, name, template=f"{PREFIX}_template"):
        committed = CommittedDatabase(name)
        for variable, value in committed.environment.items():
            monkeypatch.setenv(variable, value)
        with django_db_blocker.unblock(), _django_uses(name):
            yield committed


class CommittedDatabase:
    """`name`, `owner_url` and `web_url`, and the `environment` that leads a process there."""

    def __init__(self, name):
        self.name = name
        self.owner_url = databases.with_database(OWNER_URL, name)
        self.web_url = databases.with_database(WEB_URL, name)
        self.environment = {
            "DATABASE_URL": self.owner_url,
            "EH_OWNER_DATABASE_URL": self.owner_url,
            "EH_WEB_DATABASE_URL": self.web_url,
        }


class _django_uses:
    """Point Django's connection at a database for the length of a block."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.before = settings.DATABASES["default"]["NAME"]
        self._switch(self.name)

    def __exit__(self, *_):
        self._switch(self.before)

    def _switch(self, name):
        connections.close_all()
        settings.DATABASES["default"]["NAME"] = name
        connections["default"].settings_dict["NAME"] = name
