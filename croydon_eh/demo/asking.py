"""What may come before a decision: the referrer takes it back, or is asked a question."""

from accounts.roles import Role
from croydon_eh.demo.access import Basis
from croydon_eh.demo.hours import office_after
from croydon_eh.demo.referring import move
from localities.calendar import london_date
from referrals.models import Pause

ASKED, WITHDRAWN = 0.07, 0.018


def withdrawn(life, sent):
    """The referrer takes it back, which nobody can where there is a red flag."""
    if life.story or sent.urgent or not sent.row["referrer_id"]:
        return False
    at = office_after(sent.at, life.dice.uniform(0.2, 5))
    if not life.dice.chance(WITHDRAWN) or at > life.world.until:
        return False
    reason = life.world.say(life.dice, "withdrawn")
    move(life, sent.row, "withdraw", at, by=sent.row["referrer_id"], reason=reason)
    life.access.end(Basis.SCREENING, at, team_id=life.world.teams["spoc"].pk)
    return True


def ask(life, sent):
    """A question stops the clock until the answer comes, or until it is decided without one."""
    world, dice, row = life.world, life.dice, sent.row
    asks = life.course == "question" or (not life.story and dice.chance(ASKED))
    asked_at = office_after(sent.at, dice.uniform(0.2, 2))
    if not asks or sent.urgent or asked_at > world.until:
        return
    by = world.somebody(dice, world.teams["spoc"], Role.SCREENER, london_date(asked_at)).user_id
    text = dice.randrange(len(world.texts["question", ""]))
    question = world.texts["question", ""][text]
    move(life, row, "ask", asked_at, by=by, reason=question)
    pause = world.rows.add(Pause, referral_id=row["id"], question=question, asked_by_id=by,
                           happened_at=asked_at, recorded_at=asked_at)  # fmt: skip
    answered_at = office_after(asked_at, dice.uniform(1, 13))
    sent.pauses.append((asked_at, None))
    if life.course == "question" or answered_at > world.until:
        return
    answer = world.texts["answer", ""][text]
    move(life, row, "answer", answered_at, by=row["referrer_id"] or by, reason=answer)
    pause["superseded_at"] = answered_at
    world.rows.add(Pause, **{k: v for k, v in pause.items() if k != "id"} | {
        "superseded_at": None, "recorded_at": answered_at, "until_at": answered_at,
        "answer": answer,
    })  # fmt: skip
    sent.pauses[:] = [(asked_at, answered_at)]
