"""Visits, assessment, plan, goals, reviews, scores, closing: right and wrong states."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.roles import Role
from audit.errors import Refused, Stale
from casework import actions as casework
from casework.codes import ClosingReason, GoalEnding, ScoredAt, State, VisitKind
from casework.models import (
    Closing,
    Goal,
    GoalEnd,
    OutcomeScore,
    Review,
    Seen,
    Visit,
)
from families.models import Family, FamilyAccess
from localities.calendar import london_day_end
from referrals import actions as referrals
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.factories.families import HouseholdFactory, PersonFactory, ResidenceFactory
from tests.factories.referrals import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOW = MONDAY + 100 * DAY


@pytest.fixture
def episode():
    return EpisodeFactory(allocated=True, children=2)


@pytest.fixture
def kim(episode):
    """The key worker."""
    return episode.key_worker


def visit(episode, by, happened_at=MONDAY + DAY, **changes):
    facts = {"kind": VisitKind.HOME, "notes": "All at home.", "at": NOW}
    return casework.record_visit(
        episode=episode, happened_at=happened_at, by=by, **(facts | changes)
    )


def assess(episode, by, happened_at=MONDAY + 10 * DAY):
    return casework.complete_assessment(
        episode=episode, happened_at=happened_at, strengths="Close.", needs="Sleep.",
        analysis="Start with sleep.", by=by, at=NOW,
    )  # fmt: skip


GOAL = {"outcome": "health", "text": "Sleep eight hours", "by_on": date(2027, 2, 1)}


def plan(episode, by, happened_at=MONDAY + 12 * DAY, goals=(GOAL,)):
    return casework.agree_plan(
        episode=episode, happened_at=happened_at, goals=list(goals), by=by, at=NOW
    )


def review(episode, by, happened_at):
    return casework.hold_review(
        episode=episode, happened_at=happened_at, notes="Better.", by=by, at=NOW
    )


def close(episode, by, reason=ClosingReason.GOALS_MET, **changes):
    episode.refresh_from_db()
    facts = {"summary": "Done.", "version": episode.version, "at": NOW}
    return casework.close(episode=episode, reason=reason, by=by, **(facts | changes))


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


class TestClosing:
    def test_ends_the_episode_and_the_key_workers_access_in_thirty_days(self, episode, kim):
        ward = places.WardFactory(locality=episode.locality)
        ResidenceFactory(household=HouseholdFactory(family=episode.family), ward=ward)
        close(episode, kim)
        episode.refresh_from_db()
        assert (episode.state, episode.closed_at) == (State.CLOSED, NOW)
        assert Closing.objects.get().locality == episode.locality
        assert not episode.children.filter(left_on=None).exists()
        assert FamilyAccess.objects.get(user=kim).until_at == NOW + 30 * DAY
        assert Family.objects.visible_to(kim).filter(pk=episode.family_id).exists()

    def test_every_goal_has_an_ending(self, episode, kim):
        assess(episode, kim)
        plan(episode, kim)
        with pytest.raises(Refused, match="how each goal ended"):
            close(episode, kim)
        casework.end_goal(
            goal=Goal.objects.get(), ending=GoalEnding.PARTLY, happened_at=NOW, by=kim, at=NOW
        )
        close(episode, kim)
        assert Closing.objects.count() == 1

    @pytest.mark.parametrize("reason", [ClosingReason.CHOSE_TO_STOP, ClosingReason.LOST_CONTACT])
    def test_two_reasons_need_a_risk_check(self, episode, kim, reason):
        with pytest.raises(Refused) as refused:
            close(episode, kim, reason)
        assert refused.value.field == "risk_check"
        close(episode, kim, reason, risk_check="The school sees them daily.")
        assert Closing.objects.get().risk_check

    def test_the_database_wants_the_risk_check_too(self, episode):
        with (
            pytest.raises(IntegrityError, match="closing_has_its_risk_check"),
            transaction.atomic(),
        ):
            Closing.objects.create(
                episode=episode, reason="lost_contact", summary="x", happened_at=NOW
            )

    def test_stepping_up_needs_social_cares_yes(self, episode, kim):
        officer = places.worker(Role.SOCIAL_CARE, team=places.social_care())
        with pytest.raises(Refused, match="has not accepted"):
            close(episode, kim, ClosingReason.STEPPED_UP)
        offer = referrals.offer_step_up(family=episode.family, by=kim, at=MONDAY + DAY)
        with pytest.raises(Refused, match="has not accepted"):
            close(episode, kim, ClosingReason.STEPPED_UP)
        referrals.accept_transfer(transfer=offer, by=officer, at=MONDAY + 2 * DAY)
        close(episode, kim, ClosingReason.STEPPED_UP)
        assert Closing.objects.get().reason == ClosingReason.STEPPED_UP

    def test_an_acceptance_before_the_episode_does_not_count(self, episode, kim):
        officer = places.worker(Role.SOCIAL_CARE, team=places.social_care())
        offer = referrals.offer_step_up(family=episode.family, by=kim, at=MONDAY - 9 * DAY)
        referrals.accept_transfer(transfer=offer, by=officer, at=MONDAY - 8 * DAY)
        with pytest.raises(Refused, match="has not accepted"):
            close(episode, kim, ClosingReason.STEPPED_UP)

    def test_not_twice_and_not_from_an_old_page(self, episode, kim):
        with pytest.raises(Stale):
            close(episode, kim, version=episode.version + 7)
        close(episode, kim)
        with pytest.raises(Refused, match="closed"):
            close(episode, kim)

    def test_a_waiting_family_may_be_closed_too(self):
        waiting = EpisodeFactory()
        manager = places.worker(Role.HUB_MANAGER, team=waiting.team)
        close(waiting, manager, ClosingReason.MOVED_AWAY)
        assert waiting.moves.last().verb == "close"
