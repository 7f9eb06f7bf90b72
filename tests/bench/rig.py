"""The servers of a bench and the meter: processor time of the web's and PostgreSQL's processes."""

import contextlib
import http.client
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from croydon_eh.services import databases, stack

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
CSRF = "b" * 32
LONGEST_SILENCE = 2  # seconds; gunicorn hangs up after five
# One process, one connection that stays: what is measured is warm from the first round on.
ONE_OF_EACH = {
    "WEB_WORKERS": "1", "WEB_THREADS": "1", "CONN_MAX_AGE": "3600",
    "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
}  # fmt: skip


@contextlib.contextmanager
def database(suffix):
    """A copy of the template; gives (owner's URL, web's URL)."""
    prefix = os.environ["EH_TEST_DATABASES"]
    owner, web = os.environ["EH_OWNER_DATABASE_URL"], os.environ["EH_WEB_DATABASE_URL"]
    name = f"{prefix}_{suffix}"
    with databases.copy(owner, name, template=f"{prefix}_template") as url:
        yield url, databases.with_database(web, name)


@contextlib.contextmanager
def web(url):
    """gunicorn on this database, as the role that owns nothing."""
    with tempfile.TemporaryDirectory() as logs:
        port = stack.free_port()
        child = stack.web(os.environ | ONE_OF_EACH | {"DATABASE_URL": url},
                          logs=Path(logs), port=port)  # fmt: skip
        try:
            stack.wait_for_web(child, port)
            yield Web(child, port, url)
        finally:
            child.stop()


class Web:
    def __init__(self, child, port, url):
        self.child = child
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.last = 0
        self.meter = Meter(url, child.pid)

    def send(self, path, *, cookie="", body=None, headers=(), expect=200):
        """One request; anything but the expected status ends the bench."""
        given = {"Cookie": f"csrftoken={CSRF}; {cookie}", **dict(headers)}
        if body is not None:
            given |= {"X-CSRFToken": CSRF}
            given.setdefault("Content-Type", "application/x-www-form-urlencoded")
        if time.monotonic() - self.last > LONGEST_SILENCE:
            self.connection.close()  # it opens again by itself
        self.connection.request("GET" if body is None else "POST", path, body, given)
        answer = self.connection.getresponse()
        text = answer.read()
        self.last = time.monotonic()
        if answer.status != expect:
            print(self.child.log_tail(40), file=sys.stderr)
            raise SystemExit(f"{path} answered {answer.status}: {text[-1500:].decode()}")
        return text


class Meter:
    """Milliseconds of processor time of a process, its children and PostgreSQL's backends."""

    def __init__(self, url, pid):
        self.pid, self.session = pid, databases.connect(url)
        self.session.autocommit = True

    def now(self):
        with self.session.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type IN ('client backend', 'parallel worker')"
                " AND pid <> pg_backend_pid()"
            )
            backends = [pid for (pid,) in cursor]
        return sum(map(_milliseconds, [*tree(self.pid), *backends]))


def stat_of(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _milliseconds(pid):
    try:
        stat = stat_of(pid)
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return (int(stat[11]) + int(stat[12])) * TICK_MS


def tree(pid):
    children = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            children.setdefault(int(stat_of(entry)[1]), []).append(int(entry))
    found, waiting = [], [pid]
    while waiting:
        found.append(one := waiting.pop())
        waiting += children.get(one, [])
    return found


def interleaved(meter, sides, *, rounds, requests):
    """Median processor milliseconds a request of each side, over rounds that take turns.

    `sides` maps a name to a function that sends one request. The first round only warms up.
    """
    costs = {name: [] for name in sides}
    for turn in range(rounds + 1):
        for name, send in sides.items():
            began = meter.now()
            for _ in range(requests):
                send()
            if turn:
                costs[name].append((meter.now() - began) / requests)
    return {name: round(statistics.median(cost), 3) for name, cost in costs.items()}
