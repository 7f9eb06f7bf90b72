"""What a decision must keep to, whoever takes it and wherever it is typed."""

from audit.errors import Refused
from referrals.codes import LEVEL_OF, UNDECIDED, Level, Outcome, State
from referrals.models import Agreed, OwnLevel

CAME = ("submit", "reopen", "return_transfer")  # moves by which a referral comes to the SPOC


def refuse_unless_undecided(referral):
    if referral.state not in UNDECIDED:
        label = State(referral.state).label.lower()
        raise Refused(f"This cannot be done now: the referral is “{label}”.")


def own_level_of(referral, user):
    """The level this person gave before the suggestion was shown to them, or None."""
    found = OwnLevel.objects.current().filter(referral=referral, by=user).first()
    return found and found.level


def agreements(referral):
    """What social workers agreed to since the referral last came to the SPOC, newest first."""
    came = referral.moves.filter(verb__in=CAME).order_by("-id").values("happened_at")[:1]
    rows = Agreed.objects.current().filter(referral=referral, happened_at__gte=came)
    return rows.select_related("by").order_by("-id")


def agreement_for(referral, *, level, outcome, decider):
    """The second person's agreement, where a red flag or a level 4 need is decided below 4.

    None where none is needed; Refused where it is needed and nobody else has given it.
    """
    below = level < Level.SPECIALIST or outcome == Outcome.NO_FURTHER_ACTION
    if not (referral.needs_agreement_below_4 and below):
        return None
    agreed = agreements(referral).filter(level=level).exclude(by=decider).first()
    if agreed is None:
        wanted = min(level, Level.INTENSIVE)
        raise Refused(
            "The suggestion is level 4. A SPOC social worker other than you must first agree to "
            f"level {wanted}.", field="level",
        )  # fmt: skip
    return agreed


def check(referral, *, level, outcome, reason, words):
    """Level fits outcome; a differing level and no further action have a reason; words stand."""
    if outcome not in Outcome.values:
        raise Refused("Choose what happens next.", field="outcome")
    if level not in Level.values:
        raise Refused("Choose a level.", field="level")
    fits = LEVEL_OF.get(outcome, level)
    if fits != level:
        label = Outcome(outcome).label
        raise Refused(f"“{label}” belongs to level {fits}, not level {level}.", field="outcome")
    if not reason.strip() and level != referral.suggested_level:
        raise Refused("Say why your level differs from the suggestion.", field="reason")
    if not reason.strip() and outcome == Outcome.NO_FURTHER_ACTION:
        raise Refused("Say why nothing more is done.", field="reason")
    if not words.strip():
        raise Refused("Write what the referrer will read.", field="words")


def suggestion_reasons(referral):
    """Each child's part of the suggestion as it was shown: ids of referral children, no names."""
    rows = referral.children.order_by("id").values_list("pk", "level", "rule", "result")
    return [
        {"child": pk, "level": level, "rule": rule, "reasons": result.get("reasons", [])}
        for pk, level, rule, result in rows
    ]
