"""Referrals, questions, decisions and transfers."""

from datetime import timedelta

from localities import clocks
from referrals import models as door
from referrals.codes import Outcome, State
from tests.outcomes.facts.moments import END, SECOND, Moments


class FrontDoor(Moments):
    def _referral(self, family):
        rng = self.rng
        contact = self.moment(until=END - timedelta(days=3))
        if self.chance(0.1) and self.last_submitted:
            contact = self.last_submitted  # a tie
        submitted = contact if self.chance(0.6) else self.after(contact, 2)
        self.last_submitted = submitted
        locality = rng.choice(self.localities)
        suggested = rng.choice([1, 2, 3, 3, 4])
        referral = door.Referral.objects.create(
            reference=f"R{rng.getrandbits(50)}", family=family, site=rng.choice(self.sites),
            source_code=rng.choice(["1A", "2A", "3B", "6", "8", "10"]), referrer=self.users[0],
            is_step_down=self.chance(0.08), urgent=self.chance(0.2), worries="w", locality=locality,
            area="croydon" if locality else rng.choice(["elsewhere", "unknown", "none"]),
            threshold_version="2018-09", suggested_level=suggested, suggested_rule=1,
            first_contact_at=contact, submitted_at=submitted, clock_version="2018-09",
            recorded_at=self.recorded(submitted), decision_due_at=submitted,
        )  # fmt: skip
        for child in self.children[family.pk]:
            if self.chance(0.8):
                door.ReferralChild.objects.create(
                    referral=referral, person=child, level=2, rule=6, **self._facts_of_child()
                )
        if contact < submitted and self.chance(0.5):
            self._call(contact, referral, ended=submitted)
        self._moves(referral)

    last_submitted = None

    def _moves(self, referral):
        """Questions, decisions, ends; today's columns are then set as the actions would."""
        at = referral.submitted_at
        pauses = []
        if self.chance(0.2):
            at = self.after(at, 1)
            pauses = self._pause(referral, at)
        due = clocks.decision_due(
            referral.first_contact_at, caller_urgent=referral.urgent, pauses=pauses,
            scores=[(referral.submitted_at, referral.suggested_level == 4)], version="2018-09",
        )  # fmt: skip
        referral.decision_due_at = due
        end = self.rng.random()
        if end < 0.08:
            self._end(referral, State.DUPLICATE, self.after(at, 20))
        elif end < 0.2:
            self._end(referral, State.WITHDRAWN, self.rng.choice([self.after(at, 4), due]))
        elif end < 0.92:
            self._decisions(referral, at, due)
        referral.save()

    def _pause(self, referral, asked):
        answered = self.after(asked, 5) if self.chance(0.6) else None
        opened = door.Pause(
            referral=referral, question="?", happened_at=asked, recorded_at=asked + SECOND,
            superseded_at=answered,
        )  # fmt: skip
        rows = [opened]
        if answered:
            rows.append(door.Pause(
                referral=referral, question="?", happened_at=asked, until_at=answered,
                recorded_at=answered,
            ))  # fmt: skip
        door.Pause.objects.bulk_create(rows)
        return [(asked, answered)]

    def _end(self, referral, state, at):
        if at > END:
            return
        door.Move.objects.create(
            referral=referral, verb="end", from_state="submitted", to_state=state,
            happened_at=at, recorded_at=self.recorded(at),
        )  # fmt: skip
        referral.state = state

    def _decisions(self, referral, at, due):
        number = 0
        for _ in range(self.rng.choice([1, 1, 1, 2, 3])):
            at = due if self.chance(0.1) and not number else self.after(at, 3)
            if at > END:
                return
            outcome = self.rng.choice([*Outcome.values, Outcome.FAMILY_SOLUTIONS])
            level = 4 if referral.suggested_level == 4 else self.rng.randint(1, 4)
            values = {
                "referral": referral, "own_level": self.rng.choice([1, 2, 3, 4, None]),
                "suggested_level": referral.suggested_level, "suggested_rule": 1,
                "threshold_version": "2018-09", "level": level, "outcome": outcome, "reason": "r",
                "words": "w", "locality": self.rng.choice([referral.locality, *self.localities]),
                "due_at": due, "happened_at": at,
            }  # fmt: skip
            rows = self.fact(door.Decision, self._other_outcome, **values)
            for row in rows:
                number += 1
                row.number = number
                row.save()
            self._disagreement(referral, rows[0])
            referral.state, referral.level, referral.outcome = State.DECIDED, level, outcome
            referral.first_decided_at = referral.first_decided_at or at
            if outcome == Outcome.FAMILY_SOLUTIONS:
                self._episode(referral.family, referral, at)

    def _other_outcome(self, values):
        return {"outcome": self.rng.choice(Outcome.values), "own_level": self.rng.randint(1, 4)}

    def _disagreement(self, referral, decision):
        if referral.disagreements.exists() or not self.chance(0.25):
            return
        at = self.after(max(decision.happened_at, decision.recorded_at), 3)
        due = clocks.due("disagreement", at)
        answered = self.rng.choice([None, due, self.after(at, 4), self.after(at, 8)])
        door.Disagreement.objects.create(
            referral=referral, decision=decision, by=self.users[0], reason="r", happened_at=at,
            due_at=due, recorded_at=self.recorded(at), answered_at=answered,
            answer=self.rng.choice(["upheld", "reopened"]) if answered else "",
            words="w" if answered else "", answered_by=self.users[1] if answered else None,
        )  # fmt: skip

    def _calls(self):
        """Those that no referral came of."""
        for _ in range(self.count // 3):
            self._call(self.moment(until=END - timedelta(days=3)))

    def _call(self, at, referral=None, ended=None):
        urgent = self.chance(0.3)
        due = clocks.decision_due(at, caller_urgent=urgent, version="2018-09")
        ending = "form" if referral else ""
        if not referral and self.chance(0.6):
            ended, ending = self.rng.choice([due, self.after(at, 3)]), "no_referral"
        door.Call.objects.bulk_create(self.fact(
            door.Call, self._other_time, taken_by=self.users[0], caller_name="c", said="s",
            urgent=urgent, clock_version="2018-09", decision_due_at=due, referral=referral,
            form_due_at=at + timedelta(days=30), ended_at=ended, ending=ending, reason="r",
            happened_at=at,
        ))  # fmt: skip

    def _other_time(self, values):
        moved = self.moved(values)
        due = clocks.decision_due(
            moved["happened_at"], caller_urgent=values["urgent"], version="2018-09"
        )
        return moved | {"decision_due_at": due}

    def _transfers(self, family):
        for _ in range(self.rng.choice([0, 0, 1, 2])):
            at = self.moment()
            answered = self.after(at, 3) if self.chance(0.8) else None
            door.Transfer.objects.create(
                family=family, direction=self.rng.choice(["up", "up", "down"]), due_at=at,
                answer=self.rng.choice(["accepted", "refused"]) if answered else "",
                answered_at=answered, reason="r", happened_at=at, recorded_at=at + SECOND,
                superseded_at=self._undone(answered),
            )  # fmt: skip

    def _undone(self, answered):
        return answered + timedelta(days=50) if answered and self.chance(0.1) else None
