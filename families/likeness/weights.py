"""What an answer weighs, and which names are forms of one another: dated, versioned files.

Weights are bits (log2 of how much oftener the answer is seen of one person than of two). Source:
reference/SOURCES.md. A published version never changes.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from localities.calendar import london

REFERENCE = Path(__file__).parents[1] / "reference"


class UnknownWeights(ValueError):
    """There is no such version of the weights."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`bits` and `words` by (fact, answer); two people are shown from `possible` bits on."""

    version: str
    bits: Mapping[tuple[str, str], float]
    words: Mapping[tuple[str, str], str]

    @property
    def likely(self):
        return self.bits["band", "likely"]

    @property
    def possible(self):
        return self.bits["band", "possible"]

    @property
    def search(self):
        """Whom somebody looks for with few facts is shown from so many bits on."""
        return self.bits["band", "search"]


@cache
def versions(kind: str) -> tuple[str, ...]:
    """Every version carried of "likeness" or "nicknames", oldest first: ("2026-11",)."""
    files = REFERENCE.glob(f"{kind}_[0-9][0-9][0-9][0-9]_[0-9][0-9].csv")
    return tuple(sorted(f.stem.removeprefix(f"{kind}_").replace("_", "-") for f in files))


def version_at(moment: datetime, kind: str = "likeness") -> str:
    """The newest version that is not later than a moment; before the first one, the first."""
    known = versions(kind)
    return max((v for v in known if v <= f"{london(moment):%Y-%m}"), default=known[0])


def _rows(kind, version):
    path = REFERENCE / f"{kind}_{version.replace('-', '_')}.csv"
    if not re.fullmatch("[0-9]{4}-[0-9]{2}", version) or not path.is_file():
        raise UnknownWeights(f"There is no version {version!a} of the {kind}.")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def weights(version: str) -> Weights:
    """The weights of a version; UnknownWeights when there is none."""
    rows = {(row["fact"], row["answer"]): row for row in _rows("likeness", version)}
    return Weights(
        version,
        {key: float(row["weight"]) for key, row in rows.items()},
        {key: row["words"] for key, row in rows.items()},
    )


@cache
def other_names(version: str) -> Mapping[str, frozenset]:
    """Every name that is a short or other form -> the names of all groups that it stands in."""
    found = defaultdict(set)
    for row in _rows("nicknames", version):
        group = row["names"].split()
        for name in group:
            found[name].update(group)
    return {name: frozenset(names - {name}) for name, names in found.items()}
