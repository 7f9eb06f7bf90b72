"""Web, worker and beat as children: the commands that docker-compose.yml runs too."""

import errno
import os
import signal
import socket
import sys
import urllib.error
import urllib.request

from croydon_eh.services import places
from croydon_eh.services.errors import CannotStart
from croydon_eh.services.process import Child, wait_until

WEB = ["gunicorn", "--config", "croydon_eh/gunicorn_conf.py", "croydon_eh.wsgi"]
WORKER = ["celery", "--app", "croydon_eh", "worker", "--loglevel", "WARNING", "--concurrency", "2"]
BEAT = ["celery", "--app", "croydon_eh", "beat", "--loglevel", "WARNING", "--schedule"]


def web(env, *, logs, port):
    """gunicorn on 127.0.0.1:port; `wait_for_web` says when it answers."""
    return _child("web", WEB, env | {"PORT": str(port)}, logs, signal.SIGTERM, 1.0)


def wait_for_web(child, port):
    if not wait_until(lambda: healthy(port) or not child.running(), seconds=120, every=0.1):
        child.stop()
    if not child.running():
        raise child.failed("The web server did not start.")


def worker(env, *, logs):
    return _child("worker", [*WORKER, "--pidfile", ""], env, logs, signal.SIGTERM, 1.0)


def beat(env, *, logs):
    schedule = logs / "beat-schedule"
    return _child("beat", [*BEAT, schedule, "--pidfile", ""], env, logs, signal.SIGTERM, 0.4)


def _child(name, command, env, logs, signum, seconds):
    """An asked stop has its seconds; what is cut short stands in PostgreSQL and is done again."""
    argv = [sys.executable, "-m", *command]
    return Child(
        name, argv, env=env, cwd=places.ROOT, log=logs / f"{name}.log",
        stop_steps=[(signum, seconds)],
    ).start()  # fmt: skip


def healthy(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def require_free_port(port):
    """Wait a little, since a predecessor that was killed gives its port back within a second."""
    if wait_until(lambda: _can_bind(port), seconds=3, every=0.2):
        return
    raise CannotStart(
        f"Port {port} on 127.0.0.1 is used by another program. "
        f"Stop that, or choose another: make demo PORT={port + 1}"
    )


def _can_bind(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise CannotStart(f"Port {port} cannot be used: {os.strerror(error.errno)}.") from None
        return True
