"""The board's published thresholds: one dated file a version, read once and never changed."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from referrals.scoring.errors import BrokenThresholds, UnknownVersion
from referrals.scoring.vocabulary import DOMAINS, NEED, OUTCOMES, RED_FLAG, STRENGTH

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
COLUMNS = ["key", "kind", "domain", "theme", "level", "outcome", "text", "flag"]
NEED_LEVELS = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the guidance. `level` is None for a strength, `domain` "" for a red flag."""

    key: str
    kind: str
    domain: str
    theme: str
    level: int | None
    outcome: str
    text: str
    flag: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of need, with the indicator at each level that the guidance gives it."""

    key: str
    domain: str
    label: str
    levels: Mapping[int, Indicator]


@dataclass(frozen=True, eq=False)
class Thresholds:
    """One version: `indicators` by key and `themes` (of needs) by key, both in file order."""

    version: str
    indicators: Mapping[str, Indicator]
    themes: Mapping[str, Theme]
    order: Mapping[str, int] = field(init=False, repr=False)
    # level -> how many themes of each domain have an indicator at it, in the order of DOMAINS
    available: Mapping[int, tuple[int, int, int]] = field(init=False, repr=False)

    def __post_init__(self):
        order = {key: place for place, key in enumerate(self.indicators)}
        available = {
            level: tuple(
                sum(level in t.levels for t in self.themes.values() if t.domain == domain)
                for domain in DOMAINS
            )
            for level in NEED_LEVELS
        }
        object.__setattr__(self, "order", order)
        object.__setattr__(self, "available", available)

    def of_kind(self, kind):
        """The indicators of one kind (need, red_flag, strength), in file order."""
        return [i for i in self.indicators.values() if i.kind == kind]


@cache
def versions() -> tuple[str, ...]:
    """Every version carried, oldest first, such as ("2018-09",)."""
    files = REFERENCE.glob("thresholds_[0-9][0-9][0-9][0-9]_[0-9][0-9].csv")
    return tuple(sorted(f.stem.removeprefix("thresholds_").replace("_", "-") for f in files))


def version_on(day: date):
    """The version in force on a day: the latest that starts in its month or earlier.

    Before the first version was published, the first one answers.
    """
    known = versions()
    return max((v for v in known if v <= day.strftime("%Y-%m")), default=known[0])


def load_thresholds(version) -> Thresholds:
    """The thresholds published as `version` ("2018-09"); UnknownVersion when there are none."""
    if not isinstance(version, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}", version):
        raise UnknownVersion(version)
    return _load(version)


@cache
def _load(version):
    path = REFERENCE / f"thresholds_{version.replace('-', '_')}.csv"
    if not path.is_file():
        raise UnknownVersion(version)
    with path.open(encoding="utf-8", newline="") as file:
        return read_thresholds(version, file)


def read_thresholds(version, lines) -> Thresholds:
    """Thresholds from the lines of a CSV file; BrokenThresholds says what is wrong with it."""
    rows = csv.DictReader(lines)
    if rows.fieldnames != COLUMNS:
        raise BrokenThresholds(f"The columns must be {', '.join(COLUMNS)}.")
    indicators = {}
    for row in rows:
        indicator = _indicator(row)
        if indicator.key in indicators:
            raise BrokenThresholds(f"{indicator.key} stands there twice.")
        indicators[indicator.key] = indicator
    return Thresholds(version, MappingProxyType(indicators), MappingProxyType(_themes(indicators)))


def _indicator(row):
    for problem in row_problems(row):
        raise BrokenThresholds(f"{row['key'] or 'A row without a key'}: {problem}.")
    names = ("key", "kind", "domain", "theme", "outcome", "text", "flag")
    level = int(row["level"]) if row["level"] else None
    return Indicator(level=level, **{name: row[name] for name in names})


def row_problems(row):
    """Yield what is wrong with one row of the file, each as a sentence without its full stop."""
    if row["kind"] not in SHAPES:
        yield f"the kind must be {', '.join(KINDS[:-1])} or {KINDS[-1]}"
    else:
        yield from SHAPES[row["kind"]](row)
    if row["outcome"] not in OUTCOMES:
        yield f"the outcome must be one of {', '.join(OUTCOMES)}"
    if not (row["text"] or "").strip():
        yield "there are no words to read"
    if row["flag"] not in ("", "discuss"):
        yield "the flag must be empty or discuss"


def _need(row):
    if row["domain"] not in DOMAINS:
        yield f"the domain of a need must be {' or '.join(DOMAINS)}"
    if row["level"] not in ("2", "3", "4"):
        yield "the level of a need must be 2, 3 or 4"
    if row["key"] != f"{row['domain']}.{row['theme']}.{row['level']}":
        yield "the key of a need is its domain, theme and level with a full stop between each"


def _red_flag(row):
    if row["level"] != "4":
        yield "the level of a red flag must be 4"
    if row["domain"] or row["theme"]:
        yield "a red flag has no domain and no theme"


def _strength(row):
    if row["domain"] not in DOMAINS:
        yield f"the domain of a strength must be {' or '.join(DOMAINS)}"
    if row["level"] or row["flag"]:  # it never changes anything, so it can carry neither
        yield "a strength has no level and no flag"


SHAPES = {NEED: _need, RED_FLAG: _red_flag, STRENGTH: _strength}
KINDS = tuple(SHAPES)


def _themes(indicators):
    labels = theme_labels()
    levels, domains = {}, {}
    for indicator in indicators.values():
        if indicator.kind != NEED:
            continue
        if domains.setdefault(indicator.theme, indicator.domain) != indicator.domain:
            raise BrokenThresholds(f"The theme {indicator.theme} lies in two domains.")
        levels.setdefault(indicator.theme, {})[indicator.level] = indicator
    return {
        theme: Theme(theme, domains[theme], labels.get(theme, theme.replace("_", " ")), by_level)
        for theme, by_level in levels.items()
    }


@cache
def theme_labels():
    """What a theme is called on screen; words only, so they are of no version."""
    with (REFERENCE / "themes.csv").open(encoding="utf-8", newline="") as file:
        return {row["theme"]: row["label"] for row in csv.DictReader(file)}
