"""A sample of the first decisions, judged again by another screener; the newest still wait."""

from datetime import timedelta

from accounts.roles import Role
from croydon_eh.demo.dice import Dice
from croydon_eh.demo.hours import office_after
from localities.calendar import london_date
from referrals.models import BlindLevel, SecondLook
from referrals.second_look import is_sampled

ALIKE = 0.78  # of second levels are the first one
HELD = timedelta(hours=4)
STILL_WAITING = timedelta(days=14)


def look_again(life, sent, *, at, by_id, own):
    """A chance of its own: the borough is the same, whichever referrals are drawn."""
    world, row = life.world, sent.row
    if not is_sampled(row["id"]):
        return
    dice = Dice("second look", row["reference"])
    look = world.rows.add(
        SecondLook, referral_id=row["id"], decided_by_id=by_id, sampled_at=at,
        taken_by_id=None, held_until=None,
    )  # fmt: skip
    taken_at = office_after(at, dice.pull(1, 4, 14))
    if taken_at + STILL_WAITING > world.until:
        return
    seen = {by_id, *sent.own_levels}
    other = world.somebody(
        dice, world.teams["spoc"], Role.SCREENER, london_date(taken_at), but=seen
    )
    look |= {"taken_by_id": other.user_id, "held_until": taken_at + HELD}
    given_at = taken_at + timedelta(minutes=dice.randint(5, 25))
    world.rows.add(
        BlindLevel, referral_id=row["id"], by_id=other.user_id, level=_level(dice, own),
        happened_at=given_at, recorded_at=given_at,
    )  # fmt: skip


def _level(dice, own):
    if dice.chance(ALIKE):
        return own
    other = own + dice.one({-1: 55, 1: 45})
    return other if 1 <= other <= 4 else own + (1 if own == 1 else -1)
