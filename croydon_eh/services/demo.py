"""`supervisor demo`: the whole service with invented people, until a signal."""

import datetime
import shlex
import shutil
import time

from croydon_eh.services import databases, places, stack
from croydon_eh.services.errors import CannotStart, Stopped
from croydon_eh.services.servers import Servers, run_manage

SHOWN_TO_OTHER_SHELLS = (
    "DATABASE_URL", "EH_OWNER_DATABASE_URL", "EH_WEB_DATABASE_URL", "REDIS_URL", "EH_MODE",
    "SECRET_KEY", "EH_SEAL_KEY", "ALLOWED_HOSTS", "EH_BASE_URL", "DJANGO_SETTINGS_MODULE",
)  # fmt: skip
MOST_RESTARTS = 5


def run(arguments):
    folder = _locked_folder()
    stack.require_free_port(arguments.port)
    demo = Demo(folder, port=arguments.port, families=arguments.families)
    try:
        demo.start()
        demo.keep()
    except Stopped:
        print("\nStopping …", flush=True)
        return 0
    finally:
        demo.stop()


def reset(arguments):
    folder = _locked_folder()
    folder.remove()
    print("The demo's data is gone. `make demo` makes it anew.")
    return 0


def clean(arguments):
    """Remove all that was made for this checkout outside of .venv."""
    for name in places.run_names("test-"):
        if places.RunFolder(name).lock() is not None:
            raise CannotStart("A test run of this checkout is still going on.")
    shutil.rmtree(places.reachable_folder())
    shutil.rmtree(places.LOCAL)


def _locked_folder():
    folder = places.RunFolder("demo")
    holder = folder.lock()
    if holder is not None:
        raise CannotStart(
            f"The demo of this checkout is running already (process {holder}). "
            f"Stop it first: press Ctrl-C where it runs, or run: kill {holder}"
        )
    return folder


class Demo:
    def __init__(self, folder, *, port, families):
        self.folder, self.port, self.families = folder, port, families
        self.servers = Servers(folder, database="croydon_eh")
        self.apps = []
        self.env_file = folder.local / "env"

    def start(self):
        say("Starting PostgreSQL and Valkey …")
        if places.is_root():
            say(f"(You are root: PostgreSQL runs as 'nobody', its data is in {self.folder.reach})")
        self.servers.start()
        self.environment = self.servers.environment | {
            "EH_MODE": "demo",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "EH_BASE_URL": f"http://127.0.0.1:{self.port}",
            "DJANGO_SETTINGS_MODULE": "croydon_eh.settings",
        }
        self._write_env_file()
        self._fill()
        say("Starting web, worker and beat …")
        with_logs = {"env": self.environment, "logs": self.folder.logs}
        self.apps.append(web := stack.web(**with_logs, port=self.port))
        self.apps.append(stack.worker(**with_logs))
        self.apps.append(stack.beat(**with_logs))
        self._manage("demo_personas")  # meanwhile
        stack.wait_for_web(web, self.port)
        say(f"\nCroydon Early Help is at http://127.0.0.1:{self.port}/   (Ctrl-C stops it)")

    def keep(self):
        """Start again what dies, until it dies too often or a signal comes."""
        restarts = []
        while True:
            time.sleep(0.5)
            for child in self.apps + self.servers.children:
                if child.running():
                    continue
                restarts = [moment for moment in restarts if time.monotonic() - moment < 60]
                if len(restarts) >= MOST_RESTARTS:
                    raise child.failed(f"{child.name} stops again and again.")
                restarts.append(time.monotonic())
                say(f"{child.name} had stopped; starting it again.")
                child.start()

    def stop(self):
        """Web, worker, beat, Valkey, PostgreSQL: nobody loses what they still need."""
        began = time.monotonic()
        for app in self.apps:
            app.stop()
        self.servers.stop()
        self.env_file.unlink(missing_ok=True)
        self.folder.unlock()
        say(f"Stopped in {time.monotonic() - began:.1f} seconds.")

    def _fill(self):
        self._manage("prepare_database", "--verbosity", "0")
        if self.families and not self._has_families():
            say(f"Making {self.families} invented families …")
            today = datetime.date.today().isoformat()
            self._manage(
                "demo_data", "--families", str(self.families), "--seed", "1", "--until", today
            )

    def _has_families(self):
        connection = databases.connect(self.environment["EH_OWNER_DATABASE_URL"])
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM families_family)")
            (found,) = cursor.fetchone()
        connection.close()
        return found

    def _manage(self, *arguments):
        run_manage(self.environment, *arguments)

    def _write_env_file(self):
        """For another shell: `. .local/demo/env`."""
        self.env_file.unlink(missing_ok=True)
        self.env_file.touch(mode=0o600)
        lines = (
            f"export {name}={shlex.quote(self.environment[name])}\n"
            for name in SHOWN_TO_OTHER_SHELLS
        )
        self.env_file.write_text("".join(lines))


def say(text):
    print(text, flush=True)
