"""A question to the referrer stops the decision clock, for two working days at most."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from referrals import mails
from referrals.decision_clock import decision_due, end_question
from referrals.models import Pause
from referrals.workflow import locked, move

STATE_AND_CLOCK = ["state", "version", "decision_due_at"]


@action
def ask(*, referral, question, version, by, at=None):
    """Ask the referrer. A clock of hours (a red flag, a level 4 need) does not stop."""
    at = at or timezone.now()
    referral = locked(referral, version=version)
    if not question.strip():
        raise Refused("Write your question.", field="question")
    move(referral, "ask", by=by, at=at, reason=question)
    pause = Pause.objects.create(referral=referral, question=question, asked_by=by, happened_at=at)
    referral.decision_due_at = decision_due(referral)
    referral.save(update_fields=STATE_AND_CLOCK)
    mails.asked(pause)
    return referral


@action
def answer(*, referral, answer, by, version=None, at=None):
    """The referrer's answer, typed by the referrer or a screener who phoned. The clock runs on."""
    at = at or timezone.now()
    referral = locked(referral, version=version)
    if not answer.strip():
        raise Refused("Write the answer.", field="answer")
    move(referral, "answer", by=by, at=at, reason=answer)
    end_question(referral, at=at, answer=answer)
    referral.decision_due_at = decision_due(referral)
    referral.save(update_fields=STATE_AND_CLOCK)
    return referral
