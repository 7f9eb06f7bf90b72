"""A referral as its sender may see it: their own facts and words, the decision, what happened.

Nothing of the family's that somebody else told, never the suggestion or the screeners' reasons.
"""

from families.codes import SharingPurpose
from families.models import Agreement, Area
from families.people import shown_age, shown_name
from families.silence import is_silent
from localities.calendar import london_date
from referrals import became as what_became
from referrals import holding, sheet
from referrals.beside import disagreement_clock
from referrals.codes import UNDECIDED, State
from referrals.models import Disagreement, Pause
from referrals.next_steps import next_step, status
from referrals.words import FOR_THE_FAMILY, WAITING_FOR_THE_FAMILY

HAPPENED = {
    "submit": "Sent to the SPOC",
    "ask": "The SPOC asked a question",
    "answer": "The question was answered",
    "decide": "The SPOC decided",
    "reopen": "The SPOC is taking a second look",
    "return_transfer": "Children’s social care did not accept it: the SPOC decides again",
    "withdraw": "Withdrawn",
    "mark_duplicate": "Found to be the same referral as one before",
}
# The same for a parent or a young person who asked themselves.
OWN_STATUS = {State.INFORMATION_REQUESTED: ("We want to ask you something", "yellow")}
FAMILY_STATUS = {State.INFORMATION_REQUESTED: ("Waiting for a decision", "blue")}
OWN_WORDS = {
    State.SUBMITTED: "We read what you sent and decide. Come back to this page tomorrow.",
    State.INFORMATION_REQUESTED: "We would like to ask you something. Please phone the SPOC, the "
    "number is below.",
}
WORDS_TO_SHOW = {"ask", "answer", "withdraw"}  # the reasons of the others are the SPOC's own


def page(referral, now):
    """Context of the page, in seven queries at most."""
    said = _said(referral)
    disagreement = _disagreement(referral, now)
    return {
        "referral": referral,
        "disagreement": disagreement,
        "status": status(referral.state),
        "undecided": referral.state in UNDECIDED,
        "held": holding.of_referral(referral),
        **_next(referral, now),
        "decision": _decision(referral),
        "question": _question(referral),
        "facts": _facts(referral, said, now),
        "told": sheet.told(referral),
        "observed": sheet.observed(referral),
        "shared": _shared(referral, said),
        "timeline": _timeline(referral, disagreement),
    }


def without_account(kept, now):
    """What opens with an AnswerCode. After a death it counts no days and asks for nothing."""
    if is_silent(kept.referral.family):
        return {"reference": kept.referral.reference, "quiet": True}
    shown = for_the_family if kept.person else short
    return shown(kept.referral, now)


def short(referral, now):
    """What somebody reads without an account: no name and no fact of the family."""
    became = what_became.of(referral)
    words = became.for_the_family if became else OWN_WORDS.get(referral.state)
    return {
        "reference": referral.reference,
        "status": OWN_STATUS.get(referral.state, status(referral.state)),
        "next": {"text": words, "clock": None} if words else next_step(referral, now),
        "decision": _decision(referral),
    }


def for_the_family(referral, now):
    """What a person of the family reads: status, plain decision, what is next and by when.

    Never what the referrer or the screener wrote, which may hold what is not for this person.
    """
    decided = referral.state == State.DECIDED
    became = what_became.of(referral)
    said, follows = (
        FOR_THE_FAMILY[referral.outcome] if decided
        else ("", WAITING_FOR_THE_FAMILY[referral.state])
    )  # fmt: skip
    return {
        "reference": referral.reference,
        "status": FAMILY_STATUS.get(referral.state, status(referral.state)),
        "said": said,
        "decided_at": _decided_at(referral) if decided else None,
        "next": {"text": became.for_the_family, "clock": None}
        if became
        else {"text": follows, "clock": next_step(referral, now)["clock"]},
    }


def _decided_at(referral):
    return referral.decisions.order_by("-number").values_list("happened_at", flat=True).first()


def _next(referral, now):
    """What happens next; whom to speak to, once somebody has taken it on."""
    became = what_became.of(referral)
    if became is None:
        return {"next": next_step(referral, now), "lead": None}
    return {"next": {"text": became.words, "clock": None}, "lead": became.lead}


def _decision(referral):
    """The standing decision; none while it is looked at again, or when sharing has stopped."""
    if referral.state != State.DECIDED or referral.family.sharing_stopped_at:
        return None
    return referral.decisions.current().order_by("-number").first()


def _question(referral):
    if referral.state != State.INFORMATION_REQUESTED:
        return None
    return Pause.objects.current().filter(referral=referral, until_at=None).last()


def _facts(referral, said, now):
    """Rows of a summary list."""
    rows = [
        {"key": "Family", "value": referral.family.name},
        {"key": "Children", "value": "\n".join(_children(referral, now))},
        {"key": "Where they live", "value": Area(referral.area).label},
        {"key": "Agreement", "value": _agreement(said)},
    ]
    if referral.spoke_to:
        rows.append({"key": "You spoke to", "value": referral.spoke_to})
    return rows


def _children(referral, now):
    today = london_date(now)
    rows = referral.children.order_by("id").values_list(
        "person__first_name", "person__last_name", "person__born_on", "person__due_on"
    )
    for first, last, born_on, due_on in rows:
        name = shown_name(first, last, unborn=born_on is None and due_on is not None)
        yield f"{name}, {shown_age(born_on, due_on, today)}"


def _said(referral):
    """What was said with this referral, not with another."""
    said = Agreement.objects.filter(
        family=referral.family_id, happened_at=referral.submitted_at,
        recorded_by=referral.referrer_id,
    )  # fmt: skip
    return list(said)


def _agreement(said):
    return "\n".join(f"{a.get_purpose_display()}: {a.get_answer_display().lower()}" for a in said)


def _shared(referral, said):
    """Who sees what was sent, in plain sentences."""
    agreed = not referral.family.sharing_stopped_at and any(
        one.purpose == SharingPurpose.SHARE and one.answer == Agreement.Answer.AGREED
        for one in said
    )
    others = (
        "Other agencies that can help, because the family agreed to that."
        if agreed
        else "Other agencies only where that keeps a child safe: the family has not agreed to more."
    )
    return [
        "You, and the safeguarding lead of your own site.",
        "The SPOC, which works in one room with children’s social care.",
        "The team that helps the family, once there is one.",
        others,
        "The family may ask to read it one day, but never what could put somebody in danger.",
    ]


def _disagreement(referral, now):
    """What the referrer said once about the decision, and the answer; as hidden as the decision."""
    if referral.first_decided_at is None or referral.family.sharing_stopped_at:
        return None
    rows = Disagreement.objects.current().filter(referral=referral).select_related("answered_by")
    said = rows.first()
    if said is None:
        return None
    clock = disagreement_clock(said.happened_at, said.due_at, now, said.answered_at)
    return {"said": said, "clock": clock}


def _timeline(referral, disagreement):
    rows = referral.moves.order_by("-id").values_list("verb", "happened_at", "reason")
    moves = [
        {"title": HAPPENED[verb], "at": at, "text": text if verb in WORDS_TO_SHOW else ""}
        for verb, at, text in rows
    ]
    return sorted(moves + _disagreed(disagreement), key=lambda item: item["at"], reverse=True)


def _disagreed(disagreement):
    if disagreement is None:
        return []
    said = disagreement["said"]
    found = [{"title": "The referrer disagreed", "at": said.happened_at, "text": ""}]
    if said.answered_at:
        title = f"A manager answered: {said.get_answer_display().lower()}"
        found.append({"title": title, "at": said.answered_at, "text": ""})
    return found
