"""Episodes and the work done in them, counted again."""

from datetime import timedelta

import pandas as pd

from tests.outcomes.again.facts import NOTHING, Places, day, end_of, quarter_of, working


class Episodes(Places):
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
