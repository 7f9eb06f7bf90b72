"""Phone calls to the SPOC: the queue, logging one, and what is done with it."""

from functools import partial

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.govuk.paging import counted, slice_of
from accounts.govuk.sending import send_once
from accounts.policy import saw
from localities.sites import sites_like
from referrals import actions, callbacks
from referrals.forms.calls import CallForm, EndCallForm, GoOnForm, TieForm
from referrals.models import Call, Referral
from referrals.parts import parts
from referrals.views import keeping_back
from referrals.views.going_on import go_on
from referrals.views.intake.draft import typed


def call_list(request):
    now = timezone.now()
    found = callbacks.waiting(request.user)
    page = slice_of(callbacks.rows_of(found), request.GET, moment="form_due_at")
    saw(request, [row["id"] for row in page.rows])
    context = {
        "head": callbacks.HEAD,
        "rows": [callbacks.shown(row, now) for row in page.rows],
        "page": page,
        "shown": f"{counted(found)} in all",
        "parts": parts("call_list", request.user),
    }
    return render(request, "screening/calls.html", context)


def call_log(request):
    """One short page; the clocks start when it is sent."""
    now = timezone.now()
    form = CallForm(typed(request), now=now)
    if form.is_valid():
        facts = {k: v for k, v in form.cleaned_data.items() if k != "idempotency_key"}
        call = send_once(
            request, form, what="referrals.log_call", model=Call,
            do=lambda: actions.log_call(by=request.user, at=now, **facts),
        )  # fmt: skip
        if call:
            messages.success(request, "The call is logged. Both clocks run.")
            return redirect("call_detail", call.pk)
    return render(request, "screening/call_log.html", {"form": form})


def site_names(request):
    """For the box that offers sites while one types."""
    return JsonResponse(sites_like(request.GET.get("q", "")), safe=False)


def _load(request, call_id):
    calls = Call.objects.visible_to(request.user).current()
    call = get_object_or_404(calls.select_related("taken_by", "site", "ended_by"), pk=call_id)
    saw(request, [call.pk])
    return call


def _show(request, call, **sent):
    """The page with a fresh form for each thing that can be done, but for the one that was sent."""
    now = timezone.now()
    row = Call.objects.filter(pk=call.pk).values(*callbacks.COLUMNS).get()
    forms = callbacks.likely_forms(call, request.user) if not call.ended_at else []
    context = {
        "call": call,
        "row": row,
        "decision": callbacks.decision_cell(row, now),
        "form_clock": callbacks.form_clock(row, now),
        "draft": call.drafts.filter(owner=request.user).first(),
        "go_on_form": GoOnForm(),
        "forms": forms,
        "keep_back_form": sent.get("keep_back") or keeping_back.form_for(request, call),
        "tie_form": sent.get("tie") or TieForm(referrals=forms),
        "end_form": sent.get("end") or EndCallForm(),
        "form": next((form for form in sent.values() if form.errors), None),
    }
    return render(request, "screening/call.html", context)


def call_detail(request, call_id):
    return _show(request, _load(request, call_id))


def call_refer(request, call_id):
    """Go on to a referral with all that was said; the decision does not wait for the form."""
    call = _load(request, call_id)
    refer = partial(actions.refer_from_call, call=call)
    return go_on(request, call, refer=refer, show=lambda form: _show(request, call, go_on=form))


def call_tie(request, call_id):
    call = _load(request, call_id)
    forms = callbacks.likely_forms(call, request.user)
    form = TieForm(typed(request), referrals=forms)

    def do():
        referral = Referral.objects.visible_to(request.user).get(pk=form.cleaned_data["referral"])
        return actions.tie_form(call=call, referral=referral, by=request.user)

    what = f"referrals.tie_form:{call.pk}"
    if form.is_valid() and send_once(request, form, what=what, model=Call, do=do):
        messages.success(request, "The form belongs to this call. Its clock began with the call.")
        return redirect("call_list")
    return _show(request, call, tie=form)


def call_end(request, call_id):
    call = _load(request, call_id)
    form = EndCallForm(typed(request))

    def do():
        return actions.end_call(call=call, reason=form.cleaned_data["reason"], by=request.user)

    what = f"referrals.end_call:{call.pk}"
    if form.is_valid() and send_once(request, form, what=what, model=Call, do=do):
        messages.success(request, "The call is closed.")
        return redirect("call_list")
    return _show(request, call, end=form)


def call_keep_back(request, call_id):
    call = _load(request, call_id)
    return keeping_back.keep_back(
        request, call, page="call_detail", show=lambda form: _show(request, call, keep_back=form)
    )
