"""What an indicator is: a question to the facts that answers with counts which can be added up."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db import connection

from localities.calendar import Quarter
from localities.models import Locality

PLACE = "locality"
OUTSIDE, UNKNOWN = 0, -1  # how the queries write a place that is no locality

# (quarter, axis, label) -> counts by name
Counts = dict[tuple[str, str, str], Counter]


@dataclass(frozen=True)
class Run:
    """Consecutive quarters to count, and the moment at which the facts are looked at."""

    quarters: tuple[Quarter, ...]
    as_at: datetime
    shared: dict = field(default_factory=dict, compare=False)

    def __post_init__(self):
        follows = zip(self.quarters, self.quarters[1:], strict=False)
        if not self.quarters or any(a.next != b for a, b in follows):
            raise ValueError("Quarters are counted in one row, the earliest first.")

    @cached_property
    def places(self) -> dict[int, str]:
        """Code of each locality by the number that queries give it."""
        known = self.shared.setdefault(
            "localities", dict(Locality.objects.values_list("id", "code"))
        )
        return known | {OUTSIDE: "outside", UNKNOWN: "unknown"}

    @property
    def last(self) -> "Run":
        """The last quarter alone, for what is shown of it only."""
        return Run(self.quarters[-1:], self.as_at, self.shared)

    def rows(self, sql: str, **more) -> list[tuple]:
        """The answer to a query in which `quarter` is the number of a quarter, from 1."""
        starts = [quarter.start for quarter in self.quarters]
        values = {
            "as_at": self.as_at,
            "starts": starts,
            "days": [quarter.first_on for quarter in self.quarters],
            "since": starts[0],
            "until": self.quarters[-1].end,
            "first_on": self.quarters[0].first_on,
            "last_on": self.quarters[-1].last_on,
        }
        with connection.cursor() as cursor:
            cursor.execute(sql, values | more)
            return cursor.fetchall()

    def by_place(self, sql: str, *names: str, **more) -> Counts:
        """Counts of a query of (quarter, place, counts in the order of `names`)."""
        found = defaultdict(Counter)
        for number, place, *counts in self.rows(sql, **more):
            quarter = str(self.quarters[number - 1])
            found[quarter, PLACE, self.places[place]].update(_named(names, counts))
        return found

    def by_axis(self, sql: str, *names: str, **more) -> Counts:
        """Counts of a query of (quarter, axis, label, counts in the order of `names`)."""
        found = defaultdict(Counter)
        for number, axis, label, *counts in self.rows(sql, **more):
            found[str(self.quarters[number - 1]), axis, label].update(_named(names, counts))
        return found


def _named(names, counts):
    return {name: int(count or 0) for name, count in zip(names, counts, strict=True)}


@dataclass(frozen=True)
class Indicator:
    """`count` gives the counts by locality, `breakdown` those by other axes, of the run's quarters.

    What they are: unit percent has numerator, denominator, pending; count has numerator; mean has
    n, sum and squares (of 2520ths, which keeps means of up to ten scores exact); per_1000 has
    numerator and denominator. `axes` names each axis with its labels in the order of the page.
    """

    key: str
    unit: str
    count: Callable[[Run], Counts]
    breakdown: Callable[[Run], Counts] | None = None
    axes: dict[str, Iterable[str]] = field(default_factory=dict)
    by_children: bool = False  # (E): the axes count children, each once
