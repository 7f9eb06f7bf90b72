"""The two servers of one run, or those that the environment names instead."""

import json
import os
import secrets
import subprocess
import sys
from urllib.parse import urlsplit

from croydon_eh.services import databases, places
from croydon_eh.services.errors import CannotStart
from croydon_eh.services.postgres import Postgres
from croydon_eh.services.valkey import Valkey

SECRETS = ("postgres", "eh_owner", "eh_web", "SECRET_KEY", "EH_SEAL_KEY")


def load_secrets(folder):
    """Random, made once for each run folder, readable by its owner only."""
    path = folder.local / "secrets.json"
    if not path.exists():
        part = path.with_suffix(".part")
        part.touch(mode=0o600)
        part.write_text(json.dumps({name: secrets.token_urlsafe(48) for name in SECRETS}))
        part.rename(path)
    return json.loads(path.read_text())


class Servers:
    """PostgreSQL and Valkey: started here unless DATABASE_URL and REDIS_URL name some already.

    After `start()`, `environment` is what a child needs to reach them.
    """

    def __init__(self, folder, *, database, throwaway=False):
        self.folder, self.database, self.throwaway = folder, database, throwaway
        self.secrets = load_secrets(folder)
        self.environment = dict(os.environ)
        self.postgres = self.valkey = None

    def start(self):
        (places.LOCAL / "static").mkdir(exist_ok=True)  # whitenoise looks there, and warns
        self.environment |= {
            "SECRET_KEY": os.environ.get("SECRET_KEY") or self.secrets["SECRET_KEY"],
            "EH_SEAL_KEY": os.environ.get("EH_SEAL_KEY") or self.secrets["EH_SEAL_KEY"],
        }
        if os.environ.get("DATABASE_URL"):
            self.environment |= _given_databases()
        else:
            self._start_postgres()
        if not os.environ.get("REDIS_URL"):
            self.valkey = Valkey(self.folder).start()
            self.environment["REDIS_URL"] = self.valkey.url
        return self

    @property
    def children(self):
        return [server.child for server in (self.valkey, self.postgres) if server]

    def stop(self):
        """Valkey, then PostgreSQL."""
        for server in (self.valkey, self.postgres):
            if server:
                server.stop()

    def _start_postgres(self):
        self.postgres = Postgres(
            self.folder, password=self.secrets["postgres"], throwaway=self.throwaway
        )
        self.postgres.start()
        databases.make_roles(
            self.postgres,
            owner_password=self.secrets["eh_owner"],
            web_password=self.secrets["eh_web"],
            owner_may_create=self.throwaway,
        )
        owner, web = (
            self.postgres.url(role, self.secrets[role], self.database)
            for role in ("eh_owner", "eh_web")
        )
        databases.ensure(self.postgres, self.database)
        self.environment |= {
            "DATABASE_URL": web,
            "EH_OWNER_DATABASE_URL": owner,
            "EH_WEB_DATABASE_URL": web,
        }


def _given_databases():
    """A server of somebody's own: its roles are theirs to make, as docker-compose.yml does."""
    web, owner = os.environ["DATABASE_URL"], os.environ.get("EH_OWNER_DATABASE_URL")
    if not owner:
        raise CannotStart(
            "DATABASE_URL is set, so no PostgreSQL is started here. Please set "
            "EH_OWNER_DATABASE_URL too: the same database as the role that owns it."
        )
    if urlsplit(web).username == urlsplit(owner).username:
        raise CannotStart(
            "DATABASE_URL and EH_OWNER_DATABASE_URL name the same role. The web runs as a role "
            "that owns nothing (eh_web), migrations as the owner (eh_owner)."
        )
    return {
        "DATABASE_URL": web,
        "EH_OWNER_DATABASE_URL": owner,
        "EH_WEB_DATABASE_URL": os.environ.get("EH_WEB_DATABASE_URL") or web,
    }


def run_manage(environment, *arguments):
    """Run manage.py as the owner of the database; raises CalledProcessError."""
    as_owner = environment | {
        "DATABASE_URL": environment["EH_OWNER_DATABASE_URL"],
        "EH_TRANSACTION_SECONDS": "0",  # a migration or a load may take longer than a page
    }
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, env=as_owner, cwd=places.ROOT, check=True)
