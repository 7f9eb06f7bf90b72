"""The browser of the journeys: one that is installed, else one that is installed now.

python -m croydon_eh.services.chromium        prints its path
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from croydon_eh.services import places

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3", "-qq"]


def find():
    """The path of a Chromium that starts, or None."""
    candidates = [os.environ.get("EH_CHROMIUM"), *map(shutil.which, NAMES), _playwrights_own()]
    return next((path for path in candidates if path and _starts(path)), None)


def ensure():
    """Find one or install one; when neither works say so, and the journeys will fail."""
    with places.setup_lock("chromium"):
        found = find() or _install()
    if not found:
        print(
            "There is no Chromium here and none could be installed, so the browser journeys will "
            "fail. Install chromium or Google Chrome, or set EH_CHROMIUM to its path.",
            file=sys.stderr, flush=True,
        )  # fmt: skip
    return found


def _install():
    print("Installing Chromium for the browser tests …", file=sys.stderr, flush=True)
    if places.is_root() and shutil.which("apt-get"):
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        packages = ["chromium", "fonts-liberation"]
        _attempt([*APT, "update"], quiet)
        _attempt([*APT, "install", "-y", "--no-install-recommends", *packages], quiet)
        if found := find():
            return found
    download = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    _attempt(download, os.environ)
    return find()


def _attempt(command, environment):
    """What a failed attempt means is judged by looking for the browser afterwards."""
    subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False
    )


def _starts(path):
    """Ubuntu's chromium-browser is only a note about snap, so ask it for its version."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _playwrights_own():
    """The newest headless shell or Chromium that `playwright install` has downloaded."""
    given = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folder = Path(given) if given else Path.home() / ".cache/ms-playwright"
    programs = ("headless_shell", "chrome-headless-shell", "chrome")
    found = [p for p in folder.glob("chromium*/*/*") if p.name in programs]
    return str(max(found, key=lambda p: p.stat().st_mtime)) if found else None


if __name__ == "__main__":
    path = ensure()
    if not path:
        raise SystemExit(1)
    print(path)
