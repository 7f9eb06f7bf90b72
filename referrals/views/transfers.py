"""Families that one service offers to the other: the list, the offer's page, and its answer."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.govuk.sending import send_once
from accounts.policy import saw
from accounts.roles import Permission
from referrals import actions as referrals
from referrals import transfer_page
from referrals.forms.transfers import AcceptForm, CallForm, RefuseForm
from referrals.models import Transfer, TransferCall

UP, DOWN = Transfer.Direction.UP, Transfer.Direction.DOWN
MOST = 200


def _answers(user):
    """The directions in which this user answers."""
    found = {UP: Permission.ANSWER_TRANSFER, DOWN: Permission.ANSWER_STEP_DOWN}
    return [direction for direction, permission in found.items() if user.has_perm(permission)]


def transfer_list(request):
    """First what waits for one's own side, then what waits for the other; the oldest first."""
    now, user = timezone.now(), request.user
    called = TransferCall.objects.current().filter(transfer=OuterRef("pk"))
    waiting = Transfer.objects.visible_to(user).unanswered().annotate(called=Exists(called))
    rows = list(waiting.order_by("due_at", "id").values(*transfer_page.COLUMNS)[:MOST])
    saw(request, [row["family_id"] for row in rows])
    mine = _answers(user)
    context = {
        "head": transfer_page.HEAD,
        "answers": bool(mine),
        "to_answer": [transfer_page.row(row, now) for row in rows if row["direction"] in mine],
        "others": [transfer_page.row(row, now) for row in rows if row["direction"] not in mine],
        "overdue": sum(row["due_at"] < now for row in rows),
        "may_offer": user.has_perm(Permission.OFFER_STEP_DOWN),
    }
    return render(request, "screening/transfers.html", context)


def _load(request, transfer_id, direction=None):
    transfers = Transfer.objects.current().visible_to(request.user).select_related(
        "family", "team", "offered_by", "answered_by", "referral__site", "referral__locality"
    )  # fmt: skip
    found = get_object_or_404(transfers, pk=transfer_id)
    if direction and found.direction != direction:
        raise Http404
    return found


def _show(request, transfer, **forms):
    saw(request, [transfer.family_id])
    may_call = not transfer.answer and transfer.urgent and transfer.direction == UP
    sent = [form for form in forms.values() if form.errors]
    context = {
        **transfer_page.page(transfer, timezone.now()),
        "may_answer": not transfer.answer and transfer.direction in _answers(request.user),
        "may_match": not transfer.answer
        and transfer.direction == DOWN
        and request.user.has_perm(Permission.MERGE),
        "may_call": may_call and request.user.has_perm(Permission.RECORD_CALL),
        "form": next(iter(sent), None),
        "accept_form": AcceptForm(),
        "refuse_form": forms.get("refuse") or RefuseForm(),
        "call_form": forms.get("call") or CallForm(),
    }
    return render(request, "screening/transfer.html", context)


def transfer_detail(request, transfer_id):
    return _show(request, _load(request, transfer_id))


def _answered_by_me(request, transfer_id):
    """A second press of the button: the record may be closed to the officer by now."""
    mine = Transfer.objects.current().filter(pk=transfer_id, answered_by=request.user)
    return request.method == "POST" and mine.exists()


def _answer_page(direction, name, form_class, action, done):
    """A view for one answer: `action(transfer=, by=, **facts)` is called once for its key."""

    def view(request, transfer_id):
        if _answered_by_me(request, transfer_id):
            return redirect("transfer_list")
        transfer = _load(request, transfer_id, direction)
        form = form_class(request.POST or None)
        if form.is_valid() and send_once(
            request, form, what=f"referrals.{name}:{transfer.pk}", model=Transfer,
            do=lambda: action(transfer=transfer, by=request.user, **form.body),
        ):  # fmt: skip
            messages.success(request, done)
            return redirect("transfer_list")
        return _show(request, _load(request, transfer_id, direction), **{name: form})

    return view


transfer_accept = _answer_page(
    UP, "accept", AcceptForm, referrals.accept_transfer,
    "Accepted. Early help has handed this family over to you.",
)  # fmt: skip
transfer_refuse = _answer_page(
    UP, "refuse", RefuseForm, referrals.refuse_transfer,
    "Not accepted. The sender keeps the family; the managers are told.",
)  # fmt: skip
step_down_accept = _answer_page(
    DOWN, "accept", AcceptForm, referrals.accept_step_down,
    "Accepted. The hub of the family’s locality now chooses a key worker.",
)  # fmt: skip
step_down_refuse = _answer_page(
    DOWN, "refuse", RefuseForm, referrals.refuse_step_down,
    "Not accepted. Children’s social care keeps the family and reads why.",
)  # fmt: skip


def transfer_call(request, transfer_id):
    """Who answered the phone. The offer does not wait for it, but a missing call shows."""
    transfer = _load(request, transfer_id, UP)
    form = CallForm(request.POST or None)
    if form.is_valid() and send_once(
        request, form, what=f"referrals.call:{transfer.pk}", model=TransferCall,
        do=lambda: referrals.record_call(transfer=transfer, by=request.user, **form.facts()),
    ):  # fmt: skip
        messages.success(request, "The call is recorded.")
        return redirect("transfer_detail", transfer.pk)
    return _show(request, transfer, call=form)
