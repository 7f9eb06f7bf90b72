"""manage.py score FILE.json: the score of one set of observed indicators, or of a list of them."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError

from referrals.scoring import ScoringError, check_proposed, load_thresholds, score

LARGEST = 64 * 1024 * 1024  # bytes: about half a million sets
MEMBERS = {"version", "observed"}


class BadInput(ValueError):
    """What stands in the file is not what this command scores."""


class Command(BaseCommand):
    help = (
        'Score {"version": "2018-09", "observed": ["child.attendance.3", …]}, one child\'s set,'
        " or a list of such, and print the result as JSON. Needs no database."
        " --thresholds 2027-04=FILE.csv scores by a proposed or adopted file under that version."
        " Input that cannot be scored is explained on stderr, with exit status 2."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE.json", help="the file to read, - for stdin")
        parser.add_argument(
            "--thresholds", metavar="VERSION=FILE.csv", action="append", default=[],
            help="a version that is not published, and its file; may be given more than once",
        )  # fmt: skip

    def handle(self, *args, file, thresholds, **options):
        try:
            given = dict(_thresholds(named) for named in thresholds)
            asked = _parse(_read(file))
            if isinstance(asked, list):
                answer = [
                    _score(item, given, f"Item {n}: ") for n, item in enumerate(asked, start=1)
                ]
            else:
                answer = _score(asked, given)
        except (BadInput, ScoringError) as error:
            raise CommandError(str(error), returncode=2) from error
        return json.dumps(answer, indent=2)


def _read(name):
    try:
        if name == "-":
            if sys.stdin is None:
                raise BadInput("There is no standard input to read.")
            content = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with open(name, "rb") as file:
                content = file.read(LARGEST + 1)
    except BadInput:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise BadInput(f"Cannot read {name!a}: {reason}.") from error
    if len(content) > LARGEST:
        raise BadInput(f"The input is larger than {LARGEST // 1024 // 1024} MB.")
    return content


def _parse(content):
    try:
        return json.loads(content, parse_constant=_refuse_constant, object_pairs_hook=_members_once)
    except BadInput:
        raise
    except ValueError as error:  # not JSON, not UTF-8, or a number of thousands of digits
        raise BadInput(f"The input is not JSON: {error}.") from error
    except RecursionError as error:
        raise BadInput("The input is nested too deeply.") from error


def _refuse_constant(name):
    raise BadInput(f"The input is not JSON: {name} is not a value.")


def _members_once(pairs):
    members = dict(pairs)
    if len(members) < len(pairs):  # the last would win and a need could be lost
        raise BadInput("The input has an object with the same name twice.")
    return members


def _thresholds(named):
    """(version, Thresholds) of "2027-04=FILE.csv"; what is wrong with the file is said by line."""
    version, _, name = named.partition("=")
    if not version or not name:
        raise BadInput(f"--thresholds {named!a}: write VERSION=FILE.csv.")
    try:
        text = _read(name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name!a} is not UTF-8.") from error
    found, problems = check_proposed(text, version)
    if problems:
        raise BadInput(f"{name!a}: {' '.join(map(str, problems[:5]))}")
    return version, found


def _score(item, given, place=""):
    try:
        if not isinstance(item, dict):
            raise BadInput('expected {"version": …, "observed": […]}.')
        if item.keys() != MEMBERS:
            raise BadInput(_wrong_members(item))
        observed = item["observed"]
        if not isinstance(observed, list) or not all(isinstance(key, str) for key in observed):
            raise BadInput('"observed" must be a list of indicator keys.')
        version = item["version"]
        known = given.get(version) if isinstance(version, str) else None
        return score(known or load_thresholds(version), observed).as_json()
    except (BadInput, ScoringError) as error:
        raise BadInput(f"{place}{error}") from error


def _wrong_members(item):
    missing = [f'"{name}" is missing' for name in sorted(MEMBERS - item.keys())]
    surplus = [f"{ascii(name)[:60]} is not known" for name in sorted(item.keys() - MEMBERS)[:5]]
    return f"{', '.join(missing + surplus)}."
