"""The SPOC looks at a referral: perhaps asks, gives its own level, decides; or has not yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.roles import Role
from croydon_eh.demo.access import MONTH, Basis
from croydon_eh.demo.asking import ask, withdrawn
from croydon_eh.demo.asking_others import acknowledge
from croydon_eh.demo.hours import HOUR, office_after
from croydon_eh.demo.life import Life
from croydon_eh.demo.looking_again import look_again
from croydon_eh.demo.referring import Sent, due_with, move
from localities.calendar import london_date
from referrals.codes import LEVEL_OF, Level, Outcome
from referrals.models import Agreed, Decision, OwnLevel

# How often referrals of a kind are seen by the screener as they are scored, against the locality.
UNDERSTOOD = {"school": 1.0, "health": 1.05, "gp": 1.0, "police": 0.82, "voluntary": 0.95,
              "housing": 0.88, "childrens_centre": 1.05, "youth": 0.9,
              "social_care": 1.12}  # fmt: skip
OUTCOMES = {
    1: {Outcome.ADVICE: 68, Outcome.NO_FURTHER_ACTION: 22, Outcome.OTHER_SERVICE: 10},
    2: {Outcome.PARTNER_LED: 84, Outcome.OTHER_SERVICE: 10, Outcome.NO_FURTHER_ACTION: 6},
    3: {Outcome.FAMILY_SOLUTIONS: 93, Outcome.OTHER_SERVICE: 7},
    4: {Outcome.SOCIAL_CARE: 97, Outcome.OTHER_SERVICE: 3},
}
FAMILY_SOLUTIONS_COURSES = ("waiting", "new", "open", "closed")


@dataclass(slots=True)
class Decided:
    row: dict
    at: datetime
    by_id: int

    @property
    def outcome(self):
        return self.row["outcome"]


def decide(life: Life, sent: Sent) -> Decided | None:
    """The first decision, or None: withdrawn, or still waiting at the end of the period."""
    world, dice = life.world, life.dice
    if withdrawn(life, sent):
        return None
    ask(life, sent)
    sent.row["decision_due_at"] = due_with(sent)
    at = _decided_at(life, sent)
    if life.course in ("undecided", "question") or at > world.until:
        _leave_undecided(life, sent)
        return None
    role = Role.SOCIAL_WORKER if sent.urgent and dice.chance(0.55) else Role.SCREENER
    by = world.somebody(dice, world.teams["spoc"], role, london_date(at))
    own = _own_level(life, sent, at)
    level = _final_level(life, sent, own)
    return write_decision(life, sent, at=at, by_id=by.user_id, own=own,
                          level=level, outcome=_outcome(life, sent, level, at))  # fmt: skip


def write_decision(life, sent, *, at, by_id, own, level, outcome, number=1):
    """Freeze a decision with all that belongs to it: own level, agreement, move, access."""
    world, dice, row = life.world, life.dice, sent.row
    level = LEVEL_OF.get(outcome, level)
    _give_own_level(life, sent, by_id, own, at - timedelta(minutes=dice.randint(4, 25)))
    agreed = _agreement_below_4(life, sent, level, outcome, by_id, at)
    reason = _reason(life, row, level, outcome)
    suggestion = [
        {"child": child["id"], "level": child["level"], "rule": child["rule"],
         "reasons": child["result"]["reasons"]}
        for child in sent.child_rows
    ]  # fmt: skip
    decision = world.rows.add(
        Decision, referral_id=row["id"], number=number, by_id=by_id, own_level=own,
        suggested_level=row["suggested_level"], suggested_rule=row["suggested_rule"],
        threshold_version=row["threshold_version"], reasons=suggestion, level=level,
        outcome=outcome, reason=reason, words=world.say(dice, "decision", outcome),
        agreed_id=agreed and agreed["id"], due_at=row["decision_due_at"],
        locality_id=life.locality_on(london_date(at)), happened_at=at, recorded_at=at,
    )  # fmt: skip
    if number == 1:
        look_again(life, sent, at=at, by_id=by_id, own=own)
    move(life, row, "decide", at, by=by_id, reason=reason)
    row |= {"level": level, "outcome": outcome, "assigned_to_id": by_id,
            "first_decided_at": row["first_decided_at"] or at}  # fmt: skip
    life.access.grant(Basis.SCREENING, at, until=at + MONTH, user_id=by_id)
    held = number == 1 and not acknowledge(life, sent, at, by_id)
    if outcome != Outcome.SOCIAL_CARE and not held:
        life.access.end(Basis.SCREENING, at, team_id=world.teams["spoc"].pk)
    return Decided(decision, at, by_id)


def _decided_at(life, sent):
    """Mostly in time; how often depends on the locality, and gets better over the years."""
    dice, style = life.dice, life.style(sent.at)
    share = style.decided_first + (style.decided_last - style.decided_first) * (
        life.world.progress(sent.at)
    )
    start = sent.pauses[-1][1] if sent.pauses and sent.pauses[-1][1] else sent.at
    if sent.urgent:
        hours = dice.uniform(0.3, 2.9) if dice.chance(share + 0.04) else dice.uniform(3.1, 9)
        return sent.at + hours * HOUR
    if dice.chance(share):
        return min(office_after(start, dice.pull(0.3, 4, 7.6)), sent.row["decision_due_at"])
    return max(office_after(start, dice.pull(8.2, 10, 36)), sent.row["decision_due_at"] + HOUR)


def _leave_undecided(life, sent):
    if life.dice.chance(0.4):
        by = life.world.somebody(
            life.dice, life.world.teams["spoc"], Role.SCREENER, life.world.last_on
        )
        sent.row["assigned_to_id"] = by.user_id


def _own_level(life, sent, at):
    suggested = sent.row["suggested_level"]
    agrees = life.style(at).agrees * UNDERSTOOD[sent.kind]
    if life.story or life.dice.chance(agrees):
        return suggested
    other = suggested + life.dice.one({-1: 62, 1: 38})
    return other if 1 <= other <= 4 else suggested + (1 if suggested == 1 else -1)


def _final_level(life, sent, own):
    suggested = sent.row["suggested_level"]
    if own == suggested or "immediate" in sent.row["flags"]:
        return suggested if own == suggested or life.dice.chance(0.85) else max(own, 3)
    return own if life.dice.chance(0.55) else suggested


def _outcome(life, sent, level, at):
    dice = life.dice
    if life.course in ("offered", "refused", "joint", "handed_down"):
        return Outcome.SOCIAL_CARE
    if life.course in ("lead_offered", "led"):
        return Outcome.PARTNER_LED
    if life.special == "step_down" and not sent.row["is_step_down"]:
        return Outcome.SOCIAL_CARE
    if life.is_helped(at):
        return Outcome.LINKED
    if life.course in FAMILY_SOLUTIONS_COURSES or sent.row["is_step_down"]:
        return Outcome.FAMILY_SOLUTIONS
    known = life.social_care_since and at - life.social_care_since < timedelta(days=180)
    if known and dice.chance(0.6):
        return Outcome.LINKED
    if sent.row["area"] == "elsewhere" and dice.chance(0.7):
        return Outcome.OTHER_SERVICE
    return dice.one(OUTCOMES[level])


def _give_own_level(life, sent, user_id, level, at):
    """Once for each person: what was given before stays."""
    if user_id in sent.own_levels:
        return
    sent.own_levels.add(user_id)
    life.world.rows.add(
        OwnLevel, referral_id=sent.row["id"], by_id=user_id, level=level,
        happened_at=max(at, sent.at), recorded_at=max(at, sent.at),
    )  # fmt: skip


def _agreement_below_4(life, sent, level, outcome, decider_id, at):
    below = level < Level.SPECIALIST or outcome == Outcome.NO_FURTHER_ACTION
    if sent.row["suggested_level"] != Level.SPECIALIST or not below:
        return None
    world, dice = life.world, life.dice
    worker = world.somebody(dice, world.teams["spoc"], Role.SOCIAL_WORKER, london_date(at),
                            but=[decider_id])  # fmt: skip
    agreed_at = max(at - timedelta(minutes=dice.randint(1, 3)), sent.at)
    _give_own_level(life, sent, worker.user_id, level, agreed_at - timedelta(minutes=1))
    return world.rows.add(
        Agreed, referral_id=sent.row["id"], by_id=worker.user_id, level=level,
        reason=world.say(dice, "agreed"), happened_at=agreed_at, recorded_at=agreed_at,
    )  # fmt: skip


def _reason(life, row, level, outcome):
    if level != row["suggested_level"]:
        return life.world.say(
            life.dice, "differs_up" if level > row["suggested_level"] else "differs_down"
        )
    return life.world.say(life.dice, "nothing") if outcome == Outcome.NO_FURTHER_ACTION else ""
