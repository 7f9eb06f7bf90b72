"""`make check`: everything that is wrong without running a test. Goes on after a failure."""

import os
import secrets
import subprocess
import sys

MANAGE = [sys.executable, "manage.py"]
PRODUCTION = {
    "EH_MODE": "production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "EH_SEAL_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "early-help.example.org",
    "EH_BASE_URL": "https://early-help.example.org",
}
CHECKS = (
    ("Style", ["ruff", "check", "."], {}),
    ("Layout of the code", ["ruff", "format", "--check", "."], {}),
    ("Imports run one way", ["lint-imports"], {}),
    ("Migrations match the models", [*MANAGE, "makemigrations", "--check", "--dry-run"], {}),
    ("Ready for production", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ("Generated pages are up to date", [*MANAGE, "reference_docs", "--check"], {}),
)


def main():
    failed = [name for name, command, extra in CHECKS if not _passes(name, command, extra)]
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nEverything is in order.")
    return 1 if failed else 0


def _passes(name, command, extra):
    print(f"\n== {name}", flush=True)
    return subprocess.run(command, env=os.environ | extra).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
