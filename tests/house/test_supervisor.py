"""The supervisor with real processes, in a copy of the checkout that only its owner may enter."""

import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from croydon_eh.services import databases, places
from croydon_eh.services.process import wait_until

pytestmark = pytest.mark.xdist_group("supervisor")
LEFT_OUT = shutil.ignore_patterns(".venv", ".git", ".local", "__pycache__", "docs", "tests")
ORDER = ("gunicorn", "celery --app croydon_eh worker", "celery --app croydon_eh beat",
         "valkey-server", "bin/postgres")  # fmt: skip


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy with a space in its path, below a folder with mode 0700."""
    private = tmp_path_factory.mktemp("private")
    private.chmod(0o700)
    copy = private / "early help"
    shutil.copytree(places.ROOT, copy, ignore=LEFT_OUT)
    (copy / ".local").mkdir()
    for template in places.LOCAL.glob("template-*.sql"):
        shutil.copy(template, copy / ".local")
    yield copy
    assert supervisor(copy, "clean").returncode == 0
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


def environment(**extra):
    """Without the servers that this test run stands on."""
    ours = ("DATABASE_URL", "REDIS_URL", "EH_", "SECRET_KEY", "CI")
    return {name: v for name, v in os.environ.items() if not name.startswith(ours)} | extra


def command(*arguments):
    return [sys.executable, "-m", "croydon_eh.supervisor", *arguments]


def supervisor(checkout, *arguments, **extra):
    return subprocess.run(
        command(*arguments), cwd=checkout, env=environment(**extra), capture_output=True, text=True
    )


def tree(pid):
    """Process id → command line, of a process's children (not of theirs)."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = folder.joinpath("stat").read_text().rpartition(")")[2].split()[1]
            line = folder.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid:
            found[int(folder.name)] = line
    return found


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class RunningDemo:
    """Started by a shell's `&`, so that Python finds SIGINT ignored."""

    def __init__(self, checkout):
        self.output = checkout / "demo.out"
        line = ("trap '' INT; exec \"$@\"",)
        port = str(free_port())
        with open(self.output, "w") as output:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", *line, "sh", *command("demo", "--families=0", "--port", port)],
                cwd=checkout, env=environment(), stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        self.port, self.pid = port, self.process.pid
        wait_until(lambda: "is at http" in self.said() or self.ended(), seconds=240, every=0.1)
        if "is at http" not in self.said():
            self.process.terminate()
            pytest.fail(self.said())
        self.children = tree(self.pid)

    def said(self):
        return self.output.read_text()

    def ended(self):
        return self.process.poll() is not None

    def pid_of(self, what):
        return next(pid for pid, line in tree(self.pid).items() if what in line)


@pytest.fixture
def demo(checkout):
    demo = RunningDemo(checkout)
    yield demo
    if not demo.ended():
        demo.process.send_signal(signal.SIGTERM)
        demo.process.wait(10)


def shown(checkout, name):
    text = (checkout / ".local/demo/env").read_text()
    return re.search(rf"^export {name}=(?:'([^']*)'|(\S+))$", text, re.M).group(1, 2)


def url(checkout, name):
    return next(filter(None, shown(checkout, name)))


def query(url, statement):
    link = databases.connect(url)
    try:
        with link, link.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None
    finally:
        link.close()


def test_a_command_runs_on_servers_of_its_own_and_leaves_nothing(checkout):
    ask = (
        "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL']); raise SystemExit(3)"
    )
    answer = supervisor(checkout, "test", "--", sys.executable, "-c", ask)
    assert answer.returncode == 3, answer.stderr
    assert answer.stdout.startswith("postgres://eh_owner:")
    assert not list((checkout / ".local").glob("test-*"))


def test_two_runs_at_once_do_not_meet(checkout):
    ask = "import os, sys; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'], flush=True)"
    runs = [
        subprocess.Popen(
            command("test", "--", sys.executable, "-c", f"{ask}; sys.stdin.read()"),
            cwd=checkout, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    urls = [run.stdout.readline().split() for run in runs]
    assert [run.communicate("")[0] for run in runs] == ["", ""]
    assert len({database for database, _ in urls} | {broker for _, broker in urls}) == 4


def test_what_a_killed_run_left_is_cleared_away_by_the_next(checkout):
    run = subprocess.Popen(
        command("test", "--", sys.executable, "-c", "print(1, flush=True); input()"),
        cwd=checkout, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert run.stdout.readline() == b"1\n"
    children = tree(run.pid)
    run.kill()
    run.wait()
    assert wait_until(lambda: not any(map(alive, children)), seconds=5)
    assert list((checkout / ".local").glob("test-*"))
    assert supervisor(checkout, "test", "--", "true").returncode == 0
    assert not list((checkout / ".local").glob("test-*"))


def test_given_servers_are_used_and_none_is_started(checkout):
    given = {
        n: os.environ[n] for n in ("EH_OWNER_DATABASE_URL", "EH_WEB_DATABASE_URL", "REDIS_URL")
    }
    given["DATABASE_URL"] = given["EH_WEB_DATABASE_URL"]
    ask = (
        "import json; from croydon_eh.services import places, servers;"
        "servers = servers.Servers(places.RunFolder('demo'), database='unused').start();"
        "print(json.dumps([len(servers.children), servers.environment]))"
    )
    answer = subprocess.check_output(
        [sys.executable, "-c", ask], cwd=checkout, env=environment(**given)
    )
    children, found = json.loads(answer)
    assert children == 0
    assert {name: found[name] for name in given} == given


def test_sigint_stops_everything_in_order_within_five_seconds(checkout, demo):
    assert oct((checkout / ".local/demo/env").stat().st_mode)[-3:] == "600"
    pids = [demo.pid_of(what) for what in ORDER]
    again = supervisor(checkout, "demo", "--families=0")
    assert again.returncode == 1
    assert f"running already (process {demo.pid})" in again.stderr

    ended, began = {}, time.monotonic()
    demo.process.send_signal(signal.SIGINT)
    while len(ended) < len(pids) and time.monotonic() - began < 10:
        for pid in pids:
            if pid not in ended and not alive(pid):
                ended[pid] = time.monotonic()
        time.sleep(0.002)
    assert list(ended) == pids
    assert demo.process.wait(5) == 0
    assert time.monotonic() - began < 5
    assert not (checkout / ".local/demo/env").exists()


def test_kill_9_leaves_no_process_and_the_next_start_has_the_data(checkout):
    demo = RunningDemo(checkout)
    query(url(checkout, "EH_OWNER_DATABASE_URL"), "CREATE TABLE kept AS SELECT 42 AS n")
    demo.process.kill()
    demo.process.wait()
    assert wait_until(lambda: not any(map(alive, demo.children)), seconds=5)

    demo = RunningDemo(checkout)
    try:
        owner = url(checkout, "EH_OWNER_DATABASE_URL")
        assert query(owner, "SELECT n FROM kept") == [(42,)]
        query(owner, "DROP TABLE kept")
    finally:
        demo.process.send_signal(signal.SIGHUP)
        assert demo.process.wait(5) == 0


def test_what_dies_is_started_again(checkout, demo):
    for what in ("bin/postgres", "valkey-server", "gunicorn"):
        before = demo.pid_of(what)
        os.kill(before, signal.SIGKILL)
        assert wait_until(
            lambda what=what, before=before: any(
                what in line and pid != before for pid, line in tree(demo.pid).items()
            ),
            seconds=10,
        )
    web = url(checkout, "DATABASE_URL")
    assert wait_until(lambda: answers(web), seconds=10)
    assert "PostgreSQL had stopped; starting it again." in demo.said()


def answers(web):
    try:
        return query(web, "SELECT 1") == [(1,)]
    except databases.psycopg2.OperationalError:
        return False


def test_a_port_in_use_is_said_in_a_sentence(checkout):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = supervisor(checkout, "demo", "--families=0", "--port", str(port))
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Port {port} on 127.0.0.1 is used by another program.")
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("port", ["0", "65536", "web", "-1"])
def test_a_port_that_cannot_be_is_refused(checkout, port):
    answer = supervisor(checkout, "demo", f"--port={port}")
    assert answer.returncode == 2
    assert "a port is a number from 1 to 65535" in answer.stderr


def test_the_runner_keeps_a_group_on_one_worker(request):
    """The journeys' stacks rely on it, and a pytest that the runner does not know loses it."""
    grouped = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@supervisor") == grouped
