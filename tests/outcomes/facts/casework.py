"""Episodes with all that is written down of the work."""

from datetime import timedelta

from casework import models as work
from casework.codes import ClosingReason, GoalEnding, Kind, Origin
from localities import clocks
from localities.calendar import london_date
from referrals.scoring import OUTCOMES
from tests.outcomes.facts.moments import EDGES, END, Moments


class Casework(Moments):
    def _step_down_episodes(self):
        for family in self.families:
            if self.chance(0.3):
                self._episode(family, None, self.moment(until=END - timedelta(days=9)))

    def _episode(self, family, referral, started):
        rng = self.rng
        others = work.Episode.objects.filter(referral=referral, state="waiting")
        if referral and others.exists():
            return
        episode = work.Episode.objects.create(
            family=family, referral=referral, level=3, started_at=started, clock_version="2018-09",
            kind=Kind.FAMILY_SOLUTIONS if referral else rng.choice(Kind.values),
            origin=Origin.REFERRAL if referral and self.chance(0.8) else Origin.STEP_DOWN,
            locality=rng.choice(self.localities), recorded_at=self.recorded(started),
            allocation_due_at=clocks.due("allocation", started, version="2018-09"),
        )  # fmt: skip
        at = started
        joined = [c for c in self.children[family.pk] if self.chance(0.9)]
        for child in joined:
            for days in (0, 40) if self.chance(0.1) else (0,):
                work.EpisodeChild.objects.create(
                    episode=episode, person=child, recorded_at=self.recorded(at),
                    joined_on=london_date(at) + timedelta(days=days), **self._facts_of_child(),
                )  # fmt: skip
        if self.chance(0.9):
            at = self._allocations(episode, at)
            self._work(episode, at)
        if self.chance(0.7):
            self._close(episode, at)

    def _allocations(self, episode, at):
        allocated = episode.allocation_due_at if self.chance(0.1) else self.after(at, 4)
        if self.chance(0.1):
            allocated = self.rng.choice([e for e in EDGES if e > at] or [allocated])
        rows = self.fact(
            work.Allocation,
            self.moved,
            episode=episode,
            worker=self.users[1],
            happened_at=allocated,
        )
        again = allocated + timedelta(days=30)
        rows.append(work.Allocation(
            episode=episode, worker=self.users[2], happened_at=again, recorded_at=again,
        ))  # fmt: skip
        work.Allocation.objects.bulk_create(rows)
        return allocated

    def _work(self, episode, at):
        rng = self.rng
        assessed = clocks.due("assessment", at) if self.chance(0.1) else self.after(at, 50)
        if self.chance(0.8):
            rows = self.fact(
                work.Assessment, self.moved, episode=episode, due_at=assessed, happened_at=assessed
            )
            work.Assessment.objects.bulk_create(rows)
        if self.chance(0.8):
            planned = self.after(assessed, 12)
            work.Plan.objects.bulk_create(self.fact(
                work.Plan, self.moved, episode=episode, due_at=planned, happened_at=planned,
            ))  # fmt: skip
            self._reviews(episode, planned + timedelta(days=10))
            for _ in range(rng.randint(0, 4)):
                self._goal(episode, planned)
        for outcome in rng.sample(list(OUTCOMES), rng.randint(0, 6)):
            scored = self.after(at, 40)
            for _ in range(rng.randint(1, 4)):
                work.OutcomeScore.objects.bulk_create(self.fact(
                    work.OutcomeScore, lambda v: {"score": rng.randint(1, 5)}, episode=episode,
                    outcome=outcome, score=rng.randint(1, 5), scored_at="review",
                    happened_at=scored,
                ))  # fmt: skip
                scored = scored if self.chance(0.2) else self.after(scored, rng.choice([0.3, 60]))

    def _reviews(self, episode, planned):
        held = planned
        for _ in range(self.rng.randint(0, 4)):
            held = self.after(held + timedelta(days=5), self.rng.choice([40, 90, 200]))
            on_the_day = clocks.due("review_first", planned)
            held = on_the_day if self.chance(0.1) and on_the_day > held else held
            work.Review.objects.bulk_create(self.fact(
                work.Review, lambda v: {"notes": "b"}, episode=episode, notes="a", due_at=held,
                happened_at=held,
            ))  # fmt: skip

    def _goal(self, episode, planned):
        values = {
            "episode": episode, "outcome": "housing", "text": "t", "by_on": london_date(planned),
            "happened_at": self.after(planned, 100),
        }  # fmt: skip
        goals = work.Goal.objects.bulk_create(
            self.fact(work.Goal, lambda v: {"outcome": "health"}, **values)
        )
        for goal in goals:
            if self.chance(0.85):
                work.GoalEnd.objects.bulk_create(self.fact(
                    work.GoalEnd, lambda v: {"ending": self.rng.choice(GoalEnding.values)},
                    goal=goal, ending=self.rng.choice(GoalEnding.values),
                    happened_at=self.after(goal.happened_at, 200),
                ))  # fmt: skip

    def _close(self, episode, at):
        closed = self.rng.choice([self.after(at, 2), self.after(at, 300), self.moment(since=at)])
        reason = self.rng.choice([*ClosingReason.values, ClosingReason.GOALS_MET])
        rows = self.fact(
            work.Closing, lambda v: {"reason": self.rng.choice(ClosingReason.values)},
            episode=episode, reason=reason, summary="s", risk_check="r",
            locality=self.rng.choice(self.localities), happened_at=closed,
        )  # fmt: skip
        work.Closing.objects.bulk_create(rows)
        episode.state, episode.closed_at = "closed", closed
        episode.save()
