"""Each form of an episode: one fact, sent once, refused in a sentence, nothing typed lost."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.govuk.times import say_day
from casework import actions as casework
from casework.access import in_charge
from casework.forms.plan import GoalEndForm, GoalForm, PlanForm
from casework.forms.visit import VisitForm, as_initial
from casework.forms.work import AssessmentForm, ReviewForm, ScoreForm
from casework.goals import latest_scores, scores_listed
from casework.models import Assessment, Episode, Goal, GoalEnd, OutcomeScore, Plan, Review, Visit
from casework.views.sending import done, load_own, sent, show_form
from families.people import named, people_listed

# The family's people come with the episode, in one query.
PEOPLE = {"people": people_listed("family")}


def _people(episode):
    return named(episode.people, on=timezone.localdate())


def visit_add(request, episode_id):
    episode = load_own(request, episode_id, **PEOPLE)
    form = VisitForm(request.POST or None, people=_people(episode))
    if sent(
        request, form, what=f"visit:{episode.pk}", model=Visit,
        do=lambda: casework.record_visit(episode=episode, by=request.user, **form.facts()),
    ):  # fmt: skip
        return done(request, "The visit is recorded.", "episode_visits", episode.pk)
    return show_form(
        request, episode, form, title="Add a visit or contact", button="Save", back="episode_visits"
    )


def visit_correct(request, visit_id):
    """The first text stays in the record; the page shows the corrected one."""
    visits = Visit.objects.filter(episode__in=Episode.objects.visible_to(request.user))
    visits = visits.select_related("episode__family").prefetch_related("seen")
    visits = visits.annotate(people=people_listed("episode__family"))
    visit = get_object_or_404(visits, pk=visit_id)
    episode = visit.episode
    if not in_charge(request.user, episode):
        raise Http404
    form = VisitForm(request.POST or None, people=_people(visit), initial=as_initial(visit))
    if sent(
        request, form, what=f"correct:{visit.pk}", model=Visit,
        do=lambda: casework.correct_visit(visit=visit, by=request.user, **form.facts()),
    ):  # fmt: skip
        return done(request, "The visit is corrected.", "episode_visits", episode.pk)
    text = f"You correct what was written about {say_day(visit.happened_at)}. The first text stays "
    return show_form(
        request, episode, form, title="Correct a visit", button="Save the correction",
        back="episode_visits", text=text + "in the record, marked as corrected.",
    )  # fmt: skip


def assessment_add(request, episode_id):
    episode = load_own(request, episode_id)
    form = AssessmentForm(request.POST or None)
    if sent(
        request, form, what=f"assessment:{episode.pk}", model=Assessment,
        do=lambda: casework.complete_assessment(episode=episode, by=request.user, **form.facts()),
    ):  # fmt: skip
        text = "The assessment is complete. Now score the outcomes with the family."
        return done(request, text, "score_add", episode.pk)
    return show_form(
        request, episode, form, title="Family Wellbeing Assessment",
        button="The assessment is complete", back="episode_assessment",
    )  # fmt: skip


def plan_add(request, episode_id):
    episode = load_own(request, episode_id, **PEOPLE)
    form = PlanForm(request.POST or None, people=_people(episode))
    if sent(
        request, form, what=f"plan:{episode.pk}", model=Plan,
        do=lambda: casework.agree_plan(episode=episode, by=request.user, **form.facts()),
    ):  # fmt: skip
        return done(request, "The plan is agreed.", "episode_plan", episode.pk)
    return show_form(
        request, episode, form, title="Agree the plan", button="The family agrees",
        back="episode_plan", text="One goal is enough to begin. You can add more later.",
    )  # fmt: skip


def goal_add(request, episode_id):
    episode = load_own(request, episode_id, **PEOPLE)
    form = GoalForm(request.POST or None, people=_people(episode))
    if sent(
        request, form, what=f"goal:{episode.pk}", model=Goal,
        do=lambda: casework.add_goal(episode=episode, by=request.user, **form.facts()),
    ):  # fmt: skip
        return done(request, "The goal is in the plan.", "episode_plan", episode.pk)
    return show_form(
        request, episode, form, title="Add a goal", button="Add this goal", back="episode_plan"
    )


def goal_end(request, goal_id):
    visible = Episode.objects.visible_to(request.user)
    goals = Goal.objects.current().filter(episode__in=visible).select_related("episode__family")
    goal = get_object_or_404(goals, pk=goal_id)
    episode = goal.episode
    if not in_charge(request.user, episode):
        raise Http404
    form = GoalEndForm(request.POST or None)
    if sent(
        request, form, what=f"goal_end:{goal.pk}", model=GoalEnd,
        do=lambda: casework.end_goal(goal=goal, by=request.user, **form.facts()),
    ):  # fmt: skip
        return done(request, "The goal has its ending.", "episode_plan", episode.pk)
    return show_form(
        request, episode, form, title="How did this goal end?", button="Save", back="episode_plan",
        text=goal.text,
    )  # fmt: skip


def review_add(request, episode_id):
    episode = load_own(request, episode_id)
    form = ReviewForm(request.POST or None)
    if sent(
        request, form, what=f"review:{episode.pk}", model=Review,
        do=lambda: casework.hold_review(episode=episode, by=request.user, **form.facts()),
    ):  # fmt: skip
        text = "The review is recorded. Now score the outcomes with the family."
        return done(request, text, "score_add", episode.pk)
    return show_form(
        request, episode, form, title="Review of the plan", button="Save this review",
        back="episode_plan",
    )  # fmt: skip


def score_add(request, episode_id):
    episode = load_own(request, episode_id, scored=scores_listed())
    form = ScoreForm(request.POST or None, latest=latest_scores(episode.scored))
    if sent(
        request, form, what=f"scores:{episode.pk}", model=OutcomeScore,
        do=lambda: casework.score_outcomes(episode=episode, by=request.user, **form.facts())[0],
    ):  # fmt: skip
        return done(request, "The scores are recorded.", "episode_plan", episode.pk)
    return show_form(
        request, episode, form, title="Score the outcomes", button="Save the scores",
        back="episode_plan",
        text="From 1, in crisis, to 5, thriving. Score what you and the family talked about.",
    )  # fmt: skip
