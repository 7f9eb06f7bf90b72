"""Visits, assessment, plan, goals, reviews, scores: right and wrong states."""

import pytest
from django.db import IntegrityError, transaction

from audit.errors import Refused
from casework import actions as casework
from casework.codes import GoalEnding, ScoredAt, State, VisitKind
from casework.models import (
    Goal,
    GoalEnd,
    OutcomeScore,
    Review,
    Seen,
    Visit,
)
from localities.calendar import london_day_end
from tests.factories.casework import EpisodeFactory
from tests.factories.families import PersonFactory
from tests.factories.referrals import MONDAY
from tests.work import DAY, GOAL, NOW, assess, plan, review, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode():
    return EpisodeFactory(allocated=True, children=2)


@pytest.fixture
def kim(episode):
    """The key worker."""
    return episode.key_worker


class TestVisit:
    def test_keeps_who_was_seen(self, episode, kim):
        child = episode.children.first().person
        made = visit(episode, kim, seen=[{"person": child.pk, "alone": True, "wishes": "A dog"}])
        seen = Seen.objects.get()
        assert (seen.visit, seen.person, seen.alone, seen.wishes) == (made, child, True, "A dog")
        assert (made.by, made.happened_at) == (kim, MONDAY + DAY)

    def test_somebody_of_another_family_is_refused(self, episode, kim):
        stranger = PersonFactory()
        with pytest.raises(Refused, match="people of this family"):
            visit(episode, kim, seen=[{"person": stranger.pk}])
        assert not Visit.objects.exists()

    @pytest.mark.parametrize("happened_at", [MONDAY - DAY, NOW + DAY])
    def test_is_neither_before_the_episode_nor_in_the_future(self, episode, kim, happened_at):
        with pytest.raises(Refused) as refused:
            visit(episode, kim, happened_at)
        assert refused.value.field == "happened_at"

    def test_correcting_adds_and_keeps_the_first(self, episode, kim):
        first = visit(episode, kim)
        second = casework.correct_visit(
            visit=first, kind=VisitKind.SCHOOL, happened_at=MONDAY + DAY, notes="At school.",
            by=kim, at=NOW,
        )  # fmt: skip
        first.refresh_from_db()
        assert (first.notes, first.superseded_at) == ("All at home.", NOW)
        assert list(Visit.objects.current()) == [second]
        with pytest.raises(Refused, match="corrected this visit already"):
            casework.correct_visit(
                visit=first, kind=VisitKind.HOME, happened_at=MONDAY + DAY, notes="x", by=kim,
                at=NOW,
            )  # fmt: skip

    @pytest.mark.parametrize("state", [State.WAITING, State.CLOSED])
    def test_needs_an_open_episode(self, state):
        closed_at = NOW if state == State.CLOSED else None
        episode = EpisodeFactory(state=state, closed_at=closed_at)
        with pytest.raises(Refused, match="Nothing can be added now"):
            visit(episode, None)


class TestAssessmentAndPlan:
    def test_assessment_is_due_twenty_working_days_after_the_first_allocation(self, episode, kim):
        made = assess(episode, kim)
        assert made.due_at == episode.first_allocated_at + 28 * DAY

    def test_assessment_is_complete_once(self, episode, kim):
        assess(episode, kim)
        with pytest.raises(Refused, match="complete already"):
            assess(episode, kim)

    def test_plan_follows_the_assessment(self, episode, kim):
        with pytest.raises(Refused, match="Complete the assessment first"):
            plan(episode, kim)
        done = assess(episode, kim)
        with pytest.raises(Refused, match="before the assessment"):
            plan(episode, kim, happened_at=MONDAY + 9 * DAY)
        made = plan(episode, kim)
        assert made.due_at == done.happened_at + 7 * DAY
        assert Goal.objects.get().text == "Sleep eight hours"

    def test_plan_has_goals_and_is_agreed_once(self, episode, kim):
        assess(episode, kim)
        with pytest.raises(Refused, match="one goal at least"):
            plan(episode, kim, goals=())
        plan(episode, kim)
        with pytest.raises(Refused, match="has a plan already"):
            plan(episode, kim)
        casework.add_goal(episode=episode, goal=GOAL | {"text": "Eat together"}, by=kim, at=NOW)
        assert Goal.objects.count() == 2

    def test_a_goal_needs_a_plan(self, episode, kim):
        with pytest.raises(Refused, match="Agree the plan first"):
            casework.add_goal(episode=episode, goal=GOAL, by=kim)

    def test_a_goal_ends_once_and_may_be_corrected(self, episode, kim):
        assess(episode, kim)
        plan(episode, kim)
        goal = Goal.objects.get()
        for ending in (GoalEnding.NOT_MET, GoalEnding.MET):
            casework.end_goal(
                goal=goal, ending=ending, happened_at=MONDAY + 40 * DAY, by=kim, at=NOW
            )
        assert GoalEnd.objects.current().get().ending == GoalEnding.MET
        assert GoalEnd.objects.count() == 2
        with pytest.raises(IntegrityError, match="goal_ends_once"), transaction.atomic():
            GoalEnd.objects.create(goal=goal, ending=GoalEnding.MET, happened_at=NOW)


class TestReview:
    def planned(self, episode, kim):
        assess(episode, kim)
        plan(episode, kim)
        return MONDAY + 12 * DAY

    def test_first_is_due_six_weeks_after_the_plan(self, episode, kim):
        agreed = self.planned(episode, kim)
        made = review(episode, kim, agreed + 20 * DAY)
        assert made.due_at == london_day_end((agreed + 42 * DAY).date())

    def test_next_is_due_twelve_weeks_after_the_last_one_held(self, episode, kim):
        agreed = self.planned(episode, kim)
        held = agreed + 20 * DAY
        review(episode, kim, held)
        second = review(episode, kim, held + 30 * DAY)
        assert second.due_at == london_day_end((held + 84 * DAY).date())

    def test_a_missed_one_falls_due_again_twelve_weeks_on(self, episode, kim):
        agreed = self.planned(episode, kim)
        later = NOW + 200 * DAY
        made = casework.hold_review(
            episode=episode, happened_at=agreed + (42 + 84 + 3) * DAY, notes="At last.", by=kim,
            at=later,
        )  # fmt: skip
        assert made.due_at == london_day_end((agreed + (42 + 84) * DAY).date())

    def test_needs_a_plan_and_comes_after_the_last(self, episode, kim):
        with pytest.raises(Refused, match="Agree the plan first"):
            review(episode, kim, MONDAY + 20 * DAY)
        agreed = self.planned(episode, kim)
        review(episode, kim, agreed + 20 * DAY)
        with pytest.raises(Refused, match="after the last review"):
            review(episode, kim, agreed + 10 * DAY)
        assert Review.objects.count() == 1


class TestScores:
    def score(self, episode, kim, scores, scored_at=ScoredAt.ASSESSMENT, happened_at=MONDAY + DAY):
        return casework.score_outcomes(
            episode=episode, happened_at=happened_at, scored_at=scored_at, scores=scores,
            by=kim, at=NOW,
        )  # fmt: skip

    def test_scoring_again_corrects(self, episode, kim):
        self.score(episode, kim, {"health": 2, "finance": 3})
        self.score(episode, kim, {"health": 1})
        stand = OutcomeScore.objects.current().values_list("outcome", "score")
        assert sorted(stand) == [("finance", 3), ("health", 1)]
        assert OutcomeScore.objects.count() == 3

    def test_each_review_has_its_own(self, episode, kim):
        for days in (20, 40):
            self.score(episode, kim, {"health": 3}, ScoredAt.REVIEW, MONDAY + days * DAY)
        assert OutcomeScore.objects.current().count() == 2

    def test_nothing_scored_is_refused(self, episode, kim):
        with pytest.raises(Refused, match="one outcome"):
            self.score(episode, kim, {})

    def test_six_is_no_score(self, episode, kim):
        with pytest.raises(IntegrityError, match="score_is_1_to_5"), transaction.atomic():
            self.score(episode, kim, {"health": 6})
