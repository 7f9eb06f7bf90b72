"""The outcomes framework: which questions a report answers, with targets, by dated versions."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from localities.calendar import Quarter

REFERENCE = Path(__file__).resolve().parent / "reference"


class UnknownFramework(ValueError):
    """There is no such version of the framework."""


@dataclass(frozen=True)
class Question:
    """What the framework says of one indicator. Target and floor are in its unit."""

    key: str
    name: str
    question: str
    unit: str
    target: Decimal | None
    floor: Decimal | None
    direction: str  # the better side: high, low or none
    definition: str
    source: str


@dataclass(frozen=True)
class Framework:
    version: str
    starts_on: date
    title: str
    source: str
    questions: tuple[Question, ...]

    def __getitem__(self, key) -> Question:
        return next(question for question in self.questions if question.key == key)


def versions() -> list[str]:
    """Every version carried, oldest first."""
    files = REFERENCE.glob("framework_*.json")
    return sorted(file.stem.removeprefix("framework_").replace("_", "-") for file in files)


@cache
def load(version: str) -> Framework:
    """A version of the framework; UnknownFramework when it is not carried."""
    if version not in versions():
        raise UnknownFramework(f"There is no framework version {version!a}.")
    path = REFERENCE / f"framework_{version.replace('-', '_')}.json"
    held = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
    questions = tuple(Question(**question) for question in held["indicators"])
    starts_on = date.fromisoformat(held["starts_on"])
    return Framework(held["version"], starts_on, held["title"], held["source"], questions)


def in_force(quarter: Quarter) -> Framework:
    """The framework in force at the quarter's start; before the first one, the first one."""
    known = [load(version) for version in versions()]
    begun = [framework for framework in known if framework.starts_on <= quarter.first_on]
    return begun[-1] if begun else known[0]
