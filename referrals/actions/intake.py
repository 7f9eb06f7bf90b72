"""A submission becomes a referral; the referrer may take it back."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from audit.idempotency import once
from referrals.codes import Via
from referrals.decision_clock import end_question
from referrals.first_contact import after_call, call_before, follow
from referrals.intake.checks import check
from referrals.intake.recording import record
from referrals.models import Consultation, Referral
from referrals.screening_access import settle
from referrals.sending import may_withdraw, sending_scope
from referrals.workflow import locked, move


@action
def submit(*, submission, by, site, idempotency_key, draft=None, at=None):
    """Make a referral of a Submission, once for a key. Returns (Referral, whether it is new).

    `by` is a user or a partner system, `site` theirs; a `draft` it was written in goes. Raises
    NotComplete with every problem of the submission, KeyReused for a key with another body.
    """
    at = at or timezone.now()

    def do():
        check(submission, now=at)
        call = call_before(submission, draft=draft, site=site, at=at)
        by_phone = call is not None and draft is not None and draft.call_id == call.pk
        told = after_call(submission, call)
        referral = record(told, by=by, site=site, at=at, via=Via.PHONE if by_phone else None)
        if call:
            follow(call, referral, written=not by_phone, by=by, at=at)
        _leave_draft(draft, referral)
        return referral

    body = {"site": site.pk, **submission.as_plain()}
    scope = sending_scope(by)
    return once(scope=scope, key=idempotency_key, body=body, model=Referral, do=do)


def _leave_draft(draft, referral):
    """The draft goes; the conversation that it went on from points to the referral."""
    if draft is None:
        return
    if draft.consultation_id:
        Consultation.objects.filter(pk=draft.consultation_id).update(referral=referral)
    draft.delete()


@action
def withdraw(*, referral, reason, version, by, at=None):
    """The referrer takes it back; where there is a red flag, only the SPOC can."""
    at = at or timezone.now()
    referral = locked(referral, version=version)
    if not may_withdraw(referral, by):
        raise Refused(
            "You cannot withdraw this referral here. Phone the SPOC if something has changed."
        )
    if not reason.strip():
        raise Refused("Say why the referral is withdrawn.", field="reason")
    move(referral, "withdraw", by=by, at=at, reason=reason)
    end_question(referral, at=at)
    referral.save(update_fields=["state", "version"])
    settle(referral.family, at=at)
    return referral
