"""The indicators worked out a second time, from the exported CSV files alone.

Written from the definitions and not from the service's code, of which it imports nothing: if the
two agree, the export says enough and both read the definitions alike. `items()` gives one row for
each thing counted; whoever reads it adds up.
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


class Counted:
    """Every indicator, one method each; a method returns the rows of what it counts."""

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

    # --- places

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

    # --- the front door

    def _referrals(self):
        for row in self.facts["referrals"].itertuples():
            if (row.referral, "duplicate") not in self.ends:
                yield row

    def referrals_received(self):
        return [(quarter_of(day(r.happened_at)), self.place(r), 1, 0, 0) for r in self._referrals()]

    def received_by_level(self):
        found = []
        for row in self._referrals():
            made = self.decisions.get(row.referral)
            level = "" if made is None else made.iloc[-1].level
            found.append((quarter_of(day(row.happened_at)), level, 1, 0, 0))
        return found

    def _children_referred(self):
        """(quarter, referral row, child row), each child at its first referral of a quarter."""
        children = dict(list(self.facts["referral_children"].groupby("referral")))
        seen = set()
        for row in self._referrals():
            quarter = quarter_of(day(row.happened_at))
            for child in children.get(row.referral, pd.DataFrame()).itertuples():
                if (quarter, child.child) not in seen:
                    seen.add((quarter, child.child))
                    yield quarter, row, child

    def age_mix(self):
        return [(q, self.place(r), 1, 0, 0) for q, r, _ in self._children_referred()]

    def reach_per_1000(self):
        aged = ("0-4", "5-9", "10-14", "15-17")
        return [
            (quarter, row.locality, 1, 0, 0)
            for quarter, row, child in self._children_referred()
            if row.locality and child.age_band in aged
        ]

    def population(self, last_day):
        """Children by locality on the last day of a quarter."""
        found = {}
        for row in self.facts["populations"].itertuples():
            held = self._holding(self.wards.get(row.ward), last_day)
            if held is not None:
                found[held.locality] = found.get(held.locality, 0) + int(row.children)
        return found

    def decision_on_time(self):
        pauses = dict(list(self.facts["pauses"].groupby("referral")))
        contacts = self.facts["contacts"].set_index("referral")
        found = []
        for row in self._referrals():
            contact = contacts.loc[row.referral]
            made = self.decisions.get(row.referral)
            if made is not None:
                first = made.iloc[0]
                due, done = first.due_at, first.happened_at
                place = self.place(row, first.locality)
            else:
                asked = pauses.get(row.referral, pd.DataFrame())
                due, done, place = self._decision_due(row, contact, asked), None, self.place(row)
            withdrawn = self.ends.get((row.referral, "withdrawn"))
            if withdrawn is not None and withdrawn < due:
                continue
            found.append((quarter_of(day(contact.happened_at)), place, *self._on_time(done, due)))
        return found

    def _decision_due(self, row, contact, asked):
        """One working day from the contact; three hours where the caller or the score is urgent."""
        stops = []
        for pause in asked.itertuples():
            longest = working(pause.happened_at, 2, self.holidays)
            stops.append((pause.happened_at, min([longest, pause.until_at])
                          if not pd.isna(pause.until_at) else longest))  # fmt: skip
        due = working(contact.happened_at, 1, self.holidays, stops)
        hours = pd.Timedelta(hours=3)
        scored_urgent = row.suggested_level == "4"
        called = contact.happened_at + hours
        if contact.urgent == "t" and (scored_urgent or row.happened_at > called):
            due = min(due, called)
        return min(due, row.happened_at + hours) if scored_urgent else due

    def _on_time(self, done, due):
        if done is not None and not pd.isna(done):
            return int(done <= due), 1, 0
        return (0, 1, 0) if due < self.as_at else (0, 0, 1)

    def _first_decisions(self):
        referrals = self.facts["referrals"].set_index("referral")
        for referral, made in self.decisions.items():
            first = made.iloc[0]
            known = referral in referrals.index
            if known and first.own_level and first.outcome not in ("linked", "other_service"):
                yield first, referrals.loc[referral]

    def threshold_agreement(self):
        return [
            (quarter_of(day(first.happened_at)), self.place(row, first.locality),
             int(first.own_level == first.suggested_level), 1, 0)
            for first, row in self._first_decisions()
        ]  # fmt: skip

    def level_pairs(self):
        """(quarter, locality, own, suggested) of each first decision counted."""
        return [
            (quarter_of(day(first.happened_at)), self.place(row, first.locality),
             int(first.own_level), int(first.suggested_level))
            for first, row in self._first_decisions()
        ]  # fmt: skip

    def re_referral_12m(self):
        found, families = [], {}
        for row in self._referrals():
            made = self.decisions.get(row.referral)
            linked = made is not None and made.iloc[-1].outcome == "linked"
            if (row.referral, "withdrawn") in self.ends or linked or row.is_step_down == "t":
                continue
            earlier = families.setdefault(self.root(row.family), [])
            on = day(row.happened_at)
            again = any(months_on(before, 12) >= on for before in earlier)
            found.append((quarter_of(on), self.place(row), int(again), 1, 0))
            earlier.append(on)
        return found

    # --- episodes

    def _first(self, name):
        table = self.facts[name]
        return dict(table.groupby("episode").happened_at.min())

    def _closed(self):
        episodes = self.facts["episodes"].set_index("episode")
        for row in self.facts["closings"].itertuples():
            if row.episode in episodes.index:
                episode = episodes.loc[row.episode]
                place = row.locality or self.home(episode.family, day(row.happened_at))
                yield row, episode, quarter_of(day(row.happened_at)), place

    def allocation_on_time(self):
        referrals = self.facts["referrals"].set_index("referral")
        episodes = self.facts["episodes"]
        episodes = episodes[episodes.kind == "family_solutions"]
        latest = {row.referral: row for row in episodes.itertuples() if row.referral}
        allocated, closed = self._first("allocations"), self._first("closings")
        found = []
        for referral, made in self.decisions.items():
            standing = made.iloc[-1]
            episode = latest.get(referral)
            if standing.outcome != "family_solutions" or episode is None:
                continue
            if referral not in referrals.index:
                continue
            due, done = episode.allocation_due_at, allocated.get(episode.episode)
            if done is None and closed.get(episode.episode, due) < due:
                continue
            place = self.place(referrals.loc[referral], standing.locality)
            found.append((quarter_of(day(standing.happened_at)), place, *self._on_time(done, due)))
        return found

    def assessment_on_time(self):
        family = dict(self.facts["episodes"][["episode", "family"]].itertuples(index=False))
        done, closed = self._first("assessments"), self._first("closings")
        found = []
        for episode, allocated in self._first("allocations").items():
            if episode not in family:
                continue
            due = working(allocated, 20, self.holidays)
            if episode not in done and closed.get(episode, due) < due:
                continue
            place = self.home(family[episode], day(due))
            found.append((quarter_of(day(due)), place, *self._on_time(done.get(episode), due)))
        return found

    def review_on_time(self):
        family = dict(self.facts["episodes"][["episode", "family"]].itertuples(index=False))
        closed = self._first("closings")
        reviews = dict(list(self.facts["reviews"].groupby("episode").happened_at))
        found = []
        for episode, planned in self._first("plans").items():
            if episode not in family:
                continue
            held = list(reviews.get(episode, []))
            for due, done in self._reviews_due(planned, held):
                late_or_never = pd.isna(done) or done > due
                if late_or_never and closed.get(episode, due) < due:
                    continue
                place = self.home(family[episode], day(due))
                found.append((quarter_of(day(due)), place, *self._on_time(done, due)))
        return found

    def _reviews_due(self, planned, held):
        """Each review that falls due, with the moment of the one held that ends it."""
        weeks = 6
        for start, answer in zip([planned, *held], [*held, NOTHING], strict=True):
            on = day(start) + timedelta(weeks=weeks)
            weeks = 12
            yield end_of(on), answer
            while end_of(on) < self.as_at:
                on += timedelta(weeks=12)
                if not pd.isna(answer) and answer < end_of(on):
                    break
                yield end_of(on), answer

    def step_up(self):
        return [
            (quarter, place, int(row.reason == "stepped_up"), 1, 0)
            for row, episode, quarter, place in self._closed()
            if row.reason not in ("moved_away", "died") and episode.kind != "joint"
        ]

    def goals_of_closed(self):
        """(closing row, quarter, place, goals, met, wanted) of each closed episode."""
        goals = dict(list(self.facts["goals"].groupby("episode")))
        ends = dict(list(self.facts["goal_ends"].groupby("goal")))
        for row, _, quarter, place in self._closed():
            endings = []
            for goal in goals.get(row.episode, pd.DataFrame()).itertuples():
                if goal.happened_at > row.happened_at:
                    continue
                ended = ends.get(goal.goal)
                ended = ended[ended.happened_at <= row.happened_at] if ended is not None else None
                endings.append("" if ended is None or ended.empty else ended.iloc[-1].ending)
            wanted = [ending for ending in endings if ending != "not_wanted"]
            yield row, quarter, place, len(endings), wanted.count("met"), len(wanted)

    def goals_achieved(self):
        goals = self.goals_of_closed()
        return [(q, place, met, wanted, 0) for _, q, place, _, met, wanted in goals]

    def distances(self):
        """(closing row, quarter, place, started low, mean change) of closed episodes."""
        scores = dict(list(self.facts["scores"].groupby("episode")))
        for row, _, quarter, place in self._closed():
            moved = {True: [], False: []}
            for _, of_outcome in scores.get(row.episode, pd.DataFrame({"outcome": []})).groupby(
                "outcome"
            ):
                first, last = of_outcome.iloc[0], of_outcome.iloc[-1]
                if day(first.happened_at) < day(last.happened_at):
                    change = int(last.score) - int(first.score)
                    moved[int(first.score) <= 3].append(change)
            for low, changes in moved.items():
                if changes:
                    yield row, quarter, place, low, sum(changes) / len(changes)

    # --- six months on

    def _marked(self, family, start, place):
        """The row of a six-month mark, or None where the family moved away or had a death."""
        mark = months_on(day(start), 6)
        homes = self.homes.get(family, self.facts["households"].iloc[:0])
        moved = homes[
            (homes.is_main == "t") & (homes.area == "elsewhere")
            & (homes.from_on > day(start).isoformat()) & (homes.from_on <= mark.isoformat())
        ]  # fmt: skip
        if not moved.empty or any(
            start <= at and day(at) <= mark for at in self._gone().get(family, [])
        ):
            return None
        return mark, place, end_of(mark) <= self.as_at

    def _gone(self):
        if "gone" not in self.__dict__:
            self.gone = {}
            for row, episode, _, _ in self._closed():
                if row.reason in ("moved_away", "died"):
                    self.gone.setdefault(episode.family, []).append(row.happened_at)
        return self.gone

    def _stepped_up(self):
        found = {}
        for row in self.facts["transfers"].itertuples():
            if row.direction == "up" and row.answer == "accepted" and row.answered_at <= self.as_at:
                found.setdefault(self.root(row.family), []).append(row.answered_at)
        return found

    def _held(self, starts, setbacks):
        found = []
        for family, start, place in starts:
            marked = self._marked(family, start, place)
            if marked is None:
                continue
            mark, place, passed = marked
            needed = any(
                at > start and day(at) <= mark for at in setbacks.get(self.root(family), [])
            )
            counts = (int(not needed), 1, 0) if passed else (0, 0, 1)
            found.append((quarter_of(mark), place, *counts))
        return found

    def sustained_6m(self):
        setbacks = self._stepped_up()
        for row in self._referrals():
            if (row.referral, "withdrawn") not in self.ends:
                setbacks.setdefault(self.root(row.family), []).append(row.happened_at)
        starts = [
            (episode.family, row.happened_at, place)
            for row, episode, _, place in self._closed()
            if row.reason == "goals_met"
        ]
        return self._held(starts, setbacks)

    def step_down_held_6m(self):
        starts = [
            (
                row.family,
                row.happened_at,
                row.locality or self.home(row.family, day(row.happened_at)),
            )
            for row in self.facts["episodes"].itertuples()
            if row.origin == "step_down"
        ]
        return self._held(starts, self._stepped_up())

    # --- children

    def child_facts(self, child, row):
        """Sex, ethnic group and disability; what was not known then by the latest record."""
        columns = ["recorded_at", "child", "sex", "ethnic_group", "disability"]
        if "every" not in self.__dict__:
            both = [self.facts[name][columns] for name in ("referral_children", "episode_children")]
            both = pd.concat(both).sort_values("recorded_at")
            self.every = dict(list(both.groupby("child")))
        blanks = {"sex": ("", "U"), "ethnic_group": ("", "NOBT"), "disability": ("",)}
        found = {}
        for name, blank in blanks.items():
            value = getattr(row, name)
            if value in blank:
                records = self.every[child]
                records = records[~records[name].isin(blank)]
                value = ""
                if not records.empty:
                    newest = records[records.recorded_at == records.recorded_at.max()]
                    value = newest[name].min()
            found[name] = value
        return found

    def children_of(self, episode):
        if "joined" not in self.__dict__:
            children = self.facts["episode_children"].sort_values(["joined_on", "sequence"])
            self.joined = dict(list(children.groupby("episode")))
        rows = self.joined.get(episode)
        return [] if rows is None else rows.drop_duplicates("child", keep="last").itertuples()
