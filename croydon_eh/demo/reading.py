"""The tables behind the demo: croydon_eh/demo/reference/*.csv."""

import csv
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).resolve().parent / "reference"


@cache
def rows(name: str) -> tuple[dict, ...]:
    """The rows of `<name>.csv` as dicts of text."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
