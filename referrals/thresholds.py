"""Which thresholds hold: the published files, and what the board adopted since.

Scoring itself knows files and text only. An adoption starts on a later day than it is made, so the
list that a process read on some day is complete for that day: a page asks the database no more.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils import timezone

from localities.calendar import london_date
from referrals import scoring
from referrals.models import ThresholdAdoption
from referrals.scoring import Thresholds, UnknownVersion

# By then whatever was adopted on a day has been committed, long before the next one begins.
LEAST_NOTICE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Version:
    """A version with the day from which it holds; `board_reference` is "" for a published file."""

    name: str
    starts_on: date
    board_reference: str = ""


@lru_cache(maxsize=1)
def _published():
    return [Version(name, date.fromisoformat(f"{name}-01")) for name in scoring.versions()]


class _Adopted:
    """The adoptions as this process last read them."""

    read_on, rows = date.min, ()

    def by(self, day):
        if day > self.read_on:
            self.read_on = london_date(timezone.now())
            found = ThresholdAdoption.objects.values_list("version", "starts_on", "board_reference")
            self.rows = [Version(*row) for row in found]
        return self.rows

    def forget(self, known_through=date.min):
        """Nothing was adopted that begins by `known_through`: read again for a later day."""
        self.read_on, self.rows = known_through, ()
        _adopted_text.cache_clear()


_adopted = _Adopted()
forget = _adopted.forget  # what this process has read: after an adoption


def earliest_start(at):
    """The first day from which a version that is adopted now can hold: tomorrow, or nearly so."""
    return london_date(at + LEAST_NOTICE) + timedelta(days=1)


def versions(day) -> list[Version]:
    """Every version known on a day, also those that start later; the earliest start first."""
    return sorted([*_published(), *_adopted.by(day)], key=lambda version: version.starts_on)


def begun(day) -> list[Version]:
    """The versions that have started by a day; before the first one, the first one."""
    known = versions(day)
    return [version for version in known if version.starts_on <= day] or known[:1]


def in_force(day) -> Thresholds:
    """The thresholds by which a referral of this day is scored."""
    return called(begun(day)[-1].name)


def called(name) -> Thresholds:
    """The thresholds of a version, published or adopted; UnknownVersion when there are none."""
    if name in scoring.versions():
        return scoring.load_thresholds(name)
    if not isinstance(name, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}", name):
        raise UnknownVersion(name)
    return _adopted_text(name)


@lru_cache(maxsize=20)
def _adopted_text(name):
    adoption = ThresholdAdoption.objects.select_related("proposal").filter(version=name).first()
    if adoption is None:
        raise UnknownVersion(name)
    return read(adoption.proposal, name)


def named(name, day) -> Thresholds:
    """The thresholds that a sender names, which must have started; UnknownVersion otherwise."""
    found = called(name)
    if name not in {version.name for version in begun(day)}:
        raise UnknownVersion(name)
    return found


def read(proposal, version=scoring.PROPOSED) -> Thresholds:
    """A loaded proposal's thresholds, under the name of a version."""
    found, problems = scoring.check_proposed(proposal.text, version)
    if problems:
        raise scoring.BrokenThresholds(str(problems[0]))
    return found
