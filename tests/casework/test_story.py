"""From decision to closing as the web's database role, which owns nothing; and many at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from accounts.roles import Role
from audit.errors import Refused, Stale
from casework import actions as casework
from casework.models import Allocation, Episode
from referrals import actions as referrals
from referrals.codes import Outcome
from referrals.models import Decision
from tests.factories import localities as places
from tests.factories.referrals import ReferralFactory
from tests.roles import as_web_role


def people():
    hub = places.hub()
    return {
        "screener": places.worker(Role.SCREENER, team=places.spoc()),
        "colleague": places.worker(Role.SOCIAL_WORKER, team=places.spoc()),
        "manager": places.worker(Role.HUB_MANAGER, team=hub),
        "workers": [places.worker(Role.KEY_WORKER, team=hub) for _ in range(4)],
    }


def decide(referral, by, version):
    return referrals.decide(
        referral=referral, by=by, level=3, outcome=Outcome.FAMILY_SOLUTIONS, reason="",
        words="Help comes.", version=version,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_web_role_may_do_all_of_it():
    who = people()
    referral = ReferralFactory(submitted_at=timezone.now() - timedelta(minutes=5))
    goal = {"outcome": "health", "text": "Sleep", "by_on": date(2030, 1, 1)}
    with as_web_role():
        referrals.assign_to_me(referral=referral, by=who["screener"])
        referrals.ask(referral=referral, question="Who?", version=1, by=who["screener"])
        referral = referrals.answer(referral=referral, answer="Her aunt.", by=who["screener"])
        referrals.record_own_level(referral=referral, level=3, by=who["screener"])
        decide(referral, who["screener"], referral.version)
        episode = Episode.objects.get()
        kim = who["workers"][0]
        casework.allocate(episode=episode, worker=kim, version=1, by=who["manager"])
        casework.open_by_worker(episode=episode, by=kim)
        now = {"episode": episode, "by": kim, "happened_at": timezone.now()}
        seen = [{"person": referral.children.get().person_id, "alone": True}]
        visit = casework.record_visit(kind="home", notes="Well", seen=seen, **now)
        casework.correct_visit(
            visit=visit, kind="home", notes="Very well", by=kim, happened_at=timezone.now()
        )
        casework.complete_assessment(strengths="a", needs="b", analysis="c", **now)
        for score in (2, 3):
            casework.score_outcomes(scored_at="assessment", scores={"health": score}, **now)
        casework.agree_plan(goals=[goal], **now | {"happened_at": timezone.now()})
        casework.hold_review(notes="d", **now | {"happened_at": timezone.now()})
        goal = episode.goals.get()
        for ending in ("partly", "met"):
            casework.end_goal(goal=goal, ending=ending, by=kim, happened_at=timezone.now())
        episode.refresh_from_db()
        casework.close(
            episode=episode, reason="goals_met", summary="e", version=episode.version, by=kim
        )
    episode.refresh_from_db()
    assert episode.state == "closed"


def at_once(*functions):
    """Run each in a thread of its own; returns what each returned or raised."""

    def run(function):
        try:
            return function()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(run, functions))


def test_two_screeners_decide_at_once_and_one_decision_stands(committed_db):
    who = people()
    referral = ReferralFactory(submitted_at=timezone.now() - timedelta(minutes=5))
    both = (who["screener"], who["colleague"])
    for user in both:
        referrals.record_own_level(referral=referral, level=3, by=user)
    ended = at_once(*[lambda user=user: decide(referral, user, 1) for user in both])
    assert sum(isinstance(one, Stale) for one in ended) == 1
    assert Decision.objects.count() == Episode.objects.count() == 1


def test_many_allocate_at_once_and_one_key_worker_has_the_family(committed_db):
    who = people()
    referral = ReferralFactory(submitted_at=timezone.now() - timedelta(minutes=5))
    referrals.record_own_level(referral=referral, level=3, by=who["screener"])
    decide(referral, who["screener"], 1)
    episode = Episode.objects.get()
    ended = at_once(
        *[
            lambda w=w: casework.allocate(episode=episode, worker=w, version=1, by=who["manager"])
            for w in who["workers"]
        ]
    )
    assert sum(isinstance(one, Stale) for one in ended) == 3
    episode.refresh_from_db()
    assert Allocation.objects.get().worker == episode.key_worker
