"""Deadlines: computed from dated rules, never counted up by a job.

No national clock for early help exists, so each rule is config with a version and a source
(reference/clocks_*.csv; amounts, due_soon and longest_pause are in the row's own unit or, for
pauses, working days). A running clock keeps the version it started under.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache

from localities.calendar import (
    add_working_days,
    london,
    london_date,
    london_day_end,
    months_after,
    subtract_working_days,
)
from localities.working_days import REFERENCE

# What a clock can show; the words for a person are in localities.clock_text.
STATES = ("running", "due_soon", "overdue", "met", "late", "paused")
HOURS_OF = {"hours": 1, "days": 24, "weeks": 7 * 24}
SOON = timedelta(hours=1)  # where the caller names no clock


class UnknownClock(ValueError):
    """No such clock, or no such version of the clocks."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a clocks file. `unit` is hours, days, working days, weeks or months."""

    key: str
    urgent: bool
    from_what: str
    to_what: str
    amount: Decimal
    unit: str
    due_soon: Decimal
    longest_pause: Decimal
    source: str


@cache
def versions() -> tuple[str, ...]:
    """Every version carried, oldest first, such as ("2018-09",)."""
    files = REFERENCE.glob("clocks_[0-9][0-9][0-9][0-9]_[0-9][0-9].csv")
    return tuple(sorted(f.stem.removeprefix("clocks_").replace("_", "-") for f in files))


def version_at(moment: datetime) -> str:
    """The version in force at a moment; before the first one was published, the first one."""
    known = versions()
    return max((v for v in known if v <= f"{london(moment):%Y-%m}"), default=known[0])


@cache
def rules(version: str) -> dict[tuple[str, bool], Rule]:
    """The rules of a version by (key, urgent); UnknownClock when there is no such version."""
    path = REFERENCE / f"clocks_{version.replace('-', '_')}.csv"
    if not re.fullmatch("[0-9]{4}-[0-9]{2}", version) or not path.is_file():
        raise UnknownClock(f"There is no clock version {version!a}.")
    with path.open(encoding="utf-8", newline="") as file:
        found = [_rule(row) for row in csv.DictReader(file)]
    return {(rule.key, rule.urgent): rule for rule in found}


def _rule(row):
    numbers = {name: Decimal(row.pop(name)) for name in ("amount", "due_soon", "longest_pause")}
    return Rule(urgent=row.pop("urgent") == "yes", **row, **numbers)


def rule(key: str, start: datetime, *, urgent=False, version: str | None = None) -> Rule:
    """The rule for a clock that starts at `start`, by the version then in force or a named one."""
    known = rules(version or version_at(start))
    if (key, urgent) not in known:
        raise UnknownClock(f"There is no {'urgent ' if urgent else ''}clock {key!a}.")
    return known[key, urgent]


def due(key, start, *, pauses=(), urgent=False, version=None, known_at=None) -> datetime:
    """The last moment that is still on time.

    Working days run as localities.calendar says and stand still in `pauses`: pairs (from, until),
    until None while a question is open, each counted for no longer than the rule allows. Hours
    are real ones on any day and never pause. Days, weeks and months end with their London day; one
    day is the day of the start.
    `known_at` takes the bank holidays as known then. Source: the clock's row.
    """
    by = rule(key, start, urgent=urgent, version=version)
    if by.unit == "hours":
        return london(start.astimezone(UTC) + timedelta(hours=float(by.amount)))
    if by.unit == "working days":
        stood = [_capped(pause, by, known_at) for pause in pauses]
        return add_working_days(start, by.amount, pauses=stood, known_at=known_at)
    day = london_date(start)
    if by.unit == "days":
        return london_day_end(day + timedelta(days=int(by.amount) - 1))
    if by.unit == "weeks":
        return london_day_end(day + timedelta(weeks=int(by.amount)))
    return london_day_end(months_after(day, int(by.amount)))


def _capped(pause, by, known_at):
    start, until = pause
    latest = add_working_days(start, by.longest_pause, known_at=known_at)
    return start, latest if until is None else min(until, latest)


def pause_ends(key, start, paused_at, *, version=None, known_at=None) -> datetime:
    """When a pause of this clock ends by itself, so that a decision is taken on what is known."""
    longest = rule(key, start, version=version).longest_pause
    return add_working_days(paused_at, longest, known_at=known_at)


def soon_at(key, start, due_at, *, urgent=False, version=None, known_at=None) -> datetime:
    """From when a clock that is due at `due_at` shows as due soon, by its rule's `due_soon`."""
    by = rule(key, start, urgent=urgent, version=version)
    if by.unit == "working days":
        return subtract_working_days(due_at, by.due_soon, known_at=known_at)
    if by.unit == "months":
        return months_after(due_at, -int(by.due_soon))
    hours = by.due_soon * HOURS_OF[by.unit]
    return london(due_at.astimezone(UTC) - timedelta(hours=float(hours)))


def decision_due(
    first_contact_at: datetime,
    *,
    caller_urgent: bool = False,
    scores: Iterable[tuple[datetime, bool]] = (),
    pauses=(),
    version: str | None = None,
    known_at: datetime | None = None,
) -> datetime:
    """When the first decision is due; a red flag or level 4 suggested makes a score urgent.

    `scores` are (scored_at, urgent) of each suggestion for the referral. Until a form is scored,
    the caller's "urgent" gives 3 hours, else there is 1 working day; an urgent score gives 3
    hours from then, never beyond the due already set. A calm first score lifts the caller's
    "urgent", unless its 3 hours had passed by then: ADR 0013.
    """
    version = version or version_at(first_contact_at)
    named = {"version": version, "known_at": known_at}
    due_at = due("decision", first_contact_at, pauses=pauses, **named)
    scores = sorted(scores)
    if caller_urgent:
        called_due = due("decision", first_contact_at, urgent=True, **named)
        if not scores or scores[0][1] or scores[0][0] > called_due:
            due_at = min(due_at, called_due)
    for scored_at, urgent in scores:
        if urgent:
            due_at = min(due_at, due("decision", scored_at, urgent=True, **named))
    return due_at


def state(due_at, at, done_at=None, paused=False, soon_at=None) -> str:
    """running, due_soon, overdue or paused at a moment; met or late once done by it.

    Doing it at the due moment is on time. `soon_at` is the clock's own (see above); without it
    the last hour is due soon.
    """
    if done_at is not None and done_at <= at:
        return "met" if done_at <= due_at else "late"
    if at > due_at:
        return "overdue"
    if paused:
        return "paused"
    return "due_soon" if at >= (due_at - SOON if soon_at is None else soon_at) else "running"
