"""A second view, a referrer who disagrees, and a home authority that takes a family on."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from families.models import Area
from localities import clocks
from referrals import mails, screening_access
from referrals.actions.decisions import reopen
from referrals.codes import State
from referrals.decision_rules import refuse_unless_undecided
from referrals.models import Acknowledgement, Disagreement, Opinion
from referrals.workflow import locked


@action
def ask_for_view(*, referral, asked_of, question, by, at=None):
    """Ask a manager or a social worker what they think. The clock runs on."""
    referral = locked(referral)
    refuse_unless_undecided(referral)
    if asked_of not in Opinion.AskedOf.values:
        raise Refused("Choose whom you ask.", field="asked_of")
    if not question.strip():
        raise Refused("Write your question.", field="question")
    if Opinion.objects.unanswered().filter(referral=referral, asked_of=asked_of).exists():
        raise Refused("This was asked already. Wait for the answer, or phone.", field="asked_of")
    opinion = Opinion.objects.create(
        referral=referral, asked_by=by, asked_of=asked_of, question=question,
        happened_at=at or timezone.now(),
    )  # fmt: skip
    mails.view_asked(opinion)
    return opinion


@action
def give_view(*, opinion, answer, by, at=None):
    """The view, in words; it moves no decision. Somebody of the role that was asked gives it."""
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    if opinion.answered_at:
        raise Refused("Somebody has given a view already. Look at the page again.")
    if by.role != opinion.asked_of or by.pk == opinion.asked_by_id:
        raise Refused("Somebody else was asked for this view.")
    if not answer.strip():
        raise Refused("Write your view.", field="answer")
    opinion.answer, opinion.answered_by = answer, by
    opinion.answered_at = at or timezone.now()
    opinion.save(update_fields=["answer", "answered_by", "answered_at"])
    mails.view_given(opinion)
    return opinion


@action
def disagree(*, referral, reason, by, at=None):
    """The referrer says once why the decision is not right; a SPOC manager answers in 3 days."""
    at = at or timezone.now()
    referral = locked(referral)
    if referral.referrer_id != by.pk:
        raise Refused("Only the person who sent this referral can say so here.")
    if Disagreement.objects.current().filter(referral=referral).exists():
        raise Refused("You have said so already. It can be done once for each referral.")
    if referral.state != State.DECIDED:
        raise Refused("There is no decision now that you could disagree with.")
    if not reason.strip():
        raise Refused("Say why you disagree.", field="reason")
    raised = Disagreement.objects.create(
        referral=referral, decision=referral.decisions.current().latest("number"), by=by,
        reason=reason, happened_at=at, due_at=clocks.due("disagreement", at),
    )  # fmt: skip
    mails.disagreed(raised)
    return raised


@action
def answer_disagreement(*, disagreement, answer, words, version, by, at=None):
    """A manager answers in plain words: the decision stands, or the referral is reopened."""
    at = at or timezone.now()
    referral = locked(disagreement.referral)
    raised = Disagreement.objects.select_for_update(of=("self",)).get(pk=disagreement.pk)
    if raised.answered_at:
        raise Refused("This has been answered already. Look at the page again.")
    if answer not in Disagreement.Answer.values:
        raise Refused("Choose what you answer.", field="answer")
    if not words.strip():
        raise Refused("Write what the referrer will read.", field="words")
    raised.answer, raised.words, raised.answered_by, raised.answered_at = answer, words, by, at
    raised.save(update_fields=["answer", "words", "answered_by", "answered_at"])
    if answer == Disagreement.Answer.REOPENED and referral.state == State.DECIDED:
        reopen(
            referral=referral, reason=f"The referrer disagreed: {raised.reason}", version=version,
            by=by, at=at,
        )  # fmt: skip
    mails.disagreement_answered(raised)
    return raised


@action
def acknowledge(*, referral, authority, spoke_to, by, acknowledged_at=None, at=None):
    """The home authority has the family: who said so, and when."""
    at = at or timezone.now()
    acknowledged_at = acknowledged_at or at
    referral = locked(referral)
    if referral.area != Area.ELSEWHERE or referral.state in (State.WITHDRAWN, State.DUPLICATE):
        raise Refused("No other authority is asked to take this family on.")
    if Acknowledgement.objects.current().filter(referral=referral).exists():
        raise Refused("This is recorded already. Look at the page again.")
    if not authority.strip():
        raise Refused("Write the name of the authority.", field="authority")
    if not spoke_to.strip():
        raise Refused("Write who acknowledged it.", field="spoke_to")
    if acknowledged_at > at:
        raise Refused("This cannot be in the future.", field="acknowledged_at")
    row = Acknowledgement.objects.create(
        referral=referral, authority=authority.strip(), spoke_to=spoke_to.strip(), by=by,
        happened_at=acknowledged_at,
    )  # fmt: skip
    screening_access.settle(referral.family, at=at)
    return row
