"""docker-compose.yml against the settings, the schedule and the supervisor, which it must match."""

import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
import yaml

from croydon_eh.services import places, stack
from croydon_eh.services.postgres import LOCALE

TEXT = (places.ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
APPS = ("web", "worker", "beat", "migrate")
DOCKERFILE = (places.ROOT / "Dockerfile").read_text()
READ_BY_CODE = set(
    re.findall(
        r"""env\.\w+\(\s*["'](\w+)["']|environ\.get\(["'](\w+)["']""",
        "".join(
            (places.ROOT / "croydon_eh" / name).read_text()
            for name in ("settings.py", "celery.py", "gunicorn_conf.py")
        ),
    )
)
READ_BY_CODE = {name for pair in READ_BY_CODE for name in pair if name}


def test_all_parts_are_there():
    assert set(SERVICES) == {*APPS, "postgres", "valkey"}
    assert SERVICES["postgres"]["image"] == "postgres:18"
    assert SERVICES["valkey"]["image"] == "valkey/valkey:9"
    assert COMPOSE["volumes"] == {"database": None}


def test_commands_are_those_of_the_supervisor():
    def module(name):
        command = SERVICES[name]["command"]
        assert command[:2] == ["python", "-m"]
        return command[2:]

    assert module("web") == stack.WEB
    assert module("worker") == stack.WORKER
    assert module("beat")[:-1] == stack.BEAT
    assert SERVICES["migrate"]["command"] == ["python", "manage.py", "prepare_database"]


def test_the_image_starts_the_web_and_not_as_root():
    assert f'CMD ["python", "-m", {", ".join(f"{chr(34)}{w}{chr(34)}" for w in stack.WEB)}]' in (
        DOCKERFILE
    )
    assert DOCKERFILE.rindex("\nUSER early-help") > DOCKERFILE.rindex("\nCOPY")


@pytest.mark.parametrize("name", APPS)
def test_apps_may_do_as_little_as_possible(name):
    app = SERVICES[name]
    assert app["read_only"] and app["cap_drop"] == ["ALL"]
    assert "privileged" not in app and "user" not in app


@pytest.mark.parametrize("name", APPS)
def test_every_variable_is_one_the_code_reads(name):
    assert set(SERVICES[name]["environment"]) - READ_BY_CODE == set()


def test_nothing_starts_without_its_secrets():
    given = re.findall(r"\$\{(\w+)(:\?)?\}", TEXT)
    assert given and [name for name, required in given if not required] == []
    for service in SERVICES.values():
        for name, value in service["environment"].items():
            if re.search("PASSWORD|SECRET|KEY|AUTH|_URL$", name):
                assert "${" in value, name


def test_the_web_role_serves_and_the_owner_migrates():
    roles = {}
    for name in APPS:
        url = re.sub(r"\$\{.*?\}", "x", SERVICES[name]["environment"]["DATABASE_URL"])
        roles[name] = urlsplit(url).username
    assert roles == {"web": "eh_web", "worker": "eh_web", "beat": "eh_web", "migrate": "eh_owner"}


def test_addresses_name_the_services():
    for name in APPS:
        assert "@postgres:5432/" in SERVICES[name]["environment"]["DATABASE_URL"]
        assert "@valkey:6379/" in SERVICES[name]["environment"]["REDIS_URL"]


def test_the_database_is_made_as_the_supervisor_makes_it():
    postgres = SERVICES["postgres"]
    assert postgres["environment"]["POSTGRES_INITDB_ARGS"].split() == sorted(LOCALE)
    for volume in postgres["volumes"][1:]:
        source, target, mode = volume.split(":")
        assert (places.ROOT / source).is_file()
        assert target.startswith("/docker-entrypoint-initdb.d/") and mode == "ro"


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_all_that_runs_has_a_health_check(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_order_of_starting():
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "postgres": {"condition": "service_healthy"},
            "valkey": {"condition": "service_healthy"},
        }


@pytest.mark.parametrize("leave_out", [None, "SECRET_KEY", "EH_SEAL_KEY", "ALLOWED_HOSTS"])
def test_its_environment_is_fit_for_production(leave_out, committed_db):
    """`check --deploy` with the web's variables passes, and fails when one of them is missing."""
    variables = {
        name: re.sub(r"\$\{\w+:\?\}", EXAMPLES.get(name, "x"), value)
        for name, value in SERVICES["web"]["environment"].items()
        if name != leave_out
    }
    bare = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    answer = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=bare | variables | {"DATABASE_URL": committed_db.web_url}, cwd=places.ROOT,
        capture_output=True, text=True,
    )  # fmt: skip
    assert (answer.returncode == 0) == (leave_out is None), answer.stderr


EXAMPLES = {
    "SECRET_KEY": "k7-Zq2mVw0_xLr9Tg4HbYd8Nc3Fp6JsAe1UoIiKtQzXvBnMl5-k7Zq2",
    "EH_SEAL_KEY": "Wd8Nc3Fp6JsAe1UoIiKtQzXvBnMl5k7-Zq2mVw0_xLr9Tg4Hb",
    "ALLOWED_HOSTS": "early-help.example.org",
    "EH_BASE_URL": "https://early-help.example.org",
    "EMAIL_URL": "smtp+tls://user:word@mail.example.org:587",
    "EH_MAIL_FROM": "early.help@example.org",
}
