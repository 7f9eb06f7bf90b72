"""Conversations: the list, logging one, reading it, and going on to a referral."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.govuk.paging import counted, slice_of
from accounts.govuk.sending import send_once
from accounts.govuk.times import say_short_day
from accounts.policy import saw
from accounts.roles import Permission
from referrals import actions
from referrals.forms.calls import GoOnForm
from referrals.forms.consultations import ConsultationForm
from referrals.models import Consultation
from referrals.parts import parts
from referrals.views import keeping_back
from referrals.views.going_on import go_on
from referrals.views.intake.draft import typed
from referrals.views.intake.start import sites_of

COLUMNS = ("id", "family_name", "with_whom", "asked", "happened_at", "by__name",
           "referral__reference")  # fmt: skip
HEAD = ("Family", "Spoke with", "Asked", "When", "Became")
SHOWN_OF_TEXT = 120


def consultation_list(request):
    found = Consultation.objects.visible_to(request.user).current()
    rows = found.values(*COLUMNS)
    page = slice_of(rows, request.GET, moment="happened_at", descending=True)
    at_front_door = request.user.has_perm(Permission.SCREEN)
    saw(request, [row["id"] for row in page.rows])
    context = {
        "head": HEAD,
        "rows": [_shown(row) for row in page.rows],
        "page": page,
        "shown": f"{counted(found)} in all",
        "at_front_door": at_front_door,
        "parts": parts("consultation_list", request.user) if at_front_door else (),
    }
    return render(request, "referrals/consultations.html", context)


def _shown(row):
    asked = row["asked"]
    short = asked if len(asked) <= SHOWN_OF_TEXT else f"{asked[:SHOWN_OF_TEXT].rstrip()}…"
    return [
        {
            "text": row["family_name"] or "No name given",
            "url": reverse("consultation_detail", args=[row["id"]]),
        },
        row["with_whom"],
        short,
        {"text": say_short_day(row["happened_at"]), "about": f"logged by {row['by__name']}"},
        row["referral__reference"] or "",
    ]


def consultation_log(request):
    now = timezone.now()
    form = ConsultationForm(typed(request), now=now)
    if form.is_valid():
        facts = {k: v for k, v in form.cleaned_data.items() if k != "idempotency_key"}
        saved = send_once(
            request, form, what="referrals.log_consultation", model=Consultation,
            do=lambda: actions.log_consultation(
                by=request.user, site=_own_site(request.user), at=now, **facts
            ),
        )  # fmt: skip
        if saved:
            messages.success(request, "The conversation is logged.")
            return redirect("consultation_detail", saved.pk)
    return render(request, "referrals/consultation_log.html", {"form": form})


def _own_site(user):
    """Where a practitioner works; the SPOC has no site of its own."""
    if user.has_perm(Permission.SCREEN):
        return None
    return next(iter(sites_of(user)), None)


def _load(request, consultation_id):
    found = Consultation.objects.visible_to(request.user).current()
    row = get_object_or_404(found.select_related("by", "site", "referral"), pk=consultation_id)
    saw(request, [row.pk])
    return row


def _show(request, row, form=None, keep_back=None):
    context = {
        "consultation": row, "form": form or keep_back, "go_on_form": form or GoOnForm(),
        "keep_back_form": keep_back or keeping_back.form_for(request, row),
        "draft": row.drafts.filter(owner=request.user).first(),
    }  # fmt: skip
    return render(request, "referrals/consultation.html", context)


def consultation_detail(request, consultation_id):
    return _show(request, _load(request, consultation_id))


def consultation_refer(request, consultation_id):
    """A draft with all that was said: nothing is typed twice."""
    row = _load(request, consultation_id)
    refer = partial(actions.refer_from_consultation, consultation=row)
    return go_on(request, row, refer=refer, show=lambda form: _show(request, row, form))


def consultation_keep_back(request, consultation_id):
    row = _load(request, consultation_id)
    return keeping_back.keep_back(
        request, row, page="consultation_detail",
        show=lambda form: _show(request, row, keep_back=form),
    )  # fmt: skip
