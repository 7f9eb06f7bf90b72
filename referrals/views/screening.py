"""The SPOC board, and taking several referrals of it at once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.govuk.paging import counted, slice_of
from accounts.models import User
from accounts.policy import saw
from accounts.roles import Role
from audit.errors import Refused
from localities.models import Locality
from referrals import actions, beside, board
from referrals.forms.screening import AssignForm, BoardForm
from referrals.models import Disagreement, Referral
from referrals.parts import parts

MOST = 200
SCREENERS = (Role.SCREENER, Role.SOCIAL_WORKER, Role.SPOC_MANAGER)


def screening_board(request):
    now, user = timezone.now(), request.user
    localities = list(Locality.objects.order_by("position").values_list("pk", "name"))
    form = BoardForm(request.GET or None, localities=localities)
    wanted = form.cleaned_data if form.is_valid() else {}
    queue = wanted.get("show") or ""
    found = board.filtered(board.waiting(user, queue), wanted, user=user, now=now)
    page = slice_of(board.rows_of(found, queue), request.GET, moment=board.moment_of(queue))
    saw(request, [row["id"] for row in page.rows])
    context = {
        "filters": form,
        "queue": queue,
        "about": board.QUEUES[queue][1],
        "narrowed": any(value for name, value in wanted.items() if name != "show"),
        "head": board.HEAD,
        "rows": [board.shown(row, now) for row in page.rows],
        "page": page,
        "shown": f"{counted(found)} in all",
        "parts": parts("screening_board", user, queue),
    }
    return render(request, "screening/board.html", context)


def screening_assign(request):
    """The ticked referrals to oneself at once; to somebody else after one more question."""
    visible = Referral.objects.visible_to(request.user).undecided()
    ticked = [pk for pk in request.POST.getlist("referral") if pk.isascii() and pk.isdigit()]
    chosen = list(visible.filter(pk__in=[pk for pk in ticked if len(pk) < 16]).order_by("pk"))
    saw(request, [referral.pk for referral in chosen])
    if not chosen:
        messages.error(request, "Tick at least one referral that waits for a decision.")
        return redirect("screening_board")
    if "to_me" in request.POST:
        return _assigned(request, chosen, request.user)
    people = User.objects.filter(is_active=True, role__in=SCREENERS).order_by("name", "pk")
    form = AssignForm(request.POST if "worker" in request.POST else None, people=people)
    if form.is_valid():
        return _assigned(request, chosen, form.somebody)
    return render(request, "screening/assign.html", {"form": form, "chosen": chosen})


def _assigned(request, chosen, to):
    """Each is an action of its own; doing it again changes nothing."""
    done = 0
    for referral in chosen:
        try:
            actions.assign(referral=referral, to=to, by=request.user)
            done += 1
        except Refused:  # somebody has decided it meanwhile
            messages.error(request, f"{referral.reference} is decided already.")
    if done:
        what = "1 referral" if done == 1 else f"{done} referrals"
        whom = "you" if to == request.user else to.name
        messages.success(request, f"{what} assigned to {whom}.")
    return redirect("screening_board")


def disagreement_list(request):
    """What referrers disagree with, the soonest due first."""
    now = timezone.now()
    waiting = Disagreement.objects.visible_to(request.user).unanswered().order_by("due_at", "id")
    rows = list(waiting.values(*beside.DISAGREEMENT)[:MOST])
    saw(request, [row["referral"] for row in rows])
    context = {
        "head": beside.DISAGREEMENT_HEAD,
        "rows": [beside.disagreement_row(row, now) for row in rows],
        "parts": parts("disagreement_list", request.user),
    }
    return render(request, "screening/disagreements.html", context)
