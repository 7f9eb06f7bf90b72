"""The plan of an episode: its goals, its reviews, and how the goals end."""

from datetime import timedelta

from casework.codes import GoalEnding, ScoredAt
from casework.models import Goal, GoalEnd, Plan, Review
from casework.review_dates import due_of_review_held
from croydon_eh.demo.assessing import score
from croydon_eh.demo.correcting import CORRECTED, correct
from croydon_eh.demo.courses import USUAL_RISE
from croydon_eh.demo.hours import in_office, working_days_later
from croydon_eh.demo.reading import rows
from localities import clocks
from localities.calendar import london_date


def agree_plan(work, course):
    life, dice = work.life, work.life.dice
    in_time = dice.chance(life.style(course.assessed_at).work_on_time)
    days = dice.uniform(0.5, 4.9) if in_time else dice.uniform(5.2, 12)
    at = working_days_later(dice, course.assessed_at, days)
    if not course.still_runs(work, at):
        return
    course.planned_at = at
    life.world.rows.add(
        Plan, episode_id=work.row["id"], by_id=work.worker_at(at),
        due_at=clocks.due("plan", course.assessed_at),
        happened_at=at, recorded_at=life.world.recorded(dice, at),
    )  # fmt: skip
    low = [outcome for outcome, (first, _) in course.scores.items() if first <= 3]
    fits = [row for row in rows("goals") if row["outcome"] in low]
    for row in dice.some(fits, dice.one({1: 10, 2: 40, 3: 35, 4: 15})):
        _goal(work, course, row, at)


def _goal(work, course, row, at):
    dice = work.life.dice
    person = dice.choice(work.children).id if dice.chance(0.5) else None
    course.goals.append(work.life.world.rows.add(
        Goal, episode_id=work.row["id"], **row, person_id=person,
        by_on=london_date(at) + timedelta(days=dice.choice((42, 84, 126, 168))),
        happened_at=at, recorded_at=work.life.world.recorded(dice, at),
    ))  # fmt: skip


def hold_reviews(work, course):
    life, dice = work.life, work.life.dice
    held_at = None
    while True:
        key, since = ("review_next", held_at) if held_at else ("review_first", course.planned_at)
        in_time = dice.chance(life.style(since).work_on_time)
        days = -dice.randint(0, 10) if in_time else dice.randint(1, 30)
        at = in_office(dice, london_date(clocks.due(key, since)) + timedelta(days=days))
        if not course.still_runs(work, at):
            return
        version = work.row["clock_version"]
        life.world.rows.add(
            Review, episode_id=work.row["id"], by_id=work.worker_at(at),
            notes=life.world.say(dice, "review"),
            due_at=due_of_review_held(course.planned_at, held_at, at, version=version),
            happened_at=at, recorded_at=life.world.recorded(dice, at),
        )  # fmt: skip
        _scores_on_the_way(work, course, at)
        held_at = at


def _scores_on_the_way(work, course, at):
    share = (at - course.assessed_at) / (course.ends_at - course.assessed_at)
    for outcome, (first, last) in course.scores.items():
        if work.life.dice.chance(0.85):
            value = first + (last - first) * share * work.life.dice.uniform(0.6, 1.2)
            score(work, outcome, min(max(round(value), 1), 5), ScoredAt.REVIEW, at)


def end_goals(work, course, closed_at=None):
    """Every goal has an end when the episode closes; some are met on the way."""
    life, dice = work.life, work.life.dice
    last = closed_at or course.ends_at
    met = life.style(work.allocated_at).goals_met + 0.28 * (course.rises - USUAL_RISE)
    for goal in course.goals:
        ending, at = GoalEnding.MET, last
        if not dice.chance(min(max(met, 0.05), 0.97)):
            ending = dice.one({GoalEnding.PARTLY: 50, GoalEnding.NOT_MET: 32,
                               GoalEnding.NOT_WANTED: 18})  # fmt: skip
        elif dice.chance(0.4):
            at = goal["happened_at"] + (last - goal["happened_at"]) * 0.7
        if closed_at or (at < last and at <= life.world.until):
            _end_goal(work, goal, ending, at)


def _end_goal(work, goal, ending, at):
    world, dice = work.life.world, work.life.dice
    row = world.rows.add(
        GoalEnd, goal_id=goal["id"], ending=ending, by_id=work.worker_at(at),
        happened_at=at, recorded_at=world.recorded(dice, at),
    )  # fmt: skip
    if dice.chance(CORRECTED):
        correct(work, GoalEnd, row, {"ending": ending}, was={"ending": GoalEnding.PARTLY})
