"""How an episode will go: when and why it ends, and how far the family will come."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from casework.codes import ClosingReason, Kind
from croydon_eh.demo.helping import Work
from croydon_eh.demo.hours import DAY, in_office
from localities.calendar import london_date

# How an episode ends, and by how much the scores of its outcomes then have risen on average.
REASONS = {
    ClosingReason.GOALS_MET: (44, 1.25),
    ClosingReason.UNIVERSAL: (16, 0.95),
    ClosingReason.STEPPED_UP: (9, -0.25),
    ClosingReason.CHOSE_TO_STOP: (12, 0.35),
    ClosingReason.LOST_CONTACT: (9, 0.15),
    ClosingReason.MOVED_AWAY: (7, 0.5),
    ClosingReason.TURNED_18: (2.8, 0.6),
    ClosingReason.DIED: (0.2, 0.2),
}
USUAL_RISE = 0.75  # what a locality's style is measured against
ENDS_EARLY = (ClosingReason.CHOSE_TO_STOP, ClosingReason.LOST_CONTACT, ClosingReason.MOVED_AWAY)


@dataclass(slots=True)
class Course:
    """How an episode goes on: when and why it will end, and how far each outcome will come."""

    ends_at: datetime
    reason: str
    rises: float
    scores: dict = field(default_factory=dict)  # outcome -> (first, last)
    goals: list = field(default_factory=list)
    assessed_at: datetime | None = None
    planned_at: datetime | None = None

    def still_runs(self, work, at: datetime) -> bool:
        """Whether this comes within the episode and the period."""
        return at < self.ends_at and at <= work.life.world.until


def choose_course(work: Work) -> Course:
    life, dice = work.life, work.life.dice
    style = life.style(work.allocated_at)
    reason = dice.one({reason: share for reason, (share, _) in REASONS.items()})
    oldest_born = min(child.born_on for child in work.children)
    if reason == ClosingReason.STEPPED_UP and work.row["kind"] == Kind.JOINT:
        reason = ClosingReason.UNIVERSAL
    if reason == ClosingReason.TURNED_18 and work.allocated_at.year - oldest_born.year < 17:
        reason = ClosingReason.GOALS_MET
    months = style.months * dice.lognormvariate(-0.08, 0.4)
    if reason in ENDS_EARLY:
        months *= dice.uniform(0.2, 1)
    if work.row["kind"] == Kind.JOINT:
        months *= 1.4
    ends_at = in_office(dice, london_date(work.allocated_at + timedelta(days=20 + months * 29)))
    if life.course == "closed":
        reason = ClosingReason.GOALS_MET
        ends_at = in_office(dice, life.world.last_on - timedelta(days=35))
    elif life.story:
        ends_at = life.world.until + 100 * DAY
    rises = REASONS[reason][1] * style.improves / USUAL_RISE
    return Course(ends_at, reason, rises)
