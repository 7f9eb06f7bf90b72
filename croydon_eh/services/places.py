"""Where a checkout keeps the state of its servers."""

import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path

from croydon_eh.services.errors import CannotStart

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"


def is_root():
    return os.geteuid() == 0


def unprivileged_user():
    """The account that runs PostgreSQL when we are root, which PostgreSQL refuses to run as."""
    if not is_root():
        return None
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise CannotStart(
            "PostgreSQL does not run as root, and this machine has no user 'nobody' to run it as. "
            "Start this as an ordinary user instead."
        ) from None


def reachable_folder():
    """A short folder of our own outside the checkout, which any user may walk through.

    Sockets live here, because their paths may not exceed about 100 characters. When we are root
    the data and a copy of the binaries do too: the checkout may lie below a folder that only root
    may enter, and nobody's permissions are changed.
    """
    key = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:10]
    for base in _bases():
        folder = base / f"croydon-eh-{os.geteuid()}-{key}"
        folder.mkdir(mode=0o755, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise CannotStart(f"{folder} exists and belongs to somebody else. Please remove it.")
        folder.chmod(0o755)
        return folder
    raise CannotStart("Neither /var/tmp nor /tmp lets programs be written and run here.")


def _bases():
    for base in ("/var/tmp", "/tmp", tempfile.gettempdir()):
        usable = os.path.isdir(base) and os.access(base, os.W_OK | os.X_OK)
        if usable and not os.statvfs(base).f_flag & os.ST_NOEXEC:
            yield Path(base)


class RunFolder:
    """One running set of servers: `.local/<name>/`, locked for as long as it runs."""

    def __init__(self, name):
        self.name = name
        self.local = LOCAL / name
        self.local.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.reach = reachable_folder() / name
        self.reach.mkdir(exist_ok=True)
        self.reach.chmod(0o755)
        self._lock = None

    @property
    def data(self):
        """The folder of PostgreSQL's files."""
        return (self.reach if is_root() else self.local) / "postgres"

    @property
    def logs(self):
        folder = self.local / "logs"
        folder.mkdir(exist_ok=True)
        return folder

    def lock(self):
        """Take the lock, or return the number of the process that holds it."""
        handle = open(self.local / "lock", "a+")  # noqa: SIM115 - held until unlock()
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            holder = handle.read().strip()
            handle.close()
            return int(holder or 0)
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        self._lock = handle
        return None

    def unlock(self):
        if self._lock:
            self._lock.close()
            self._lock = None

    def remove(self):
        shutil.rmtree(self.reach, ignore_errors=True)
        shutil.rmtree(self.local, ignore_errors=True)


def run_names(prefix):
    """The run folders that exist, in the checkout or outside of it."""
    folders = [*LOCAL.glob(f"{prefix}*"), *reachable_folder().glob(f"{prefix}*")]
    return sorted({folder.name for folder in folders})


@contextmanager
def setup_lock(name):
    """Wait for and hold a lock of this checkout, for steps that two runs may not do at once."""
    LOCAL.mkdir(exist_ok=True)
    with open(LOCAL / f"{name}.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
