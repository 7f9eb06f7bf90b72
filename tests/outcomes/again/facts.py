"""The indicators worked out a second time, from the exported CSV files alone.

Written from the definitions and not from the service's code, of which it imports nothing: if the
two agree, the export says enough and both read the definitions alike. Each method
of `Counted` gives one row for each thing counted; whoever reads it adds up.
"""

from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

LONDON = ZoneInfo("Europe/London")
COLUMNS = ["quarter", "locality", "numerator", "denominator", "pending"]
NOTHING = pd.NaT


class Facts:
    """The files of an export, as they were known at a moment."""

    def __init__(self, folder: Path, as_at: datetime):
        self.folder, self.as_at = folder, pd.Timestamp(as_at).tz_convert("UTC")

    def __getitem__(self, name) -> pd.DataFrame:
        if name not in self.__dict__:
            self.__dict__[name] = self._read(name)
        return self.__dict__[name]

    def _read(self, name):
        table = pd.read_csv(self.folder / f"{name}.csv", dtype=str, keep_default_na=False)
        for column in table.columns:
            if column.endswith("_at"):
                table[column] = pd.to_datetime(
                    table[column].replace("", None), utc=True, format="ISO8601"
                )
        known = (table.happened_at <= self.as_at) & (table.recorded_at <= self.as_at)
        stands = table.superseded_at.isna() | (table.superseded_at > self.as_at)
        table = table[known & stands].copy()
        if "sequence" in table:
            table["sequence"] = table.sequence.astype(int)
            table = table.sort_values(["happened_at", "sequence"])
        return table


# --- time


def day(moment):
    return moment.astimezone(LONDON).date()


def quarter_of(on):
    """The financial year's quarter: April to June is the first."""
    if on.month < 4:
        return f"{on.year - 1}-Q4"
    return f"{on.year}-Q{(on.month - 1) // 3}"


def end_of(on):
    midnight = datetime.combine(on + timedelta(days=1), time(), LONDON)
    return pd.Timestamp(midnight).tz_convert("UTC") - pd.Timedelta(microseconds=1)


def months_on(on, months):
    return (pd.Timestamp(on) + pd.DateOffset(months=months)).date()


def working(start, days, holidays, pauses=()):
    """The moment at which so many days of 24 hours have run, on working days outside pauses."""
    at = start.astimezone(LONDON).replace(tzinfo=None)
    stops = sorted(
        (a.astimezone(LONDON).replace(tzinfo=None), b.astimezone(LONDON).replace(tzinfo=None))
        for a, b in pauses
    )
    left = timedelta(days=days)
    while True:
        midnight = datetime.combine(at.date() + timedelta(days=1), time())
        if at.weekday() > 4 or at.date() in holidays:
            at = midnight
            continue
        stopped = next((stop for stop in stops if stop[0] <= at < stop[1]), None)
        if stopped:
            at = stopped[1]
            continue
        until = min([midnight, *(stop[0] for stop in stops if stop[0] > at)])
        if until - at >= left:
            return pd.Timestamp(datetime.combine((at + left).date(), (at + left).time(), LONDON))
        left -= until - at
        at = until


class Places:
    """The facts of a moment, and where families lived."""

    def __init__(self, folder: Path, as_at: datetime):
        self.facts = Facts(folder, as_at)
        self.as_at = self.facts.as_at
        self.holidays = {pd.Timestamp(on).date() for on in self.facts["bank_holidays"].on_day}
        self.root = self._roots()
        self.ends = {
            (row.referral, row.to_state): row.happened_at
            for row in self.facts["moves"][::-1].itertuples()
            if row.to_state in ("duplicate", "withdrawn")
        }
        self.decisions = dict(list(self.facts["decisions"].groupby("referral")))
        self.homes = dict(list(self.facts["households"].groupby("family")))
        self.wards = dict(list(self.facts["ward_localities"].groupby("ward")))

    def _roots(self):
        into = {row.duplicate: row.family for row in self.facts["merges"].itertuples()}

        def root(family):
            while family in into:
                family = into[family]
            return family

        return root

    def place(self, row, locality=None):
        found = row.locality if locality is None else locality
        return found or ("outside" if row.area == "elsewhere" else "unknown")

    def home(self, family, on):
        """The locality of the main household's ward on a day, both as known at `as_at`."""
        homes = self.homes.get(family)
        if homes is None:
            return "unknown"
        here = self._holding(homes[homes.is_main == "t"], on)
        if here is None:
            return "unknown"
        ward = self._holding(self.wards.get(here.ward), on)
        if ward is not None:
            return ward.locality
        return "outside" if here.area == "elsewhere" else "unknown"

    def _holding(self, table, on):
        if table is None:
            return None
        text = on.isoformat()
        rows = table[(table.from_on <= text) & ((table.until_on == "") | (table.until_on > text))]
        rows = rows.sort_values(["from_on", "sequence"])
        return None if rows.empty else rows.iloc[-1]
