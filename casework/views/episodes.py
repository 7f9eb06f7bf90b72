"""The pages of an episode, and the list of the families one works with."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.policy import saw
from accounts.roles import PRACTITIONERS, Permission, Role
from casework import actions as casework
from casework.access import in_charge
from casework.chronology import chronology
from casework.codes import Kind, State
from casework.goals import goals_of, scores_of
from casework.holder import holder
from casework.models import Assessment, Episode, Review, Visit
from casework.progress import moments, next_step, steps
from casework.tables import HEAD_OF_MINE, mine_row
from families.people import one_each, people_of
from localities.calendar import london_date

PARTS = (
    ("Overview", "episode_detail"),
    ("Chronology", "episode_chronology"),
    ("Assessment", "episode_assessment"),
    ("Plan and goals", "episode_plan"),
    ("Visits", "episode_visits"),
)
MOST_FAMILIES = 300


def load(request, episode_id):
    """The episode with its moments, or 404 as for one that does not exist."""
    episodes = (
        Episode.objects.visible_to(request.user)
        .select_related("family", "key_worker", "cover", "team", "locality", "referral")
        .annotate(**moments())
    )
    episode = get_object_or_404(episodes, pk=episode_id)
    saw(request, [episode.pk])
    return episode


def show(request, template, episode, here, context):
    """A page of an episode with its navigation."""
    parts = [
        {"label": label, "url": reverse(name, args=[episode.pk]), "active": name == here}
        for label, name in PARTS
    ]
    may_work = in_charge(request.user, episode) and episode.state == State.OPEN
    common = {
        "episode": episode,
        "parts": parts,
        "held": holder(episode.family_id),
        "may_work": may_work,
        "own_list_url": reverse("episode_list") if request.user.has_perm(Permission.WORK) else "",
    }
    return render(request, f"casework/{template}.html", {**common, **context})


def episode_detail(request, episode_id):
    now = timezone.now()
    episode = load(request, episode_id)
    if episode.key_worker_id == request.user.pk and episode.first_opened_at is None:
        casework.open_by_worker(episode=episode, by=request.user, at=now)
    facts = vars(episode)
    inside = _inside(episode)
    people = one_each(people_of(episode.family_id, on=london_date(now)))
    context = {
        "steps": _with_addresses(steps(facts, now), episode),
        "next": next_step(facts, now),
        "children": [person for person in people if person["ids"] & inside],
        "others": [person for person in people if not person["ids"] & inside],
        "allocations": episode.allocations.current().select_related("worker", "by").order_by("id"),
        "closing": episode.closings.current().select_related("by").first(),
        "led": episode.kind == Kind.PARTNER_LED,
        "may_allocate": request.user.has_perm(Permission.ALLOCATE),
        "may_step_up": request.user.has_perm(Permission.STEP_UP),
        "may_view_family": request.user.has_perm(Permission.VIEW_FAMILY),
    }
    return show(request, "episode", episode, "episode_detail", context)


def _inside(episode):
    """Ids of the children who are in the episode, or were when it closed."""
    until = Q(left_on=None)
    if episode.closed_at:
        until |= Q(left_on__gte=london_date(episode.closed_at))
    return set(episode.children.filter(until).values_list("person_id", flat=True))


def _with_addresses(found, episode):
    return [{**step, "url": reverse(step["page"], args=[episode.pk])} for step in found]


def episode_chronology(request, episode_id):
    episode = load(request, episode_id)
    context = {"items": chronology(request.user, episode.family_id)}
    return show(request, "chronology", episode, "episode_chronology", context)


def episode_assessment(request, episode_id):
    episode = load(request, episode_id)
    assessments = Assessment.objects.current().filter(episode=episode).select_related("by")
    context = {"assessment": assessments.first(), "scores": scores_of(episode)}
    return show(request, "assessment", episode, "episode_assessment", context)


def episode_plan(request, episode_id):
    episode = load(request, episode_id)
    reviews = Review.objects.current().filter(episode=episode).select_related("by")
    context = {
        "goals": goals_of(episode),
        "scores": scores_of(episode),
        "reviews": reviews.order_by("-happened_at"),
        "people": _people_who_may_have_it(request.user, episode),
    }
    return show(request, "plan", episode, "episode_plan", context)


def _people_who_may_have_it(user, episode):
    """Everybody of the family, for whoever may give a copy; the next page says to whom it goes."""
    if not (user.has_perm(Permission.GIVE) and in_charge(user, episode)):
        return []
    return one_each(people_of(episode.family_id, on=timezone.localdate()))


def episode_visits(request, episode_id):
    episode = load(request, episode_id)
    visits = Visit.objects.current().filter(episode=episode).select_related("by")
    context = {"visits": visits.prefetch_related("seen__person").order_by("-happened_at", "-id")}
    return show(request, "visits", episode, "episode_visits", context)


def _new_then_due(row):
    """New ones first, then by what is due; where no clock runs, last."""
    due_at = row["next"]["due_at"].timestamp() if row["next"] else float("inf")
    return row["first_opened_at"] is not None, due_at


def episode_list(request):
    """A key worker's own families, new ones first, then by what is due; a manager's teams'."""
    now = timezone.now()
    own = request.user.role in (Role.KEY_WORKER, *PRACTITIONERS)
    episodes = Episode.objects.visible_to(request.user).open()
    episodes = episodes.worked_by(request.user) if own else episodes.of_teams_of(request.user)
    rows = list(
        episodes.annotate(**moments()).values(
            "id", "family__name", "started_at", "first_allocated_at", "first_opened_at", "state",
            "clock_version", "key_worker__name", "locality__name", "level", *moments(),
        )[:MOST_FAMILIES]
    )  # fmt: skip
    saw(request, [row["id"] for row in rows])
    for row in rows:
        row["next"] = next_step(row, now)
    rows.sort(key=_new_then_due)
    new = [row for row in rows if own and row["first_opened_at"] is None]
    context = {
        "own": own,
        "leads": request.user.role in PRACTITIONERS,
        "head": HEAD_OF_MINE,
        "new": [mine_row(row) for row in new],
        "rows": [mine_row(row) for row in rows if row not in new],
    }
    return render(request, "casework/mine.html", context)
