"""Which family is referred when: worked out first, so that references follow the clock."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from croydon_eh.demo.dice import Dice
from croydon_eh.demo.hours import Arrivals, at, office_after
from croydon_eh.demo.reading import rows
from localities.calendar import (
    london,
    london_date,
    london_day_start,
    months_after,
    subtract_working_days,
)

MONTHS = 30  # 2½ years of referrals
AGAIN = 0.34  # the share of referrals after which there is one more, some day
DAYS_UNTIL_NEXT = 150  # half of these come sooner
SENT_TWICE = 0.013
MISTYPED = 0.012  # the next referral is taken for another family's, until the two are merged


@dataclass(slots=True)
class Arrival:
    """A referral that comes. `resent` is the same one sent again, some minutes later."""

    at: datetime
    kind: str
    resent: bool = False
    mistyped: bool = False
    reference: str = ""


@dataclass(slots=True)
class Planned:
    """One family: where it comes in the list, its story if it has one, and its referrals."""

    number: int
    arrivals: list[Arrival] = field(default_factory=list)
    story: dict | None = None


def plan(families: int, seed, until: datetime) -> list[Planned]:
    """Families with their referrals, all before `until`: so many records, the same for a seed.

    A family whose name is mistyped once has two.
    """
    first = months_after(london_date(until), -MONTHS)
    arrivals = Arrivals(first, london_date(until) - timedelta(days=1))
    stories = rows("stories")[:families]
    planned = [_of_story(number, story, until) for number, story in enumerate(stories)]
    records = len(planned)
    while records < families:
        number = len(planned)
        dice = Dice(seed, "plan", number)
        family = Planned(number, _ordinary(dice, arrivals, room=families - records))
        planned.append(family)
        records += 1 + any(arrival.mistyped for arrival in family.arrivals)
    return planned


def number_them(planned: list[Planned], first_number: int) -> int:
    """Give each referral its reference in the order they came; the number after the last one."""
    every = [arrival for family in planned for arrival in family.arrivals]
    every.sort(key=lambda arrival: arrival.at)  # stable: equal moments keep the families' order
    for number, arrival in enumerate(every, first_number):
        arrival.reference = f"EH-{london(arrival.at).year}-{number:06}"
    return first_number + len(every)


def _ordinary(dice, arrivals, room):
    day = arrivals.day(dice)
    kind = arrivals.kind(dice, day)
    found = [Arrival(arrivals.moment(dice, day, kind), kind)]
    while dice.chance(AGAIN):
        gap = dice.lognormvariate(0, 0.9) * DAYS_UNTIL_NEXT
        day = arrivals.soon(dice, found[-1].at + timedelta(days=8 + gap))
        if day is None:
            break
        kind = arrivals.kind(dice, day)
        mistyped = dice.chance(MISTYPED) and room > 1
        found.append(Arrival(arrivals.moment(dice, day, kind), kind, mistyped=mistyped))
        if mistyped:
            break
    return [each for arrival in found for each in _perhaps_twice(dice, arrival)]


def _perhaps_twice(dice, arrival):
    yield arrival
    again = arrival.at + timedelta(minutes=dice.randint(2, 80))
    same_day = london_date(again) == london_date(arrival.at)
    if dice.chance(SENT_TWICE) and same_day and not arrival.mistyped:
        yield replace(arrival, at=again, resent=True)


def _of_story(number, story, until):
    hour, minute = story["at"].split(":")
    day = _days_before(int(story["working_days_ago"]), until)
    arrival = Arrival(at(day, int(hour) + int(minute) / 60), story["kind"])
    first = [arrival]
    if story["special"] == "step_down":
        taken_over = at(day - timedelta(days=190), 11)
        first = [Arrival(office_after(taken_over, 1), "police"), arrival]
    return Planned(number, first, story)


def _days_before(count, until) -> date:
    """The day before, or that many working days before."""
    if count == 0:
        return london_date(until) - timedelta(days=1)
    return london_date(subtract_working_days(london_day_start(london_date(until)), count))
