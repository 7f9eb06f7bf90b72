"""What a key worker records: visits with who was seen, the assessment, outcome scores."""

from django.contrib.postgres.expressions import ArraySubquery
from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from casework.codes import ScoredAt, VisitKind
from casework.models import Assessment, OutcomeScore, Seen, Visit
from casework.moments import check_moment
from casework.progress import moments
from casework.workflow import worked_on
from families.models import Person, behind
from localities import clocks
from localities.calendar import london_date, london_day_end, london_day_start

# The ids of the people of an episode's family, fetched together with the lock.
PEOPLE = ArraySubquery(Person.objects.filter(family__in=behind("family")).values("pk"))
ALWAYS = (VisitKind.NOTE, VisitKind.PHONE)  # also after a family took back its agreement


@action
def record_visit(*, episode, kind, happened_at, notes, by, next_step="", seen=(), at=None):
    """A visit or another contact. `seen` are dicts: person (id), alone, wishes."""
    at = at or timezone.now()
    episode = worked_on(episode, voluntary=kind not in ALWAYS, people=PEOPLE)
    check_moment(happened_at, since=episode.started_at, at=at)
    return _write_visit(episode, kind, happened_at, notes, next_step, seen, by)


@action
def correct_visit(*, visit, kind, happened_at, notes, by, next_step="", seen=(), at=None):
    """Add the visit as it really was; the first text stays in the record, marked as corrected."""
    at = at or timezone.now()
    episode = worked_on(visit.episode, voluntary=False, people=PEOPLE)
    visit.refresh_from_db(fields=["superseded_at"])
    if visit.superseded_at is not None:
        raise Refused("Somebody has corrected this visit already. Look at the newer text.")
    check_moment(happened_at, since=episode.started_at, at=at)
    visit.supersede(at=at)
    return _write_visit(episode, kind, happened_at, notes, next_step, seen, by)


def _write_visit(episode, kind, happened_at, notes, next_step, seen, by):
    if not {one["person"] for one in seen} <= set(episode.people):
        raise Refused("Choose people of this family.", field="seen")
    visit = Visit.objects.create(
        episode=episode, kind=kind, happened_at=happened_at, notes=notes, next_step=next_step, by=by
    )
    Seen.objects.bulk_create(
        Seen(
            visit=visit, person_id=one["person"], alone=one.get("alone", False),
            wishes=one.get("wishes", ""),
        )
        for one in seen
    )  # fmt: skip
    return visit


@action
def complete_assessment(*, episode, happened_at, strengths, needs, analysis, by, at=None):
    """The Family Wellbeing Assessment is complete: once for an episode."""
    at = at or timezone.now()
    episode = worked_on(episode, **moments())
    check_moment(happened_at, since=episode.started_at, at=at)
    if episode.assessed_at is not None:
        raise Refused("The assessment is complete already.")
    due_at = clocks.due("assessment", episode.first_allocated_at, version=episode.clock_version)
    return Assessment.objects.create(
        episode=episode, by=by, happened_at=happened_at, due_at=due_at,
        strengths=strengths, needs=needs, analysis=analysis,
    )  # fmt: skip


@action
def score_outcomes(*, episode, happened_at, scored_at, scores, by, at=None):
    """Score outcomes 1 (in crisis) to 5 (thriving). `scores` maps outcome to score.

    Scoring the same outcome again for the same assessment or closing, or on the day of the same
    review, corrects the first score.
    """
    at = at or timezone.now()
    episode = worked_on(episode, voluntary=scored_at != ScoredAt.CLOSING)
    check_moment(happened_at, since=episode.started_at, at=at)
    if not scores:
        raise Refused("Score at least one outcome.")
    earlier = OutcomeScore.objects.current().filter(
        episode=episode, scored_at=scored_at, outcome__in=scores
    )
    if scored_at == ScoredAt.REVIEW:
        day = london_date(happened_at)
        earlier = earlier.filter(happened_at__range=(london_day_start(day), london_day_end(day)))
    earlier.update(superseded_at=at)
    return OutcomeScore.objects.bulk_create(
        OutcomeScore(
            episode=episode, outcome=outcome, score=score, scored_at=scored_at, by=by,
            happened_at=happened_at,
        )
        for outcome, score in scores.items()
    )  # fmt: skip
