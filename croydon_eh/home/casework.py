"""Home lists of hub managers and key workers."""

from django.db.models import Count, Q
from django.urls import reverse

from casework.models import Episode
from croydon_eh.home.panel import FEW, Panel, clock
from localities.access import holding, scope_of
from localities.models import Membership

EPISODE = ("pk", "family__name", "locality__name", "started_at", "allocation_due_at",
           "first_allocated_at", "key_worker__name")  # fmt: skip


def _waiting_episodes(episodes, now):
    return [
        {
            "url": reverse("allocation_episode", args=[e["pk"]]),
            "text": e["family__name"],
            "note": e["locality__name"] or "Locality not known",
            "clock": clock("allocation", e["started_at"], e["allocation_due_at"], now),
        }
        for e in episodes.order_by("allocation_due_at").values(*EPISODE)[:FEW]
    ]


def to_allocate(user, now):
    waiting = Episode.objects.visible_to(user).of_teams_of(user).waiting()
    return Panel(
        "Families waiting for a key worker", "Every family has a key worker.",
        _waiting_episodes(waiting, now), (reverse("allocation_board"), "Allocate"),
    )  # fmt: skip


def late_to_allocate(user, now):
    late = Episode.objects.visible_to(user).waiting().filter(allocation_due_at__lt=now)
    return Panel(
        "Families that wait too long for a key worker", "No allocation is overdue.",
        _waiting_episodes(late, now),
    )  # fmt: skip


def my_workers(user, now):
    workers = Membership.objects.filter(
        holding(now.date()), team_id__in=scope_of(user).team_ids, user__role="key_worker"
    )
    children = Count(
        "user__episodes__children",
        filter=Q(user__episodes__state="open", user__episodes__children__left_on__isnull=True),
    )
    rows = [
        {
            "url": reverse("allocation_board"),
            "text": w["user__name"],
            "note": f"{w['open_children']} children of {int(w['capacity'] * w['fte'])}",
        }
        for w in workers.values("user__name", "capacity", "fte")
        .annotate(open_children=children)
        .order_by("-open_children", "user__name")
    ]
    return Panel("Your key workers", "No key worker belongs to your team yet.", rows)


def new_to_me(user, now):
    new = Episode.objects.visible_to(user).worked_by(user).open().filter(first_opened_at=None)
    rows = [
        {
            "url": reverse("episode_detail", args=[e["pk"]]),
            "text": e["family__name"],
            "note": "Given to you, not opened yet",
            "at": e["first_allocated_at"],
        }
        for e in new.order_by("first_allocated_at").values(*EPISODE)[:FEW]
    ]
    return Panel("New to you", "No new family. Your manager will let you know.", rows)


def my_families(user, now):
    mine = Episode.objects.visible_to(user).worked_by(user).open()
    rows = [
        {
            "url": reverse("episode_detail", args=[e["pk"]]),
            "text": e["family__name"],
            "note": e["locality__name"] or "",
        }
        for e in mine.order_by("started_at").values(*EPISODE)[: 2 * FEW]
    ]
    return Panel(
        "Your families", "You have no open family.", rows,
        (reverse("episode_list"), "All your families, with their clocks"),
    )  # fmt: skip


def diary(user, now):
    return Panel("Appointments of your hub", "No appointment is in the diary.")
