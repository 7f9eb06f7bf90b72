"""Moments and corrections by chance."""

import random
from datetime import UTC, datetime, timedelta

START = datetime(2024, 9, 1, tzinfo=UTC)
END = datetime(2026, 11, 1, tzinfo=UTC)
# The last and first moments of quarters, with and without summer time, and the night clocks change.
EDGES = [
    datetime(2025, 3, 31, 22, 59, 59, 999999, UTC), datetime(2025, 3, 31, 23, 0, tzinfo=UTC),
    datetime(2025, 6, 30, 22, 30, tzinfo=UTC), datetime(2025, 6, 30, 23, 30, tzinfo=UTC),
    datetime(2025, 9, 30, 23, 0, tzinfo=UTC), datetime(2025, 12, 31, 23, 59, 59, 999999, UTC),
    datetime(2026, 1, 1, 0, 0, tzinfo=UTC), datetime(2026, 3, 29, 0, 59, tzinfo=UTC),
    datetime(2026, 3, 31, 23, 0, tzinfo=UTC), datetime(2025, 10, 26, 1, 30, tzinfo=UTC),
]  # fmt: skip
AGES = ["unborn", "0-4", "5-9", "10-14", "15-17", "unknown"]
SECOND = timedelta(seconds=1)


class Moments:
    def __init__(self, seed):
        self.rng = random.Random(seed)

    def moment(self, since=START, until=END):
        if self.rng.random() < 0.15:
            edges = [edge for edge in EDGES if since <= edge <= until]
            if edges:
                return self.rng.choice(edges)
        seconds = int((until - since) / SECOND)
        return since + timedelta(seconds=self.rng.randint(0, max(seconds, 0)))

    def after(self, moment, days):
        return moment + timedelta(seconds=self.rng.randint(1, int(days * 86400)))

    def recorded(self, happened):
        """Mostly at once, sometimes weeks later."""
        late = self.rng.random() < 0.12
        return happened + (timedelta(days=self.rng.uniform(1, 60)) if late else SECOND)

    def chance(self, share):
        return self.rng.random() < share

    def fact(self, model, change, **values):
        """A row, and sometimes the row that corrects it (`change` alters the values)."""
        happened = values["happened_at"]
        first = model(recorded_at=self.recorded(happened), **values)
        rows = [first]
        if self.chance(0.12):
            corrected_at = first.recorded_at + timedelta(days=self.rng.uniform(0.1, 90))
            first.superseded_at = corrected_at
            if self.chance(0.85):  # else withdrawn: nothing replaces it
                rows.append(model(recorded_at=corrected_at, **(values | change(values))))
        return rows

    def moved(self, values):
        return {
            "happened_at": values["happened_at"] + timedelta(days=self.rng.choice([-3, -1, 1, 9]))
        }
