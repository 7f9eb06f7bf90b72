"""The assessment of an episode, and the scores of its outcomes."""

from casework.codes import ScoredAt
from casework.models import Assessment, OutcomeScore
from croydon_eh.demo.correcting import CORRECTED, correct
from croydon_eh.demo.hours import working_days_later
from localities import clocks
from referrals.scoring import OUTCOMES


def assess(work, course):
    life, dice = work.life, work.life.dice
    in_time = dice.chance(life.style(work.allocated_at).work_on_time)
    days = dice.pull(7, 16, 19.9) if in_time else dice.pull(20.5, 24, 40)
    at = working_days_later(dice, work.allocated_at, days)
    if not course.still_runs(work, at):
        return
    course.assessed_at = at
    life.world.rows.add(
        Assessment, episode_id=work.row["id"], by_id=work.worker_at(at),
        strengths=life.world.say(dice, "strengths"), needs=life.world.say(dice, "needs"),
        analysis=life.world.say(dice, "analysis"),
        due_at=clocks.due("assessment", work.allocated_at),
        happened_at=at, recorded_at=life.world.recorded(dice, at),
    )  # fmt: skip
    _first_scores(work, course, at)


def _first_scores(work, course, at):
    """Low where something was seen at the referral, else well; then how far each will come."""
    dice = work.life.dice
    low = dice.some(sorted(work.sent.picture.outcomes), 5) or ["family_relationships"]
    high = dice.some([o for o in OUTCOMES if o not in low], dice.randint(1, 3))
    for outcome in low:
        first = dice.one({1: 18, 2: 47, 3: 35})
        last = round(first + dice.gauss(course.rises, 0.7))
        course.scores[outcome] = (first, min(max(last, 1), 5))
    for outcome in high:
        first = dice.randint(4, 5)
        course.scores[outcome] = (first, min(max(first + dice.choice((-1, 0, 0, 0)), 1), 5))
    for outcome, (first, _) in course.scores.items():
        score(work, outcome, first, ScoredAt.ASSESSMENT, at)


def score(work, outcome, value, scored_at, at):
    """One score; now and then a wrong one first, that is corrected some days later."""
    world, dice = work.life.world, work.life.dice
    row = world.rows.add(
        OutcomeScore, episode_id=work.row["id"], outcome=outcome, score=value,
        scored_at=scored_at, by_id=work.worker_at(at), happened_at=at,
        recorded_at=world.recorded(dice, at),
    )  # fmt: skip
    if dice.chance(CORRECTED):
        wrong = value - 1 if value > 1 else value + 1
        correct(work, OutcomeScore, row, {"score": value}, was={"score": wrong})
