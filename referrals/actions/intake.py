"""A submission becomes a referral; the referrer may take it back."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from audit.idempotency import once
from referrals.decision_clock import end_question
from referrals.intake.checks import check
from referrals.intake.recording import record
from referrals.models import Referral
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
        if draft:
            draft.delete()
        return record(submission, by=by, site=site, at=at)

    body = {"site": site.pk, **submission.as_plain()}
    scope = sending_scope(by)
    return once(scope=scope, key=idempotency_key, body=body, model=Referral, do=do)


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
