"""What happened six months on, and the facts of children; and all of it together."""

import pandas as pd

from tests.outcomes.again.episodes import Episodes
from tests.outcomes.again.facts import day, end_of, months_on, quarter_of
from tests.outcomes.again.front_door import FrontDoor
from tests.outcomes.again.sharing import Sharing


class Counted(FrontDoor, Sharing, Episodes):
    """Every indicator, one method each; a method returns the rows of what it counts."""

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
