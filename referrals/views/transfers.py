"""Families that were offered to children's social care: read, accept or refuse."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.govuk.sending import send_once
from accounts.policy import saw
from families.homes import main_residence
from families.people import people_of
from localities import clock_text, clocks
from localities.calendar import london_date
from referrals import actions as referrals
from referrals import sheet
from referrals.forms.transfers import AcceptForm, RefuseForm
from referrals.models import Transfer

COLUMNS = (
    "id", "family_id", "family__name", "referral__reference", "referral__site__name",
    "referral__flags", "happened_at", "due_at", "offered_by__name",
)  # fmt: skip
HEAD = ("Family", "Answer", "Flag", "Offered by", "First sent by")


def _offered(user):
    return Transfer.objects.current().visible_to(user).filter(direction=Transfer.Direction.UP)


def _clock(offered_at, due_at, urgent, now, answered_at=None):
    soon = clocks.soon_at("transfer", offered_at, due_at, urgent=urgent)
    state = clocks.state(due_at, now, done_at=answered_at, soon_at=soon)
    return clock_text.show(due_at, now, state, answered_at)


def transfer_list(request):
    now = timezone.now()
    waiting = _offered(request.user).filter(answer="").order_by("due_at", "id")
    rows = list(waiting.values(*COLUMNS)[:100])
    saw(request, [row["family_id"] for row in rows])
    context = {"head": HEAD, "rows": [_shown(row, now) for row in rows]}
    return render(request, "screening/transfers.html", context)


def _shown(row, now):
    urgent = "immediate" in (row["referral__flags"] or ())
    return [
        {
            "text": row["family__name"],
            "url": reverse("transfer_detail", args=[row["id"]]),
            "about": row["referral__reference"] or "From early help work",
        },
        {"clock": _clock(row["happened_at"], row["due_at"], urgent, now)},
        {"text": "Immediate", "colour": "red"} if urgent else "",
        row["offered_by__name"] or "",
        row["referral__site__name"] or "",
    ]


def _load(request, transfer_id):
    transfers = _offered(request.user).select_related(
        "family", "offered_by", "answered_by", "referral__site", "referral__locality"
    )
    return get_object_or_404(transfers, pk=transfer_id)


def _show(request, transfer, form=None, refuse_form=None):
    saw(request, [transfer.family_id])
    now = timezone.now()
    today = london_date(now)
    referral = transfer.referral
    urgent = bool(referral) and "immediate" in referral.flags
    home = main_residence(transfer.family_id, on=today)
    people = people_of(transfer.family_id, on=today)
    context = {
        "transfer": transfer,
        "clock": _clock(transfer.happened_at, transfer.due_at, urgent, now, transfer.answered_at),
        "urgent": urgent,
        "children": [person for person in people if person["is_child"]],
        "others": [person for person in people if not person["is_child"]],
        "home": home.shown_address if home else "Not known",
        "told": sheet.told(referral) if referral else [],
        "observed": sheet.observed(referral) if referral else None,
        "decision": referral.decisions.order_by("-number").first() if referral else None,
        "form": form,
        "accept_form": AcceptForm(),
        "refuse_form": refuse_form or RefuseForm(),
    }
    return render(request, "screening/transfer.html", context)


def transfer_detail(request, transfer_id):
    return _show(request, _load(request, transfer_id))


def _answered_by_me(request, transfer_id):
    """A second press of the button: the record may be closed to the officer by now."""
    mine = Transfer.objects.current().filter(pk=transfer_id, answered_by=request.user)
    return request.method == "POST" and mine.exists()


def transfer_accept(request, transfer_id):
    if _answered_by_me(request, transfer_id):
        return redirect("transfer_list")
    transfer = _load(request, transfer_id)
    form = AcceptForm(request.POST or None)
    if form.is_valid() and send_once(
        request, form, what=f"referrals.accept:{transfer.pk}", model=Transfer,
        do=lambda: referrals.accept_transfer(transfer=transfer, by=request.user),
    ):  # fmt: skip
        messages.success(request, "Accepted. Early help has handed this family over to you.")
        return redirect("transfer_list")
    return _show(request, _load(request, transfer_id), form=form)


def transfer_refuse(request, transfer_id):
    if _answered_by_me(request, transfer_id):
        return redirect("transfer_list")
    transfer = _load(request, transfer_id)
    form = RefuseForm(request.POST or None)
    if form.is_valid() and send_once(
        request, form, what=f"referrals.refuse:{transfer.pk}", model=Transfer,
        do=lambda: referrals.refuse_transfer(
            transfer=transfer, reason=form.cleaned_data["reason"], by=request.user
        ),
    ):  # fmt: skip
        messages.success(request, "Not accepted. The SPOC decides again; the managers are told.")
        return redirect("transfer_list")
    return _show(request, _load(request, transfer_id), form=form, refuse_form=form)
