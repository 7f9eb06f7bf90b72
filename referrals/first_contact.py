"""A form that follows a phone call: the first contact, and so the decision clock, is the call's."""

from dataclasses import replace

from django.db.models import Q

from families.names import sort_name
from referrals.codes import UNDECIDED
from referrals.decision_clock import decision_due
from referrals.intake.checks import OLDEST_CALL
from referrals.models import Call


def call_before(submission, *, draft, site, at):
    """The open call that this submission belongs to, locked; None where there was none.

    A draft that goes on from a call names it. Else a form belongs to the newest call of the same
    site about a family of this name that still waits for its form. Where the draft was loaded
    with `site_has_calls`, that has been asked already.
    """
    if draft is not None and not (draft.call_id or getattr(draft, "site_has_calls", True)):
        return None
    calls = Call.objects.current().open().select_for_update(of=("self",))
    if draft is not None and draft.call_id:
        return calls.filter(pk=draft.call_id, referral__isnull=True).first()
    named = {sort_name(submission.named), *(sort_name(c.last_name) for c in submission.children)}
    mine = Q(site=site, sort_name__in=named - {""}, happened_at__range=(at - OLDEST_CALL, at))
    return calls.filter(mine, written__isnull=True).order_by("-happened_at").first()


def after_call(submission, call):
    """The submission with the call as first contact, and as urgent as the caller said.

    Where a referral was made from the call itself, that one has the call's clock already.
    """
    if call is None or call.referral_id:
        return submission
    first = min(filter(None, (submission.contact_at, call.happened_at)))
    return replace(submission, first_contact_at=first, urgent=submission.urgent or call.urgent)


def follow(call, referral, *, written, by, at):
    """Tie a locked call to the referral that came of it, as the caller's own form or not."""
    call.referral = call.referral or referral
    fields = ["referral"]
    if written:
        call.written, call.ending = referral, Call.Ending.FORM
        call.ended_at, call.ended_by = at, by if by.actor_kind == "user" else None
        fields += ["written", "ending", "ended_at", "ended_by"]
    call.save(update_fields=fields)


def start_clock_at_call(referral, call):
    """A form found to belong to a call: its decision clock began with the call. It is locked."""
    if referral.state not in UNDECIDED:
        return
    referral.first_contact_at = min(referral.first_contact_at, call.happened_at)
    referral.urgent = referral.urgent or call.urgent
    referral.decision_due_at = decision_due(referral)
    referral.version += 1
    referral.save(update_fields=["first_contact_at", "urgent", "decision_due_at", "version"])
