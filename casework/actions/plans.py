"""The plan: goals agreed with the family, how each ended, and the reviews."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from casework.models import Goal, GoalEnd, Plan, Review
from casework.moments import check_moment
from casework.progress import moments
from casework.review_dates import due_of_review_held
from casework.workflow import worked_on
from localities import clocks


@action
def agree_plan(*, episode, happened_at, goals, by, at=None):
    """The plan is agreed, with one goal at least. `goals` are dicts of a Goal's own fields."""
    at = at or timezone.now()
    episode = worked_on(episode, **moments())
    if episode.assessed_at is None:
        raise Refused("Complete the assessment first: the plan comes out of it.")
    check_moment(happened_at, since=episode.started_at, at=at)
    if happened_at < episode.assessed_at:
        raise Refused("The plan cannot be agreed before the assessment.", field="happened_at")
    if episode.planned_at is not None:
        raise Refused("This episode has a plan already. Add a goal to it.")
    if not goals:
        raise Refused("Add one goal at least.")
    due_at = clocks.due("plan", episode.assessed_at, version=episode.clock_version)
    plan = Plan.objects.create(episode=episode, by=by, happened_at=happened_at, due_at=due_at)
    Goal.objects.bulk_create(
        Goal(episode=episode, happened_at=happened_at, **goal) for goal in goals
    )
    return plan


@action
def add_goal(*, episode, goal, by, at=None):
    """One more goal for a plan that is agreed."""
    at = at or timezone.now()
    episode = worked_on(episode, **moments())
    if episode.planned_at is None:
        raise Refused("Agree the plan first.")
    return Goal.objects.create(episode=episode, happened_at=at, **goal)


@action
def end_goal(*, goal, ending, happened_at, by, at=None):
    """How a goal ended. Saying it again corrects what was said before."""
    at = at or timezone.now()
    episode = worked_on(goal.episode, voluntary=False)
    check_moment(happened_at, since=episode.started_at, at=at)
    for before in GoalEnd.objects.current().filter(goal=goal):
        before.supersede(at=at)
    return GoalEnd.objects.create(goal=goal, ending=ending, by=by, happened_at=happened_at)


@action
def hold_review(*, episode, happened_at, notes, by, at=None):
    """A review of the plan was held; it answers the due moment before it."""
    at = at or timezone.now()
    episode = worked_on(episode, **moments())
    check_moment(happened_at, since=episode.started_at, at=at)
    if episode.planned_at is None:
        raise Refused("Agree the plan first: a review looks at the plan.")
    if happened_at < (episode.reviewed_at or episode.planned_at):
        raise Refused(
            "A review comes after the plan and after the last review.", field="happened_at"
        )
    due_at = due_of_review_held(
        episode.planned_at, episode.reviewed_at, happened_at, version=episode.clock_version
    )
    return Review.objects.create(
        episode=episode, by=by, happened_at=happened_at, notes=notes, due_at=due_at
    )
