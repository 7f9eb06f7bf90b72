"""A synthetic borough of any size: rows made by PostgreSQL and loaded by COPY into the real tables.

Every index, constraint and trigger is in place. The same number always gives the same rows, but for
their dates, which end today.
"""

import os
import threading
from pathlib import Path

from croydon_eh.services import databases

ROWS = (Path(__file__).parent / "rows.sql").read_text()
BLANKS = {
    "character varying": "''", "text": "''", "boolean": "false", "integer": "1", "smallint": "1",
    "ARRAY": "'{}'", "jsonb": "'{}'",
}  # fmt: skip


def fill(owner_url, referrals, *, access=True):
    """Load `referrals` referrals with all that belongs to them. Returns rows by table.

    Needs the reference data, agencies, one user of each role and the key workers. Without `access`
    nobody may open the families, which a report does not ask about.
    """
    source, target = databases.connect(owner_url), databases.connect(owner_url)
    with source, target, source.cursor() as reading, target.cursor() as writing:
        plan, *tables = ROWS.split("\n--> ")
        reading.execute(plan, {"referrals": referrals})
        written = {}
        for each in tables:
            table, _, select = each.partition("\n")
            if access or table != "families_familyaccess":
                written[table] = _copy(reading, writing, table, select)
                target.commit()
        _move_sequences_on(writing, written)
    target.autocommit = True
    target.cursor().execute("VACUUM ANALYZE")
    source.close(), target.close()
    return written


def _copy(reading, writing, table, select):
    """COPY the rows of a query into a table; what the query does not say is left blank."""
    reading.execute(f"SELECT * FROM ({select}) AS shape LIMIT 0")
    given = [column.name for column in reading.description]
    blanks = _blanks(reading, table, given)
    columns = ", ".join([*given, *blanks])
    filled = ", ".join(["made.*", *blanks.values()])
    receiving, sending = os.pipe()

    def send():
        with os.fdopen(sending, "wb", 1 << 20) as pipe:
            reading.copy_expert(f"COPY (SELECT {filled} FROM ({select}) AS made) TO STDOUT", pipe)

    thread = threading.Thread(target=send)
    thread.start()
    with os.fdopen(receiving, "rb", 1 << 20) as pipe:
        writing.copy_expert(f"COPY {table} ({columns}) FROM STDIN", pipe, 1 << 18)
    thread.join()
    return writing.rowcount


def _blanks(cursor, table, given):
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
        " AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'"
        " AND column_name <> ALL (%s)",
        [table, given],
    )
    return {column: BLANKS[kind] for column, kind in cursor}


def _move_sequences_on(cursor, tables):
    """Ids of one million and more: none looks like a level or a year."""
    for table in tables:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest(max(id), 1000000))"
            f" FROM {table}",
            [table],
        )
    cursor.execute("SELECT setval('referral_number', 500000000)")
