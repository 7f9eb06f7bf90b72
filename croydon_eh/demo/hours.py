"""When people work: office hours, school terms, and how busy each kind of agency is on a day."""

from bisect import bisect
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate

from localities.calendar import (
    LONDON,
    bank_holiday_facts,
    is_working_day,
    london,
    london_date,
    next_working_day,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OPENS, CLOSES = time(9), time(17)

# How many of all referrals come from each kind, and between which hours.
KINDS = {
    "school": (0.36, 8.3, 17),
    "health": (0.15, 9, 17),
    "gp": (0.07, 8.5, 18.5),
    "police": (0.14, 0, 23.9),
    "voluntary": (0.08, 9.5, 18),
    "housing": (0.06, 9, 17),
    "childrens_centre": (0.06, 9, 16.5),
    "youth": (0.04, 10, 20),
    "social_care": (0.04, 9, 17.5),
}


def at(day: date, hour: float) -> datetime:
    """A London time of day, as UTC."""
    return (datetime.combine(day, time(), LONDON) + hour * HOUR).astimezone(UTC)


def office_after(moment: datetime, hours: float) -> datetime:
    """The moment when the office has been open for so many hours since `moment`."""
    left = timedelta(hours=hours)
    while True:
        local = london(moment)
        day = next_working_day(local.date())
        start = at(day, 9) if day > local.date() or local.time() < OPENS else moment
        closes = at(day, 17)
        if start < closes and closes - start >= left:
            return (start + left).astimezone(UTC)
        left -= max(closes - start, timedelta())
        moment = at(day + DAY, 0)


def in_office(dice, day: date) -> datetime:
    """Some time of the first working day from this one on."""
    return at(next_working_day(day), dice.uniform(9.2, 16.8))


def working_days_later(dice, moment: datetime, days: float) -> datetime:
    """About so many working days after, in office hours."""
    return office_after(moment, days * 8 * dice.uniform(0.97, 1.0))


def is_term(day: date) -> bool:
    """Whether schools are open: invented but usual dates, the same rule for every year."""
    month_day = (day.month, day.day)
    if not is_working_day(day) or (7, 23) <= month_day <= (9, 2):
        return False
    if month_day >= (12, 20) or month_day <= (1, 4):
        return False
    monday = day - timedelta(days=day.weekday())
    return monday not in _weeks_off(day.year)


@cache
def _weeks_off(year):
    """Mondays of the half-terms and of the two weeks about Easter."""
    half_terms = {date(year, 2, 16), date(year, 5, 28), date(year, 10, 27)}
    fridays = [h.on for h in bank_holiday_facts() if h.name == "Good Friday" and h.on.year == year]
    easter = {friday + timedelta(weeks=week) for friday in fridays for week in (0, 1)}
    return {day - timedelta(days=day.weekday()) for day in half_terms | easter}


@cache
def busy(kind: str, day: date) -> float:
    """How many referrals this kind sends on this day, against its usual working day."""
    if kind == "police":
        return 1.15 if day.weekday() >= 4 else 0.9
    if not is_working_day(day):
        return 0.0
    if kind == "school":
        return _school_day(day) if is_term(day) else 0.06
    return 1.0 if is_term(day) else 0.8


def _school_day(day):
    """Little in the first weeks of a year, much before the holidays."""
    if day.month == 9:
        return 0.5 + day.day / 40
    before_a_holiday = not is_term(next_working_day(day + timedelta(weeks=1)))
    return 1.35 if before_a_holiday else 1.1


class Arrivals:
    """Days on which referrals come, more of them year by year."""

    GROWTH = 0.25  # over the whole period

    def __init__(self, first: date, last: date):
        self.days = [first + n * DAY for n in range((last - first).days + 1)]
        length = len(self.days)
        self.weights = [
            sum(share * busy(kind, day) for kind, (share, *_) in KINDS.items())
            * (1 + self.GROWTH * n / length)
            for n, day in enumerate(self.days)
        ]
        self._sums = list(accumulate(self.weights))

    def day(self, dice) -> date:
        return self.days[bisect(self._sums, dice.random() * self._sums[-1])]

    def kind(self, dice, day: date) -> str:
        return dice.one({kind: share * busy(kind, day) for kind, (share, *_) in KINDS.items()})

    def moment(self, dice, day: date, kind: str) -> datetime:
        _, first, last = KINDS[kind]
        if kind == "police":
            return at(day, (dice.pull(7, 19, 30)) % 24)
        return at(day, dice.pull(first, (first + last) / 2 + 1, last))

    def soon(self, dice, moment: datetime) -> date | None:
        """A likely day within a week of a moment, None after the period."""
        first = (london_date(moment) - self.days[0]).days
        days = self.days[first : first + 7]
        if not days:
            return None
        return dice.choices(days, self.weights[first : first + 7])[0]
