"""The SPOC board."""

from django.shortcuts import render
from django.utils import timezone

from accounts.govuk.paging import counted, slice_of
from accounts.policy import saw
from localities.models import Locality
from referrals import board
from referrals.forms.screening import BoardForm
from referrals.parts import parts


def screening_board(request):
    now = timezone.now()
    localities = list(Locality.objects.order_by("position").values_list("pk", "name"))
    form = BoardForm(request.GET or None, localities=localities)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = board.filtered(board.waiting(request.user), wanted, user=request.user, now=now)
    page = slice_of(board.rows_of(found), request.GET, moment="decision_due_at")
    saw(request, [row["id"] for row in page.rows])
    context = {
        "filters": form,
        "narrowed": any(wanted.values()),
        "head": board.HEAD,
        "rows": [board.shown(row, now) for row in page.rows],
        "page": page,
        "shown": f"{counted(found)} in all",
        "parts": parts("screening_board"),
    }
    return render(request, "screening/board.html", context)
