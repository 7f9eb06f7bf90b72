"""Home lists of hub managers and key workers."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from casework.capacity import key_workers
from casework.models import Episode
from casework.progress import moments, next_step
from croydon_eh.home.panel import FEW, Panel, clock
from families.models import Agreement, Family, RiskCheck
from localities.access import scope_of
from localities.calendar import london_date

EPISODE = ("pk", "family__name", "locality__name", "started_at", "allocation_due_at",
           "first_allocated_at", "key_worker__name")  # fmt: skip
DATES = ("clock_version", "state", "kind")


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


def to_check(user, now):
    """Agreements that were taken back and that no manager has looked at."""
    checks = RiskCheck.objects.current().filter(agreement=OuterRef("pk"))
    taken_back = Agreement.objects.current().filter(
        ~Exists(checks), answer=Agreement.Answer.WITHDRAWN,
        family__in=Family.objects.visible_to(user),
    )  # fmt: skip
    rows = [
        {
            "url": reverse("family_agreement", args=[row["family_id"]]),
            "text": row["family__name"],
            "note": "Took back its agreement: check that the children are safe",
            "at": row["happened_at"],
        }
        for row in taken_back.order_by("happened_at").values(
            "family_id", "family__name", "happened_at"
        )[:FEW]
    ]
    return Panel("Agreements taken back", "No family waits for your check.", rows)


def my_workers(user, now):
    loads = key_workers(scope_of(user).team_ids, on=london_date(now))
    rows = [
        {
            "url": reverse("allocation_board"),
            "text": load.name,
            "note": f"{load.children} children of {load.capacity}",
        }
        for load in sorted(loads, key=lambda load: -load.share)
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


def led_by_me(user, now):
    """Level 2: what a lead professional leads or covers, by what is due first."""
    return _due_first(user, now, "Families you lead", "You lead no family’s early help.")


def my_families(user, now):
    return _due_first(user, now, "Due first", "You have no open family.")


def _due_first(user, now, title, empty):
    mine = Episode.objects.visible_to(user).worked_by(user).open().exclude(first_opened_at=None)
    found = list(mine.annotate(**moments()).values(*EPISODE, *DATES, *moments()))
    steps = sorted(
        ((next_step(facts, now), facts) for facts in found), key=lambda pair: pair[0]["due_at"]
    )
    rows = [
        {
            "url": reverse("episode_detail", args=[facts["pk"]]),
            "text": facts["family__name"],
            "note": step["title"],
            "clock": step["clock"],
        }
        for step, facts in steps[: 2 * FEW]
    ]
    return Panel(
        title, empty, rows,
        (reverse("episode_list"), "All your families"),
    )  # fmt: skip


def diary(user, now):
    return Panel("Appointments of your hub", "No appointment is in the diary.")
