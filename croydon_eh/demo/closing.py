"""An episode ends: last scores, goals, the reason, a hand-over where there is one."""

from datetime import timedelta

from casework.codes import NEEDS_RISK_CHECK, ClosingReason, ScoredAt
from casework.models import Closing
from croydon_eh.demo.access import MONTH
from croydon_eh.demo.assessing import score
from croydon_eh.demo.courses import Course
from croydon_eh.demo.handing_over import offer_up
from croydon_eh.demo.helping import Work, step
from croydon_eh.demo.hours import office_after
from croydon_eh.demo.planning import end_goals
from families.codes import LossKind
from families.models import Loss, MessagesAgain
from localities.calendar import london_date


def close(work: Work, course: Course):
    """Close it when its time has come within the period; else it stays open."""
    life = work.life
    at, reason = course.ends_at, course.reason
    if at > life.world.until:
        at = None
    elif reason == ClosingReason.STEPPED_UP:
        at = _accepted_by_social_care(work, at)
    if at is None:
        end_goals(work, course)
        return
    end_goals(work, course, at)
    for outcome, (_, last) in course.scores.items():
        if life.dice.chance(0.93):
            score(work, outcome, last, ScoredAt.CLOSING, at)
    risk = life.world.say(life.dice, "risk_check") if reason in NEEDS_RISK_CHECK else ""
    life.world.rows.add(
        Closing, episode_id=work.row["id"], reason=reason, by_id=work.worker_at(at),
        summary=life.world.say(life.dice, "closing", reason), risk_check=risk,
        locality_id=life.locality_on(london_date(at)), happened_at=at, recorded_at=at,
    )  # fmt: skip
    if reason == ClosingReason.DIED:
        _mourn(life, work.worker_at(at), at)
    step(work, "close", at, work.worker_at(at))
    work.row["closed_at"] = at
    for child in work.child_rows:
        child["left_on"] = child["left_on"] or london_date(at)
    life.access.end_for_worker(at + MONTH, work.worker_at(at))
    life.helped[-1] = (work.started_at, at)


def _mourn(life, by, at):
    """An adult of the family has died; a manager has let messages start again since."""
    person = life.adults[-1].person
    person["died_on"] = london_date(at)
    common = {"by_id": by, "happened_at": at, "recorded_at": at}
    life.world.rows.add(
        Loss, person_id=person["id"], kind=LossKind.DEATH, on=london_date(at), **common
    )
    life.world.rows.add(
        MessagesAgain, family_id=life.family["id"], reason="Talked with the family.", **common
    )


def _accepted_by_social_care(work, wanted_at):
    """When the episode can close: once social care has the family. None where it never has."""
    offered_at = max(wanted_at - timedelta(days=3), work.allocated_at + timedelta(hours=1))
    transfer = offer_up(work.life, None, offered_at, work.worker_at(offered_at))
    if transfer["answer"] != "accepted":
        return None
    at = office_after(transfer["answered_at"], 3)
    return at if at <= work.life.world.until else None
