"""How far an episode is, and which clock is next: worked out from its facts, never stored."""

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    Max,
    Min,
    OuterRef,
    Subquery,
)

from casework.codes import Kind, State, VisitKind
from casework.models import Assessment, EpisodeChild, Plan, Review, Visit
from casework.review_dates import next_review_due
from localities import clock_text, clocks

MET_THE_FAMILY = (VisitKind.HOME, VisitKind.ELSEWHERE, VisitKind.SCHOOL)


def _moment(model, pick, **facts):
    rows = model.objects.current().filter(episode=OuterRef("pk"), **facts).order_by()
    return Subquery(rows.values("episode").annotate(at=pick("happened_at")).values("at"))


def moments():
    """Annotations of an episode: when each of its steps was taken, or None; and if clocks stop."""
    return {
        "first_visit_at": _moment(Visit, Min, kind__in=MET_THE_FAMILY),
        "assessed_at": _moment(Assessment, Min),
        "planned_at": _moment(Plan, Min),
        "reviewed_at": _moment(Review, Max),
        "bereft": _bereft(),
    }


def _bereft():
    """A child of the episode died, and no other is in it: its clocks stand still."""
    children = EpisodeChild.objects.filter(episode=OuterRef("pk"))
    died = Exists(children.filter(person__died_on__isnull=False))
    return ExpressionWrapper(
        died & ~Exists(children.filter(left_on=None)), output_field=BooleanField()
    )


# step: clock, from which moment, what to do, and the address of the page where it is done
STEPS = (
    ("allocation", "started_at", "first_allocated_at", "Allocation", "allocation_episode"),
    ("first_visit", "first_allocated_at", "first_visit_at", "First visit", "visit_add"),
    ("assessment", "first_allocated_at", "assessed_at", "Assessment", "assessment_add"),
    ("plan", "assessed_at", "planned_at", "Plan", "plan_add"),
)


def steps(facts, now):
    """Each step that has begun, in order, as {"key", "title", "page", "clock", "done"}.

    No clock runs on in a closed episode, or in one whose only child died: the steps stay.

    `facts` maps the moments and started_at, first_allocated_at, clock_version to their values.
    """
    found = []
    led = facts.get("kind") == Kind.PARTNER_LED  # begins with its lead: nothing to allocate
    for key, start, end, title, page in STEPS[1 if led else 0 :]:
        if facts[start] is not None:
            due_at = clocks.due(key, facts[start], version=facts["clock_version"])
            found.append(_step(key, title, page, facts[start], due_at, facts[end], now))
    if facts["planned_at"] is not None:
        held = facts["reviewed_at"]
        due_at = next_review_due(facts["planned_at"], held, version=facts["clock_version"])
        key = "review_next" if held else "review_first"
        found.append(
            _step(key, "Review", "review_add", held or facts["planned_at"], due_at, None, now)
        )
    ended = facts["state"] == State.CLOSED or facts.get("bereft")
    return [step for step in found if step["done"] or not ended]


def _step(key, title, page, start, due_at, done_at, now):
    soon = clocks.soon_at(key, start, due_at)
    state = clocks.state(due_at, now, done_at=done_at, soon_at=soon)
    return {
        "key": key,
        "title": title,
        "page": page,
        "due_at": due_at,
        "done": done_at is not None,
        "clock": clock_text.show(due_at, now, state, done_at),
    }


def next_step(facts, now):
    """The open step that is due first; None when no clock runs."""
    waiting = [step for step in steps(facts, now) if not step["done"]]
    return min(waiting, key=lambda step: step["due_at"], default=None)
