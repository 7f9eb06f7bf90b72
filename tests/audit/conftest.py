import os

import psycopg2
import pytest


@pytest.fixture
def second_connection(committed_db):
    """Another session on the same database, as another process would have."""
    connection = psycopg2.connect(os.environ["EH_OWNER_DATABASE_URL"])
    connection.autocommit = True
    yield connection
    connection.close()
