"""The SQL of a view, recorded once and then sent again with nothing of Django's around it."""

import re
import uuid

from django.db import connection

CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SMALLEST_ID = 50_000  # the bench's sequences start far above; levels, years and counts are below


class Recording:
    """`with Recording() as calls:` keeps (SQL, parameters, rows that came back)."""

    def __init__(self):
        self.calls = []

    def __enter__(self):
        self.wrapper = connection.execute_wrapper(self._execute)
        self.wrapper.__enter__()
        return self.calls

    def __exit__(self, *error):
        self.wrapper.__exit__(*error)

    def _execute(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if not sql.startswith(CONTROL):
            cursor, rows = context["cursor"].cursor, []
            if "RETURNING" in sql and cursor.rowcount > 0:
                rows = cursor.fetchall()
                cursor.scroll(0, mode="absolute")
            self.calls.append((sql, params, rows))
        return result


def again(calls):
    """Send reads once more and give what came back."""
    with connection.cursor() as cursor:
        found = []
        for sql, params, _ in calls:
            cursor.execute(sql, params)
            found.append(cursor.fetchall() if cursor.description else [])
    return found


class Writes:
    """Recorded writes that can be sent again, with new ids and keys in place of the recorded."""

    def __init__(self, calls):
        recorded = {value for _, _, rows in calls for row in rows for value in row if _is_id(value)}
        self.calls = [
            (sql, list(params or ()), _places(params or (), recorded), rows)
            for sql, params, rows in calls
        ]

    def send(self, known):
        """`known` maps recorded values to this time's."""
        with connection.cursor() as cursor:
            for sql, params, places, rows in self.calls:
                if places:
                    params = list(params)
                    for place in places:
                        params[place] = _now(params[place], known)
                cursor.execute(sql, params)
                found = cursor.fetchall() if cursor.description else []
                for old, new in zip(rows, found, strict=False):
                    known.update((o, n) for o, n in zip(old, new, strict=True) if _is_id(o))


def _is_id(value):
    return (
        len(value) > 8 if isinstance(value, str) else isinstance(value, int) and value > SMALLEST_ID
    )


def _places(params, recorded):
    return [place for place, value in enumerate(params) if _changes(value, recorded)]


def _changes(value, recorded):
    if isinstance(value, list | tuple):
        return any(_changes(each, recorded) for each in value)
    if isinstance(value, str):
        return bool(UUID.search(value)) or any(str(each) in value for each in recorded)
    return isinstance(value, uuid.UUID) or (isinstance(value, int) and value in recorded)


def _now(value, known):
    if isinstance(value, list | tuple):
        return type(value)(_now(each, known) for each in value)
    if isinstance(value, uuid.UUID):
        return known.setdefault(value, uuid.uuid4())
    if not isinstance(value, str) or value in known:
        return known.get(value, value)
    if found := UUID.search(value):
        new = known.setdefault(uuid.UUID(found[0]), uuid.uuid4())
        return value.replace(found[0], str(new))
    for old, new in known.items():
        if str(old) in value:
            value = value.replace(str(old), str(new))
    return value
