"""`supervisor test -- CMD`: fresh servers, a migrated template to copy, CMD, and nothing left."""

import hashlib
import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2

from croydon_eh.services import chromium, databases, places
from croydon_eh.services.errors import CannotStart, Stopped
from croydon_eh.services.postgres import end_stale_postmaster
from croydon_eh.services.process import die_with_parent
from croydon_eh.services.servers import Servers, run_manage

DECIDES_THE_TEMPLATE = (
    "*/migrations/*.py", "*/models.py", "*/models/*.py", "*/apps.py", "localities/reference/*",
    "*/management/commands/sync_*.py", "audit/*.py", "localities/*.py", "accounts/roles.py",
    "croydon_eh/settings.py", "croydon_eh/services/*", "requirements/base.txt",
)  # fmt: skip


def run(arguments):
    """The command's exit status."""
    command = arguments.command[arguments.command[:1] == ["--"] :]
    if not command:
        raise CannotStart("Say what to run: … test -- pytest tests/house")
    browser = chromium.ensure() if arguments.browser else chromium.find()
    folder = _new_folder()
    servers = Servers(folder, database="postgres", throwaway=True)
    try:
        servers.start()
        environment = _environment(servers, prefix=folder.name.replace("-", "_"))
        if browser:
            environment["EH_CHROMIUM"] = browser
        return _run_command(command, environment)
    finally:
        servers.stop()
        folder.unlock()
        folder.remove()


def _new_folder():
    """A locked folder of this run's own; what killed runs left is cleared away on the way."""
    with places.setup_lock("runs"):
        for name in places.run_names("test-"):
            stale = places.RunFolder(name)
            if stale.lock() is None:
                end_stale_postmaster(stale.data)
                stale.unlock()
                stale.remove()
        folder = places.RunFolder(f"test-{os.getpid()}-{secrets.token_hex(2)}")
        folder.lock()
        return folder


def _environment(servers, *, prefix):
    """For the command: eh_owner's and eh_web's URLs on a migrated database of this run.

    Every database of the run begins with `prefix`; `<prefix>_template` is the one to copy.
    """
    template, scratch = f"{prefix}_template", prefix
    environment = servers.environment | {
        "EH_MODE": "test",
        "EH_TEST_DATABASES": prefix,
        "DJANGO_SETTINGS_MODULE": "croydon_eh.settings",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }
    owner, web = environment["EH_OWNER_DATABASE_URL"], environment["EH_WEB_DATABASE_URL"]
    try:
        databases.create(owner, template)
    except psycopg2.errors.InsufficientPrivilege:
        raise CannotStart(
            "The tests make databases of their own, and the owner that EH_OWNER_DATABASE_URL names "
            "may not (ALTER ROLE … CREATEDB). Unset DATABASE_URL to let them start a server."
        ) from None
    into_template = {"EH_OWNER_DATABASE_URL": databases.with_database(owner, template)}
    _fill(servers, template, environment | into_template)
    databases.close_to_connections(owner, template)
    databases.create(owner, scratch, template=template)
    owner, web = (databases.with_database(url, scratch) for url in (owner, web))
    return environment | {
        "DATABASE_URL": owner,
        "EH_OWNER_DATABASE_URL": owner,
        "EH_WEB_DATABASE_URL": web,
    }


def _fill(servers, template, environment):
    """Migrate; or restore what the same migrations made last time, ten seconds quicker."""
    seed = places.LOCAL / f"template-{_what_decides_the_template()}.sql"
    if servers.postgres and seed.exists() and not os.environ.get("CI"):
        servers.postgres.restore(seed, template)
        return
    run_manage(environment, "prepare_database", "--verbosity", "0")
    if servers.postgres:
        part = seed.with_name(f"{seed.name}-{os.getpid()}")
        servers.postgres.dump(template, part)
        for old in places.LOCAL.glob("template-*.sql"):
            old.unlink(missing_ok=True)
        part.rename(seed)


def _what_decides_the_template():
    """A hash of every file that has a say in the template's tables, grants and reference rows."""
    files = {path for pattern in DECIDES_THE_TEMPLATE for path in places.ROOT.glob(pattern)}
    digest = hashlib.sha256()
    for path in sorted(filter(Path.is_file, files)):
        digest.update(str(path.relative_to(places.ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _run_command(command, environment):
    process = subprocess.Popen(command, env=environment, preexec_fn=die_with_parent(signal.SIGTERM))
    try:
        return process.wait()
    except Stopped:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
        raise
