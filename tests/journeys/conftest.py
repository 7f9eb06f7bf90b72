"""One story each, in a real Chromium, against real gunicorn and a real worker as processes.

The stack of a test run: a copy of the template database filled by `demo_data`, served as eh_web.
The tests here never touch the ORM: they see what people see, and ask commands for the rest.
"""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from croydon_eh.services import databases, places, stack
from tests.journeys.people import Visitor

FAMILIES = "150"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("journeys"))


class Stack:
    """Web and worker on a database of their own; `manage` runs a command beside them."""

    def __init__(self, environment, logs):
        self.environment = environment
        self.logs = logs
        self.port = stack.free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self):
        self.web = stack.web(self.environment, logs=self.logs, port=self.port)
        stack.wait_for_web(self.web, self.port)
        self.worker = stack.worker(self.environment, logs=self.logs)

    def stop(self):
        self.web.stop()
        self.worker.stop()

    def manage(self, *arguments, owner=False):
        env = self.environment
        if owner:
            env = env | {"DATABASE_URL": env["EH_OWNER_DATABASE_URL"]}
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, env=env, cwd=places.ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def live(tmp_path_factory, worker_id):
    prefix = os.environ["EH_TEST_DATABASES"]
    owner, web = os.environ["EH_OWNER_DATABASE_URL"], os.environ["EH_WEB_DATABASE_URL"]
    name = f"{prefix}_journeys_{worker_id}"
    with databases.copy(owner, name, template=f"{prefix}_template"):
        environment = os.environ | {
            "EH_MODE": "demo",
            "ALLOWED_HOSTS": "127.0.0.1",
            "EH_SECOND_LOOK_PERCENT": "100",  # of few families, so that one waits
            # A broker of its own: another stack's worker would take a job and not find it.
            "REDIS_URL": os.environ["REDIS_URL"].rpartition("/")[0] + f"/{_number(worker_id)}",
            "DATABASE_URL": databases.with_database(web, name),
            "EH_OWNER_DATABASE_URL": databases.with_database(owner, name),
        }
        live = Stack(environment, tmp_path_factory.mktemp("logs"))
        live.manage("demo_data", "--families", FAMILIES, "--seed", "7", "--until",
                    date.today().isoformat())  # fmt: skip
        live.start()
        yield live
        live.stop()


@pytest.fixture(scope="session")
def facts(live):
    """Sign-ins, API clients and examples, as `demo_personas` prints them for scripts."""
    return json.loads(live.manage("demo_personas", "--json"))


def _number(worker_id):
    """1 for `master` and `gw0`, 2 for `gw1`: 0 is the tests' own broker."""
    return 1 + int(worker_id.removeprefix("gw") if worker_id != "master" else 0)


@pytest.fixture
def chromium():
    """One browser a test: Playwright's loop would break the ORM of the tests that come after."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["EH_CHROMIUM"], args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, live, facts):
    """visit("head_teacher") signs that persona in; `javascript=False` and `width=320` may be given.

    Every visitor ends the test with no error on the console.
    """
    visitors = []

    def start(persona=None, *, javascript=True, width=1280):
        context = chromium.new_context(
            base_url=live.url, java_script_enabled=javascript,
            viewport={"width": width, "height": 900}, locale="en-GB",
            timezone_id="Europe/London",
        )  # fmt: skip
        visitor = Visitor(context, javascript=javascript)
        visitors.append(visitor)
        if persona:
            visitor.sign_in(next(p for p in facts["people"] if p["key"] == persona))
        return visitor

    yield start
    for visitor in visitors:
        visitor.context.close()
        assert visitor.console == [], visitor.console


@pytest.fixture(scope="session")
def screens():
    """Where the pictures for the README and for looking at go."""
    folder = Path(places.ROOT) / ".local" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
