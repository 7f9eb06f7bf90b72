"""The invented borough keeps to the rules that the service itself keeps to."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.apps import apps
from django.db.models import Count, F, Q

from audit.facts import Fact
from audit.models import Event
from casework import workflow as casework_workflow
from casework.codes import State as EpisodeState
from casework.models import Closing, Episode, EpisodeMove, GoalEnd, OutcomeScore, Review
from casework.review_dates import due_of_review_held
from families.models import Person, Residence
from families.validators import nhs_number_problem, upn_problem
from localities.calendar import age_on, london_date
from localities.places import find_place, locality_of
from referrals import workflow as referrals_workflow
from referrals.codes import UNDECIDED, Outcome, State
from referrals.decision_clock import decision_due
from referrals.decision_rules import agreement_for, suggestion_reasons
from referrals.models import Decision, Move, Referral
from referrals.scoring import load_thresholds, score_family

pytestmark = [pytest.mark.usefixtures("borough"), pytest.mark.xdist_group("borough")]
DEMO_APPS = ("families", "referrals", "casework")
FACTS = [model for model in apps.get_models() if issubclass(model, Fact)]


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model._meta.label)
def test_facts_happened_before_they_were_recorded_and_all_before_the_end(model, borough):
    late = model.objects.filter(
        Q(happened_at__gt=borough) | Q(recorded_at__gt=borough) | Q(superseded_at__gt=borough)
        | Q(superseded_at__lt=F("recorded_at"))
    )  # fmt: skip
    assert not late.exists()
    if model._meta.app_label in DEMO_APPS:
        assert not model.objects.filter(recorded_at__lt=F("happened_at")).exists()


def test_some_facts_are_recorded_late_and_some_are_corrected():
    assert GoalEnd.objects.filter(recorded_at__gt=F("happened_at") + timedelta(days=5)).exists()
    wrong = OutcomeScore.objects.filter(superseded_at__isnull=False)
    assert wrong.exists()
    for score in wrong[:20]:
        right = OutcomeScore.objects.get(
            episode=score.episode, outcome=score.outcome, happened_at=score.happened_at,
            recorded_at=score.superseded_at,
        )  # fmt: skip
        assert right.score != score.score


@pytest.mark.parametrize(
    ("moves", "owner", "table"),
    [
        (Move, "referral", referrals_workflow.TRANSITIONS),
        (EpisodeMove, "episode", casework_workflow.TRANSITIONS),
    ],
    ids=["referrals", "episodes"],
)
def test_every_history_walks_through_the_table_of_transitions(moves, owner, table):
    histories = {}
    for move in moves.objects.select_related(owner).order_by("happened_at", "id"):
        histories.setdefault(getattr(move, owner), []).append(move)
    assert len(histories) == moves._meta.get_field(owner).related_model.objects.count()
    for row, history in histories.items():
        for move in history:
            allowed, to_state = table[move.verb]
            assert move.to_state == to_state
            assert move.from_state in allowed or (not allowed and move.from_state == "")
        for earlier, later in pairwise(history):
            assert later.from_state == earlier.to_state
        assert history[-1].to_state == row.state
        assert row.version == len(history)


def test_the_score_is_that_of_the_observations():
    thresholds = load_thresholds("2018-09")
    for referral in Referral.objects.prefetch_related("children", "observations"):
        own = {child.pk: [] for child in referral.children.all()}
        shared = []
        for seen in referral.observations.all():
            if seen.answer == "observed":
                (own[seen.child_id] if seen.child_id else shared).append(seen.key)
        result = score_family(thresholds, own, shared)
        assert (referral.suggested_level, referral.suggested_rule) == (result.level, result.rule)
        assert referral.flags == list(result.flags)
        for child in referral.children.all():
            assert child.result == result.children[child.pk].as_json()
            assert (child.level, child.rule) == (child.result["level"], child.result["rule"])


def test_decision_clocks_are_those_of_the_rules():
    for referral in Referral.objects.filter(state__in=UNDECIDED):
        assert referral.decision_due_at == decision_due(referral)
    once = Referral.objects.annotate(count=Count("decisions", distinct=True)).filter(count=1)
    plain = once.filter(pauses=None, state=State.DECIDED).exclude(
        moves__verb__in=("reopen", "return_transfer")
    )
    for referral in plain:
        assert referral.decisions.get().due_at == decision_due(referral)
    assert plain.count() > 100


def test_decisions_freeze_what_the_service_freezes():
    for decision in Decision.objects.select_related("referral"):
        referral = decision.referral
        assert decision.reasons == suggestion_reasons(referral)
        assert decision.suggested_level == referral.suggested_level
        own = referral.own_levels.get(by=decision.by)
        assert own.happened_at <= decision.happened_at
        assert decision.words
    first = Decision.objects.filter(number=1, referral__state=State.DECIDED)
    assert all(d.referral.first_decided_at == d.happened_at for d in first)


def test_less_than_level_4_was_agreed_by_somebody_else():
    agreed = Decision.objects.filter(agreed__isnull=False).select_related("agreed__by")
    assert agreed.exists()
    for decision in agreed:
        assert decision.agreed.by != decision.by
        assert decision.agreed.by.role == "social_worker"
        assert decision.agreed.level == decision.level
        if decision.referral.decisions.count() == 1:
            assert agreement_for(
                decision.referral, level=decision.level, outcome=decision.outcome,
                decider=decision.by,
            ) == decision.agreed  # fmt: skip


def test_a_family_is_helped_once_at_a_time():
    by_family = {}
    for episode in Episode.objects.order_by("started_at"):
        by_family.setdefault(episode.family_id, []).append(episode)
    for episodes in by_family.values():
        for earlier, later in pairwise(episodes):
            assert earlier.closed_at is not None
            assert earlier.closed_at <= later.started_at


def test_episodes_come_from_decisions_and_end_with_closings():
    ours = Episode.objects.filter(kind="family_solutions")
    assert ours.exists()
    for episode in ours.select_related("referral"):
        decision = episode.referral.decisions.filter(outcome=Outcome.FAMILY_SOLUTIONS).first()
        assert decision.happened_at == episode.started_at
        assert decision.locality_id == episode.locality_id
        assert episode.children.count() == episode.referral.children.count()
    closed = Episode.objects.filter(state=EpisodeState.CLOSED)
    assert set(closed.values_list("id", "closed_at")) == set(
        Closing.objects.current().values_list("episode", "happened_at")
    )
    open_goals = closed.filter(goals__isnull=False).exclude(goals__ends__isnull=False)
    assert not open_goals.exists()


def test_reviews_answer_the_due_moment_that_the_service_would_say():
    last = {}
    for review in Review.objects.current().select_related("episode").order_by("happened_at"):
        planned_at = review.episode.plans.get().happened_at
        held_at = last.get(review.episode_id)
        assert review.due_at == due_of_review_held(
            planned_at, held_at, review.happened_at, version=review.episode.clock_version
        )
        last[review.episode_id] = review.happened_at


def test_people_have_right_numbers_and_children_are_children():
    for person in Person.objects.exclude(nhs_number=""):
        assert not nhs_number_problem(person.nhs_number)
        assert person.nhs_number.startswith("999")
    for person in Person.objects.exclude(upn=""):
        assert not upn_problem(person.upn)
    numbers = Person.objects.exclude(nhs_number="").values_list("nhs_number", flat=True)
    assert len(set(numbers)) == len(numbers)
    for referral in Referral.objects.prefetch_related("children__person"):
        day = london_date(referral.submitted_at)
        for child in referral.children.all():
            born_on = child.person.born_on
            assert born_on is None or age_on(born_on, day) < 18
            unborn = born_on is None or born_on > day
            assert (child.age_band == "unborn") == unborn


def test_a_postcode_leads_to_the_ward_that_was_kept(borough):
    for home in Residence.objects.exclude(postcode="")[:60]:
        place = find_place(home.postcode, london_date(borough))
        assert place.ward.pk == home.ward_id
    for referral in Referral.objects.filter(ward__isnull=False)[:200]:
        day = london_date(referral.submitted_at)
        assert locality_of(referral.ward, day) == referral.locality


def test_references_follow_the_clock():
    rows = Referral.objects.order_by("submitted_at", "id").values_list("reference", "submitted_at")
    references = [reference for reference, _ in rows]
    numbers = [int(reference.rpartition("-")[2]) for reference in references]
    assert numbers == sorted(numbers)
    assert all(reference.split("-")[1] == str(london_date(at).year) for reference, at in rows)


def test_one_event_tells_of_it():
    event = Event.objects.get(verb="croydon_eh.demo_data")
    assert event.actor_kind == "system"
