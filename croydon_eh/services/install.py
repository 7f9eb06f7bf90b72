"""Make the virtual environment and put the locked packages into it, when they changed.

python -I croydon_eh/services/install.py      (any Python from 3.11; the standard library only)
"""

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
LOCK = ROOT / "requirements/dev.txt"
STAMP = VENV / "installed.txt"  # a copy of the lock file, written when all of it is installed


def main():
    if sys.version_info < (3, 11):  # noqa: UP036 - any Python may be asked to run this file
        sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ".")
    local = ROOT / ".local"
    local.mkdir(exist_ok=True)
    with open(local / "install.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs in one fresh checkout take turns
        if not _is_whole():
            _install()


def _is_whole():
    """The venv starts, is this folder's own (not a moved copy), and holds what the lock says."""
    if not (STAMP.exists() and STAMP.read_bytes() == LOCK.read_bytes()):
        return False
    return _starts_here()


def _starts_here():
    ask = [PYTHON, "-I", "-c", "import sys; print(sys.prefix)"]
    try:
        answer = subprocess.run(ask, capture_output=True, text=True)
    except OSError:
        return False
    return answer.returncode == 0 and Path(answer.stdout.strip()) == VENV


def _install():
    if not _starts_here():
        _make_venv()
    print("Installing the packages of requirements/dev.txt …", flush=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input", "install"]
    result = subprocess.run(
        [*pip, "--only-binary", ":all:", "--require-hashes", "--requirement", LOCK], cwd=ROOT
    )
    if result.returncode:
        sys.exit("The packages could not be installed; pip's message above says why.")
    shutil.copyfile(LOCK, STAMP)


def _make_venv():
    try:
        import ensurepip  # noqa: F401  (Debian packs it apart)
        import venv
    except ImportError:
        sys.exit(
            "This Python cannot make virtual environments. On Debian and Ubuntu: "
            "apt-get install python3-venv"
        )
    print(f"Making .venv with Python {sys.version.split()[0]} …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    venv.create(VENV, with_pip=True, symlinks=True)


if __name__ == "__main__":
    main()
