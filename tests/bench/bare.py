"""Bare views behind the same middleware and sign-in: the same SQL, no layout, forms or rules."""

from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import timezone

from referrals.urls import urlpatterns as referral_urls
from referrals.views.intake.sending import draft_check
from tests.bench.replay import Recording, Writes, again

VIEWS = {pattern.name: pattern.callback for pattern in referral_urls}
recorded = {}


def _list(request, name):
    """The queries and the access row of a page; the first request records them from the page."""
    if name not in recorded:
        with Recording() as calls:
            VIEWS[name](request)
        recorded[name] = calls
    with transaction.atomic():
        found = again(recorded[name])
    return HttpResponse("\n".join(map(str, max(found, key=len))), content_type="text/plain")


@login_required
def referral_list(request):
    return _list(request, "referral_list")


@login_required
def screening_board(request):
    return _list(request, "screening_board")


@login_required
def two_inserts(request, episode_id, person_id):
    """A visit and who was seen."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO casework_visit (happened_at, kind, notes, next_step, by_id, episode_id)"
            " VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
            [timezone.now(), request.POST["kind"], request.POST["notes"], "", request.user.pk,
             episode_id],
        )  # fmt: skip
        cursor.execute(
            "INSERT INTO casework_seen (visit_id, person_id, alone, wishes)"
            " VALUES (%s, %s, %s, %s)",
            [cursor.fetchone()[0], person_id, False, ""],
        )
    return HttpResponse(status=302, headers={"Location": "/"})


@login_required
def submit(request, draft_id):
    """The statements of sending a referral; the first request records them from the page."""
    if "submit" not in recorded:
        with Recording() as calls, transaction.atomic():
            draft_check(request, draft_id=draft_id)
        recorded["submit"] = draft_id, Writes(calls)
    else:
        of_draft, writes = recorded["submit"]
        with transaction.atomic():
            writes.send({of_draft: draft_id})
    return HttpResponse(status=302, headers={"Location": "/"})
