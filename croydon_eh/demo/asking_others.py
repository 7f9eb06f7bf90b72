"""What others say about a referral: a home authority, a referrer who disagrees, a second view."""

from datetime import timedelta

from croydon_eh.demo.hours import office_after
from families.models import Area
from localities import clocks
from referrals.models import Acknowledgement, Disagreement, Opinion

AUTHORITIES = ("Sutton", "Merton", "Lambeth", "Bromley", "Surrey")
DISAGREES = {"own_advice": "", "late_decision": "upheld"}  # story -> the answer, "" while it waits
ASKS = {"question": "social_worker", "own_undecided": "spoc_manager"}


def acknowledge(life, sent, at, by_id):
    """The authority of a family that lives elsewhere has it; whether it was so in time."""
    if sent.row["area"] != Area.ELSEWHERE:
        return True
    acknowledged_at = office_after(at, life.dice.uniform(0.5, 9))
    if acknowledged_at > life.world.until:
        return False
    life.world.rows.add(
        Acknowledgement, referral_id=sent.row["id"], authority=life.dice.choice(AUTHORITIES),
        spoke_to="Duty social worker", by_id=by_id, happened_at=acknowledged_at,
        recorded_at=acknowledged_at,
    )  # fmt: skip
    return True


def disagree(life, sent, decided):
    """Two referrers of the stories do not agree; one waits for an answer."""
    answer = DISAGREES.get(life.story.get("story"))
    world = life.world
    if answer is None or sent.row["referrer_id"] is None:
        return
    at = office_after(max(decided.at, world.until - timedelta(days=4)), 3)
    answered_at = at + timedelta(hours=2) if answer else None
    if at > world.until:
        return
    world.rows.add(
        Disagreement, referral_id=sent.row["id"], decision_id=decided.row["id"],
        by_id=sent.row["referrer_id"], due_at=clocks.due("disagreement", at), answer=answer,
        reason="He has come in without breakfast every day since. I think that the family needs "
        "more than a leaflet.",
        words="I read it again and spoke to the health visitor, who sees the family next week. The "
        "decision stands for now. Phone us if he comes in hungry again." if answer else "",
        answered_by_id=world.personas["spoc_manager"] if answer else None,
        answered_at=answered_at, happened_at=at, recorded_at=at,
    )  # fmt: skip


def ask_for_view(life, sent):
    """A screener asks a colleague about what is not decided yet."""
    asked_of = ASKS.get(life.story.get("story"))
    at = sent.at + timedelta(minutes=40)
    if asked_of is None or at > life.world.until:
        return
    life.world.rows.add(
        Opinion, referral_id=sent.row["id"], asked_of=asked_of, happened_at=at, recorded_at=at,
        asked_by_id=life.world.personas["screener"],
        question="Two themes at level 3, but the school copes well. Would you go for level 3?",
    )  # fmt: skip
