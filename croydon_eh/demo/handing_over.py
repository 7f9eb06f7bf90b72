"""Between early help and children's social care: offers, answers, step-downs, second decisions."""

from datetime import datetime, timedelta

from accounts.roles import Role
from croydon_eh.demo.access import MONTH, Basis
from croydon_eh.demo.deciding import Decided, write_decision
from croydon_eh.demo.disclosing import disclose
from croydon_eh.demo.hours import HOUR, office_after
from croydon_eh.demo.life import Life
from croydon_eh.demo.referring import Sent, move
from localities import clocks
from localities.calendar import london_date
from referrals.codes import Level, Outcome
from referrals.models import Transfer, TransferCall, TransferChild

REFUSED, LATE, REOPENED = 0.09, 0.14, 0.012


def offer_up(life: Life, sent: Sent | None, at: datetime, by_id: int) -> dict:
    """An offer to social care, with its answer where that comes before the end of the period."""
    world = life.world
    urgent = sent is not None and "immediate" in sent.row["flags"]
    row = world.rows.add(
        Transfer, family_id=life.family["id"], referral_id=sent and sent.row["id"],
        direction=Transfer.Direction.UP, offered_by_id=by_id, team_id=None, urgent=urgent,
        done="", plan="",
        due_at=clocks.due("transfer", at, urgent=urgent), happened_at=at, recorded_at=at,
    )  # fmt: skip
    team = world.teams["social-care"].pk
    life.access.grant(Basis.TRANSFER, at, team_id=team)
    disclose(life, world.site_named["Assessment service"].agency_id, at)
    if urgent:
        _phone(life, row, at, by_id)
    answered_at = _answered_at(life.dice, row, at, urgent)
    if life.course == "offered" or answered_at > world.until:
        return row
    refused = life.course == "refused" or (
        sent is not None and not life.story and life.dice.chance(REFUSED)
    )
    _answer(life, row, answered_at, "refused" if refused else "accepted")
    if refused:
        life.access.end(Basis.TRANSFER, answered_at, team_id=team)
    else:
        life.access.end(Basis.TRANSFER, answered_at + MONTH, team_id=team)
        life.access.end(Basis.SCREENING, answered_at, team_id=world.teams["spoc"].pk)
        life.social_care_since = answered_at
    return row


def step_down(life: Life, sent: Sent, decided: Decided):
    """Social care hands the family back; the decision to help it is the acceptance."""
    day = london_date(sent.at)
    team = life.world.teams["social-care"]
    officer = life.world.somebody(life.dice, team, Role.SOCIAL_CARE, day)
    life.world.rows.add(
        Transfer, family_id=life.family["id"], referral_id=sent.row["id"],
        direction=Transfer.Direction.DOWN, offered_by_id=officer.user_id, urgent=False,
        team_id=life.world.team_of(decided.row["locality_id"]).pk,
        done=life.world.say(life.dice, "handed_down_done"),
        plan=life.world.say(life.dice, "handed_down_plan"),
        due_at=clocks.due("transfer", sent.at), answer="accepted", answered_at=decided.at,
        answered_by_id=decided.by_id, happened_at=sent.at, recorded_at=sent.at,
    )  # fmt: skip
    life.social_care_since = None


def offer_down(life: Life, sent: Sent):
    """Social care wants to hand the family back, and nobody has answered yet."""
    world, dice = life.world, life.dice
    at = office_after(world.until - timedelta(days=2), dice.uniform(1, 6))
    team = world.team_of(life.locality_on(london_date(at)))
    row = world.rows.add(
        Transfer, family_id=life.family["id"], direction=Transfer.Direction.DOWN,
        team_id=team.pk, urgent=False, due_at=clocks.due("transfer", at),
        offered_by_id=world.personas["social_care_officer"], happened_at=at, recorded_at=at,
        done=world.say(dice, "handed_down_done"), plan=world.say(dice, "handed_down_plan"),
    )  # fmt: skip
    for child in sent.children:
        world.rows.add(TransferChild, transfer_id=row["id"], person_id=child.id)
    life.access.grant(Basis.TRANSFER, at, team_id=team.pk)
    life.access.grant(Basis.SCREENING, at, team_id=world.teams["spoc"].pk)


def _phone(life, row, at, by_id):
    """The live call that goes with a red flag, a few minutes after the offer."""
    world = life.world
    called_at = at + timedelta(minutes=life.dice.randint(1, 5))
    if called_at > world.until:
        return
    team = world.teams["social-care"]
    officer = world.somebody(life.dice, team, Role.SOCIAL_CARE, london_date(at))
    world.rows.add(
        TransferCall, transfer_id=row["id"], spoke_to=officer.name, by_id=by_id,
        happened_at=called_at, recorded_at=called_at,
    )  # fmt: skip


def decide_again(life: Life, sent: Sent, decided: Decided, transfer: dict) -> Decided | None:
    """A refused family comes back to the SPOC, and a key worker takes it."""
    at, by = transfer["answered_at"], transfer["answered_by_id"]
    _back_to_spoc(life, sent, "return_transfer", at, by, transfer["reason"])
    outcome = Outcome.LINKED if life.is_helped(at) else Outcome.FAMILY_SOLUTIONS
    return _second_decision(life, sent, decided, at, Level.INTENSIVE, outcome)


def perhaps_reopen(life: Life, sent: Sent, decided: Decided):
    """Now and then a manager wants a second look; the first decision stays in the record.

    Returns the decision that stands, or None while there is none.
    """
    at = office_after(decided.at, life.dice.uniform(0.5, 10))
    if life.story or at > life.world.until or not life.dice.chance(REOPENED):
        return decided
    manager = life.world.personas["spoc_manager"]
    reason = life.world.say(life.dice, "reopened")
    _back_to_spoc(life, sent, "reopen", at, manager, reason)
    return _second_decision(life, sent, decided, at, decided.row["level"], decided.outcome)


def _back_to_spoc(life, sent, verb, at, by_id, reason):
    move(life, sent.row, verb, at, by=by_id, reason=reason)
    sent.row["decision_due_at"] = clocks.due("decision", at, urgent=sent.urgent)
    sent.row["assigned_to_id"] = None
    life.access.grant(Basis.SCREENING, at, team_id=life.world.teams["spoc"].pk)


def _second_decision(life, sent, first, since, level, outcome):
    world, dice = life.world, life.dice
    at = since + HOUR * dice.uniform(0.4, 2.8) if sent.urgent else office_after(
        since, dice.uniform(0.5, 7)
    )  # fmt: skip
    if at > world.until:
        return None
    # A screener gives an own level once: the second decision is somebody else's.
    by = world.somebody(
        dice, world.teams["spoc"], Role.SCREENER, london_date(at), but=[first.by_id]
    )
    return write_decision(life, sent, at=at, by_id=by.user_id, own=level, level=level,
                          outcome=outcome, number=2)  # fmt: skip


def _answered_at(dice, row, at, urgent):
    late = dice.chance(LATE)
    if urgent:
        return at + timedelta(minutes=dice.uniform(62, 300) if late else dice.uniform(6, 57))
    if late:
        return max(office_after(at, dice.uniform(8.2, 24)), row["due_at"] + HOUR)
    return min(office_after(at, dice.uniform(0.5, 7)), row["due_at"])


def _answer(life, row, at, answer):
    officer = life.world.somebody(
        life.dice, life.world.teams["social-care"], Role.SOCIAL_CARE, london_date(at)
    )
    row |= {
        "answer": answer, "answered_at": at, "answered_by_id": officer.user_id,
        "reason": life.world.say(life.dice, "refused") if answer == "refused" else "",
    }  # fmt: skip
