"""Home lists of hub managers and key workers."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from casework.capacity import key_workers
from casework.models import Episode
from casework.progress import moments, next_step
from croydon_eh.home.panel import FEW, Panel, clock
from families.models import Agreement, Family, RiskCheck
from localities.access import scope_of
from localities.calendar import london_date

EPISODE = ("pk", "family", "family__name", "locality__name", "started_at", "allocation_due_at",
           "first_allocated_at", "key_worker__name")  # fmt: skip
DATES = ("clock_version", "state", "kind")


def _waiting_episodes(episodes, now, most):
    return [
        {
            "url": reverse("allocation_episode", args=[e["pk"]]),
            "text": e["family__name"],
            "plain": f"Episode {e['pk']}, allocation",
            "family": e["family"],
            "note": e["locality__name"] or "Locality not known",
            "clock": clock("allocation", e["started_at"], e["allocation_due_at"], now),
        }
        for e in episodes.order_by("allocation_due_at").values(*EPISODE)[:most]
    ]


def to_allocate(user, now, most=FEW):
    waiting = Episode.objects.visible_to(user).of_teams_of(user).waiting()
    return Panel(
        "Families waiting for a key worker", "Every family has a key worker.",
        _waiting_episodes(waiting, now, most), (reverse("allocation_board"), "Allocate"),
    )  # fmt: skip


def late_to_allocate(user, now, most=FEW):
    late = Episode.objects.visible_to(user).waiting().filter(allocation_due_at__lt=now)
    return Panel(
        "Families that wait too long for a key worker", "No allocation is overdue.",
        _waiting_episodes(late, now, most),
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
            "family": row["family_id"],
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
            "family": e["family"],
            "note": "Given to you, not opened yet",
            "at": e["first_allocated_at"],
        }
        for e in new.order_by("first_allocated_at").values(*EPISODE)[:FEW]
    ]
    return Panel("New to you", "No new family. Your manager will let you know.", rows)


def led_by_me(user, now, most=2 * FEW):
    """Level 2: what a lead professional leads or covers, by what is due first."""
    return _mine(user, now, most, "Families you lead", "You lead no family’s early help.")


def my_families(user, now, most=2 * FEW):
    """By what is due first; the new ones have a list of their own."""
    mine = Q(first_opened_at__isnull=False)
    return _mine(user, now, most, "Due first", "You have no open family.", mine)


def all_of_mine(user, now, most=2 * FEW):
    """The new ones too, for the morning mail."""
    return _mine(user, now, most, "Due first", "You have no open family.")


def late_in_teams(user, now, most=2 * FEW):
    """Work of a manager's teams that is overdue, the longest first."""
    episodes = Episode.objects.visible_to(user).of_teams_of(user).open()
    rows = [row for row in _due_first(episodes, now) if row["clock"]["state"] == "overdue"]
    return Panel(
        "Overdue in your teams", "Nothing of your key workers is overdue.", rows[:most],
        (reverse("episode_list"), "All open families"),
    )  # fmt: skip


def _mine(user, now, most, title, empty, which=None):
    mine = Episode.objects.visible_to(user).worked_by(user).open()
    rows = _due_first(mine.filter(which) if which else mine, now)
    return Panel(title, empty, rows[:most], (reverse("episode_list"), "All your families"))


def _due_first(episodes, now):
    """A row for the next step of each episode, the one that is due first first."""
    found = episodes.annotate(**moments()).values(*EPISODE, *DATES, *moments())
    steps = [(step, facts) for facts in found if (step := next_step(facts, now))]
    return [
        {
            "url": reverse("episode_detail", args=[facts["pk"]]),
            "text": facts["family__name"],
            "plain": f"Episode {facts['pk']}, {step['title'].lower()}",
            "family": facts["family"],
            "note": step["title"],
            "clock": step["clock"],
        }
        for step, facts in sorted(steps, key=lambda pair: pair[0]["due_at"])
    ]


def diary(user, now):
    return Panel("Appointments of your hub", "No appointment is in the diary.")
