"""What each kind of agency counts as in the national list of sources of referral."""

import csv
from functools import cache
from types import MappingProxyType

from localities.working_days import REFERENCE


def source_code_of(kind: str) -> str:
    """The Department for Education's code: a school is "2A". KeyError for an unknown kind."""
    return _table("agency_kinds.csv", "kind", "source_code")[kind]


def source_labels() -> MappingProxyType:
    """Code to label, in the Department's order."""
    return _table("source_codes.csv", "code", "label")


@cache
def _table(name, key, value):
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row[key]: row[value] for row in csv.DictReader(file)})
