"""A phone call to the SPOC: logged, gone on with, tied to its form, or ended without one."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from families.names import sort_name
from localities import clocks
from localities.sites import site_named
from referrals.drafts.prefilled import from_call
from referrals.first_contact import follow, start_clock_at_call
from referrals.models import Call, Draft
from referrals.workflow import locked


@action
def log_call(*, caller_name, caller_phone, agency, family_name, said, urgent, happened_at, by,
             at=None):  # fmt: skip
    """Write a call down. It is the first contact: the decision and the form clock start with it."""
    at = at or timezone.now()
    if happened_at > at:
        raise Refused("A call cannot be in the future.", field="happened_at")
    version = clocks.version_at(happened_at)
    return Call.objects.create(
        taken_by=by, caller_name=caller_name, caller_phone=caller_phone, agency=agency,
        site=site_named(agency), family_name=family_name, sort_name=sort_name(family_name),
        said=said, urgent=urgent, happened_at=happened_at, clock_version=version,
        decision_due_at=clocks.decision_due(happened_at, caller_urgent=urgent, version=version),
        form_due_at=clocks.due("written_form", happened_at, urgent=urgent, version=version),
    )  # fmt: skip


@action
def refer_from_call(*, call, key, site, by, at=None):
    """A draft with all that the caller said; going on twice leads to the same draft."""
    at = at or timezone.now()
    call = _open(call)
    if call.referral_id:
        raise Refused("A referral was made from this call already.")
    begun = Draft.objects.filter(owner=by, call=call).first()
    return begun or Draft.objects.create(
        pk=key, owner=by, site=call.site or site, call=call, data=from_call(call),
        first_contact_at=call.happened_at, saved_at=at,
    )  # fmt: skip


@action
def tie_form(*, call, referral, by, at=None):
    """This referral is the caller's written form; its clock began with the call."""
    at = at or timezone.now()
    call = _open(call)
    referral = locked(referral)
    if referral.submitted_at < call.happened_at:
        raise Refused("This form was sent before the call.", field="referral")
    if Call.objects.filter(written=referral).exists():
        raise Refused("This form belongs to another call already.", field="referral")
    if call.referral_id is None:
        start_clock_at_call(referral, call)
    follow(call, referral, written=True, by=by, at=at)
    return call


@action
def end_call(*, call, reason, by, at=None):
    """Nothing more is waited for: it was decided without a form, or needs no referral at all."""
    at = at or timezone.now()
    call = _open(call)
    if not reason.strip():
        raise Refused("Say why no form is needed.", field="reason")
    made = call.referral_id is not None
    call.ending = Call.Ending.WITHOUT_FORM if made else Call.Ending.NO_REFERRAL
    call.ended_at, call.ended_by, call.reason = at, by, reason
    call.save(update_fields=["ending", "ended_at", "ended_by", "reason"])
    return call


def _open(call):
    call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if call.ended_at:
        label = call.get_ending_display().lower()
        raise Refused(f"This call is closed: {label}.")
    return call
