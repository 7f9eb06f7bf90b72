"""Giving a person of the family a copy of the plan."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from casework.for_person import plan_for
from casework.progress import moments
from casework.workflow import worked_on
from families.codes import GivenHow, GivenWhat
from families.concerns import concern_of
from families.models import Given, Person, together
from families.safety import check_way, sharing_with
from localities.calendar import london_date


@action
def give_plan(*, episode, person, how, goals, by, at=None):
    """Write down that this person gets these goals (ids) of the plan; only where it is safe, and
    about a child they may know of. What is safe is asked again when the copy is drawn."""
    at = at or timezone.now()
    episode = worked_on(episode, voluntary=False, **moments())
    if not Person.objects.filter(pk=person.pk, family__in=together(episode.family_id)).exists():
        raise Refused("Choose somebody of this family.")
    if episode.planned_at is None:
        raise Refused("There is no plan yet.")
    sharing = sharing_with(person)
    if not sharing.safe:
        raise Refused(sharing.because)
    concern = concern_of(person, on=london_date(at))
    _check_concern(episode, concern)
    _check_goals(plan_for(person, episode, concern, as_at=at), goals)
    check_way(person, how)
    if how not in (GivenHow.HANDED, GivenHow.POSTED):
        raise Refused("A copy is handed over or sent by post.", field="how")
    return Given.objects.create(
        person=person, what=GivenWhat.PLAN, about=f"Episode {episode.pk}", how=how, by=by,
        parts=sorted(goals), happened_at=at,
    )  # fmt: skip


def _check_goals(plan, goals):
    if not goals:
        raise Refused("Choose one goal at least.", field="goals")
    if not set(goals) <= {goal["id"] for goal in plan["goals"]}:
        raise Refused("Choose goals that this person may have.", field="goals")


def _check_concern(episode, concern):
    """Refuse where no child of the episode lives with this person or is in their responsibility."""
    children = set(episode.children.values_list("person_id", flat=True))
    if not children & concern.people:
        raise Refused(
            "No child of this episode lives with this person, or is their responsibility, or a "
            "court told them to stay away. They get no copy."
        )
