"""Visits of an episode, and who was seen at them."""

from datetime import timedelta

from casework.codes import VisitKind
from casework.models import Seen, Visit
from croydon_eh.demo.correcting import CORRECTED, correct, without_id
from croydon_eh.demo.hours import in_office, working_days_later
from localities.calendar import london_date

VISITS = {VisitKind.HOME: 50, VisitKind.SCHOOL: 14, VisitKind.ELSEWHERE: 10, VisitKind.PHONE: 20,
          VisitKind.NOTE: 6}  # fmt: skip


def visit_them(work, course):
    dice = work.life.dice
    in_time = dice.chance(work.life.style(work.allocated_at).work_on_time)
    days = dice.uniform(1, 4.9) if in_time else dice.uniform(5.2, 9)
    at = working_days_later(dice, work.allocated_at, days)
    first = True
    while course.still_runs(work, at):
        kind = VisitKind.HOME if first else dice.one(VISITS)
        _visit(work, at, kind)
        first = False
        at = in_office(dice, london_date(at) + timedelta(days=dice.randint(5, 17)))


def _visit(work, at, kind):
    life = work.life
    world, dice, day = life.world, life.dice, london_date(at)
    there = [child for child in work.children if child.born_on <= day]
    name = (there or work.children)[0].named(day)
    visit = world.rows.add(
        Visit, episode_id=work.row["id"], kind=kind, by_id=work.worker_at(at),
        notes=world.say(dice, "visit", kind).format(name=name),
        next_step=world.say(dice, "next_step"), happened_at=at,
        recorded_at=world.recorded(dice, at),
    )  # fmt: skip
    seen = _seen(work, visit, kind, there, day)
    if dice.chance(CORRECTED):
        right = correct(work, Visit, visit, {"notes": visit["notes"] + " Corrected: the day."})
        for row in seen if right else ():
            world.rows.add(Seen, **without_id(row) | {"visit_id": right["id"]})


def _seen(work, visit, kind, there, day):
    """Who was seen: most of the children, some alone, some with a wish; at home an adult too."""
    world, dice = work.life.world, work.life.dice
    if kind in (VisitKind.PHONE, VisitKind.NOTE):
        return []
    seen = []
    for child in there:
        if dice.chance(0.72):
            talks = child.age(day) >= 4
            wishes = world.say(dice, "wishes") if talks and dice.chance(0.5) else ""
            alone = talks and dice.chance(0.4)
            seen.append({"person_id": child.id, "alone": alone, "wishes": wishes})
    if kind == VisitKind.HOME:
        seen.append({"person_id": dice.choice(work.life.adults).person["id"]})
    return [world.rows.add(Seen, visit_id=visit["id"], **row) for row in seen]
