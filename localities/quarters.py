"""Quarters of the financial year."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from localities.london import ONE_DAY, london_date, london_day_start, months_after

_QUARTER = re.compile("([12][0-9]{3})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True, init=False)
class Quarter:
    """A quarter of the financial year: "2026-Q1" is April to June 2026, "2026-Q4" ends in 2027."""

    year: int
    number: int

    def __init__(self, name: str):
        found = _QUARTER.fullmatch(name) if isinstance(name, str) else None
        if not found:
            raise ValueError("A quarter is written like 2026-Q1.")
        object.__setattr__(self, "year", int(found[1]))
        object.__setattr__(self, "number", int(found[2]))

    @classmethod
    def containing(cls, moment: datetime) -> "Quarter":
        """The quarter in which a moment lies, by London time."""
        return cls.of_day(london_date(moment))

    @classmethod
    def of_day(cls, day: date) -> "Quarter":
        """The quarter in which a day lies."""
        year, month = divmod(day.year * 12 + day.month - 4, 12)
        return cls(f"{year:04}-Q{month // 3 + 1}")

    def __str__(self):
        return f"{self.year}-Q{self.number}"

    @property
    def first_on(self) -> date:
        return date(self.year + self.number // 4, self.number * 3 % 12 + 1, 1)

    @property
    def last_on(self) -> date:
        return months_after(self.first_on, 3) - ONE_DAY

    @property
    def start(self) -> datetime:
        """The first moment, which belongs to the quarter."""
        return london_day_start(self.first_on)

    @property
    def end(self) -> datetime:
        """The first moment after it, which belongs to the next."""
        return london_day_start(months_after(self.first_on, 3))

    @property
    def label(self) -> str:
        return f"{self.first_on:%B} to {self.last_on:%B %Y}"

    @property
    def previous(self) -> "Quarter":
        return Quarter.of_day(self.first_on - ONE_DAY)

    @property
    def next(self) -> "Quarter":
        return Quarter.of_day(self.last_on + ONE_DAY)
