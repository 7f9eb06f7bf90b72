"""Bank holidays and clocks that run only on the working days of England."""

import csv
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from localities.london import LONDON, ONE_DAY, london

REFERENCE = Path(__file__).resolve().parent / "reference"


@dataclass(frozen=True, slots=True)
class BankHoliday:
    """A bank holiday of England that falls on a weekday, as a fact with the time it was known."""

    on: date
    name: str
    recorded_at: datetime
    superseded_at: datetime | None


@cache
def bank_holiday_facts() -> tuple[BankHoliday, ...]:
    """Every row carried, superseded ones too (2018 to 2040; later days count as ordinary ones).

    Source: GOV.UK bank holidays, England and Wales; from 2029 on by the rules of the Banking and
    Financial Dealings Act 1971 and yearly custom. A correction is a new row: ADR 0011.
    """
    with (REFERENCE / "bank_holidays.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            BankHoliday(
                date.fromisoformat(row["on"]),
                row["name"],
                datetime.fromisoformat(row["recorded_at"]),
                datetime.fromisoformat(row["superseded_at"]) if row["superseded_at"] else None,
            )
            for row in csv.DictReader(file)
        )


def bank_holidays(known_at: datetime | None = None) -> frozenset[date]:
    """The bank holidays as known at a moment; as known today without one."""
    changes = _changes()
    known = len(changes) if known_at is None else bisect_right(changes, london(known_at))
    return _holidays_after(known)


@cache
def _changes():
    moments = {h.recorded_at for h in bank_holiday_facts()}
    return sorted(moments | {h.superseded_at for h in bank_holiday_facts() if h.superseded_at})


@cache
def _holidays_after(known):
    """The calendar after the first `known` changes; the oldest calendar before any of them."""
    moment = _changes()[max(known - 1, 0)]
    return frozenset(
        h.on
        for h in bank_holiday_facts()
        if h.recorded_at <= moment and (h.superseded_at is None or h.superseded_at > moment)
    )


def is_working_day(day: date, *, known_at: datetime | None = None) -> bool:
    """Whether a day is neither at the weekend nor a bank holiday in England."""
    return day.weekday() < 5 and day not in bank_holidays(known_at)


def next_working_day(day: date, *, known_at: datetime | None = None) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day, known_at=known_at):
        day += ONE_DAY
    return day


def add_working_days(start: datetime, days, *, pauses=(), known_at=None) -> datetime:
    """The first moment at which `days` times 24 hours of working days have run since `start`.

    Time runs on working days only, midnight to midnight in London, and not within `pauses`, pairs
    of moments (from, until). Friday 16:00 and one day give Monday 16:00; any time on a Saturday
    and one day give the end of Monday, which is Tuesday 00:00. Clocks change on Sundays, so each
    working day has 24 hours. `days` may be a fraction and is not negative.
    """
    if days < 0:
        raise ValueError("A clock runs forward: days cannot be negative.")
    left = timedelta(days=float(days))
    holidays = bank_holidays(known_at)
    at = _wall(start)
    stops = _merged(pauses)
    while left:
        at, until = _next_run(at, stops, holidays)
        if until - at >= left:
            return _from_wall(at + left)
        left -= until - at
        at = until
    return _from_wall(at)


def subtract_working_days(end: datetime, days, *, known_at=None) -> datetime:
    """The last moment from which `days` times 24 hours of working days run until `end`."""
    if days < 0:
        raise ValueError("Days to go back cannot be negative.")
    left = timedelta(days=float(days))
    holidays = bank_holidays(known_at)
    at = _wall(end)
    while left:
        midnight = _midnight(at)
        if at == midnight:
            midnight -= ONE_DAY
        if _runs_on(midnight, holidays):
            if at - midnight >= left:
                return _from_wall(at - left)
            left -= at - midnight
        at = midnight
    return _from_wall(at)


def running_time(start: datetime, end: datetime, *, pauses=(), known_at=None) -> timedelta:
    """How long a working-day clock runs between two moments; zero when `end` is the earlier."""
    holidays = bank_holidays(known_at)
    at, last = _wall(start), _wall(end)
    paused = (
        _run_between(max(at, stop), min(last, going_on), holidays)
        for stop, going_on in _merged(pauses)
    )
    return _run_between(at, last, holidays) - sum(paused, timedelta(0))


def _run_between(at, last, holidays):
    """Working-day time between two moments of the wall clock, by whole days from midnight."""
    if last <= at:
        return timedelta(0)
    days = map(date.fromordinal, range(at.toordinal(), last.toordinal()))
    run = sum(day.weekday() < 5 and day not in holidays for day in days) * ONE_DAY
    if _runs_on(at, holidays):
        run -= at - _midnight(at)
    if _runs_on(last, holidays):
        run += last - _midnight(last)
    return run


def working_days_between(start: datetime, end: datetime, *, pauses=(), known_at=None) -> int:
    """The complete working days (24 running hours each) between two moments, rounded down."""
    return running_time(start, end, pauses=pauses, known_at=known_at) // ONE_DAY


def _next_run(at, stops, holidays):
    """The next stretch, within one day, in which the clock runs: (from, until), not empty."""
    while True:
        midnight = _midnight(at) + ONE_DAY
        if not _runs_on(at, holidays):
            at = midnight
            continue
        stop = next((s for s in stops if s[1] > at), None)
        if stop is None or stop[0] >= midnight:
            return at, midnight
        if stop[0] > at:
            return at, stop[0]
        at = stop[1]


def _runs_on(at, holidays):
    return at.weekday() < 5 and at.date() not in holidays


def _midnight(at):
    return datetime.combine(at.date(), time.min)


def _merged(pauses):
    """Pauses on the wall clock, in order, overlapping ones as one."""
    merged = []
    for start, end in sorted((_wall(start), _wall(end)) for start, end in pauses):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        elif start < end:
            merged.append((start, end))
    return merged


def _wall(moment):
    """The London wall clock without its zone; the doubled hour only exists on a Sunday night."""
    return london(moment).replace(tzinfo=None, fold=0)


def _from_wall(at):
    return at.replace(tzinfo=LONDON)
