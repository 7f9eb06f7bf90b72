"""Families that wait for a key worker, and giving them to one."""

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.govuk.sending import send_once
from accounts.models import User
from accounts.policy import saw
from accounts.roles import Role
from casework import actions as casework
from casework.capacity import key_workers
from casework.codes import Kind, State
from casework.forms.allocation import AllocateForm
from casework.models import Allocation, Episode, EpisodeChild
from casework.tables import HEAD_OF_WAITING, HEAD_OF_WORKERS, waiting_row, worker_row
from families.people import one_each, people_of
from localities.access import scope_of
from localities.calendar import london_date
from localities.models import Team, TeamKind

MOST_WAITING = 200


def _mine_to_allocate(user):
    """A manager's own teams; the head of early help's line of sight is every locality."""
    visible = Episode.objects.visible_to(user).exclude(kind=Kind.PARTNER_LED)
    return visible if user.role == Role.HEAD else visible.of_teams_of(user)


def _team_ids(user):
    if user.role == Role.HEAD:
        teams = Team.objects.filter(kind__in=(TeamKind.HUB, TeamKind.FFT))
        return list(teams.values_list("pk", flat=True))
    return scope_of(user).team_ids


def allocation_board(request):
    now = timezone.now()
    facts = JSONObject(born="person__born_on", due="person__due_on")
    children = EpisodeChild.objects.filter(episode=OuterRef("pk"), left_on=None)
    waiting = (
        _mine_to_allocate(request.user)
        .waiting()
        .annotate(ages=ArraySubquery(children.order_by("person__born_on").values(found=facts)))
        .order_by("allocation_due_at", "id")
    )
    rows = list(
        waiting.values(
            "id", "family__name", "started_at", "allocation_due_at", "locality__name", "level",
            "ages",
        )[:MOST_WAITING]
    )  # fmt: skip
    saw(request, [row["id"] for row in rows])
    workers = key_workers(_team_ids(request.user), on=london_date(now))
    context = {
        "head": HEAD_OF_WAITING,
        "rows": [waiting_row(row, now) for row in rows],
        "workers_head": HEAD_OF_WORKERS,
        "workers": [worker_row(load) for load in workers],
    }
    return render(request, "casework/allocation.html", context)


def _load(request, episode_id):
    episodes = _mine_to_allocate(request.user).exclude(state=State.CLOSED)
    episodes = episodes.select_related("family", "team", "key_worker", "locality", "referral")
    return get_object_or_404(episodes, pk=episode_id)


def allocation_episode(request, episode_id):
    now = timezone.now()
    episode = _load(request, episode_id)
    caseloads = key_workers([episode.team_id], on=london_date(now))
    form = AllocateForm(
        request.POST or None, caseloads=caseloads, initial={"version": episode.version}
    )
    if form.is_valid() and _allocate(request, episode, form):
        messages.success(request, "The family has a key worker, who is told by email.")
        return redirect("allocation_board")
    if getattr(form, "stale", False):
        episode = _load(request, episode_id)
        form.renew("version", episode.version)
    saw(request, [episode.pk])
    people = one_each(people_of(episode.family_id, on=london_date(now)))
    context = {"episode": episode, "form": form, "people": people, "caseloads": caseloads}
    return render(request, "casework/allocate.html", context)


def _allocate(request, episode, form):
    data = form.cleaned_data
    return send_once(
        request, form, what=f"casework.allocate:{episode.pk}", model=Allocation,
        do=lambda: casework.allocate(
            episode=episode, worker=User.objects.get(pk=data["worker"]), by=request.user,
            version=data["version"], note=data["note"],
        ),
    )  # fmt: skip
