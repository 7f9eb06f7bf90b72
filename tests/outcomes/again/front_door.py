"""Referrals and decisions, counted again."""

import pandas as pd

from tests.outcomes.again.facts import Places, day, months_on, quarter_of, working


class FrontDoor(Places):
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
        return found + list(self._calls_alone())

    def _calls_alone(self):
        """Calls of which no referral is known; those that ended in time needed none."""
        referrals = set(self.facts["referrals"].referral)
        for call in self.facts["calls"].itertuples():
            if call.referral in referrals:
                continue
            due = working(call.happened_at, 1, self.holidays)
            if call.urgent == "t":
                due = min(due, call.happened_at + pd.Timedelta(hours=3))
            over = not pd.isna(call.ended_at) and call.ended_at <= self.as_at
            if not (over and call.ended_at < due):
                quarter = quarter_of(day(call.happened_at))
                yield quarter, "unknown", *self._on_time(None, due)

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

    def _disagreed(self):
        """(first decision, referral, disagreement or None) of each referral decided."""
        raised = {row.referral: row for row in self.facts["disagreements"].itertuples()}
        referrals = self.facts["referrals"].set_index("referral")
        for referral, made in self.decisions.items():
            if referral in referrals.index:
                yield made.iloc[0], referrals.loc[referral], raised.get(referral)

    def disagreements(self):
        return [
            (quarter_of(day(first.happened_at)), self.place(row, first.locality),
             int(said is not None), 1, 0)
            for first, row, said in self._disagreed()
        ]  # fmt: skip

    def disagreements_answered(self):
        """(quarter, answer or nothing, in time, due, pending) of each disagreement."""
        for first, _, said in self._disagreed():
            if said is not None:
                answered = not pd.isna(said.answered_at) and said.answered_at <= self.as_at
                due = working(said.happened_at, 3, self.holidays)
                counts = self._on_time(said.answered_at if answered else None, due)
                yield quarter_of(day(first.happened_at)), said.answer if answered else "", *counts

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
