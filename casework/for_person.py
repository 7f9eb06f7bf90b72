"""The plan and the chronology as one person of the family may have them.

Only what concerns this person (families.concerns). What was written about visits, assessments and
reviews is about both homes, so of those only the day is told.
"""

from django.db.models import OuterRef, Subquery

from accounts.govuk.times import say_day
from casework.codes import GoalEnding, VisitKind
from casework.models import (
    Allocation,
    Assessment,
    Episode,
    EpisodeMove,
    Goal,
    GoalEnd,
    Plan,
    Review,
    Visit,
)
from casework.review_dates import next_review_due
from families.models import together
from referrals import danger
from referrals.codes import Outcome
from referrals.models import Decision, Referral
from referrals.scoring import OUTCOMES
from referrals.words import FOR_THE_FAMILY

# Of the other home these would say how somebody there is kept safe.
ABOUT_SAFETY = ("domestic_abuse", "abuse_exploitation")


def plan_for(person, episode, concern, *, as_at, chosen=None):
    """The plan as known at a moment: {"goals", "review"}; each goal as plain words.

    All goals that this person may have, or of those the ones `chosen` by id.
    """
    ending = GoalEnd.objects.known_at(as_at).filter(goal=OuterRef("pk")).values("ending")[:1]
    rows = Goal.objects.known_at(as_at).filter(episode=episode).select_related("person")
    rows = rows.annotate(ending=Subquery(ending)).order_by("happened_at", "id")
    return {
        "goals": [
            _goal(goal, person, concern)
            for goal in rows
            if _may_have(goal.person_id, goal.outcome, concern)
            and (chosen is None or goal.pk in chosen)
        ],
        "review": _next_review(episode, as_at),
    }  # fmt: skip


def _may_have(whose, outcome, concern):
    """With two homes nothing about safety crosses, whoever's goal it is."""
    return concern.covers(whose) and (concern.one_home or outcome not in ABOUT_SAFETY)


def _goes_by_itself(whose, concern):
    """With two homes a goal of “the whole family” may be of one home: a worker chooses it."""
    return concern.one_home or whose is not None


def _goal(goal, person, concern):
    """A child's or parent's own words go to themselves, and to a family of one home."""
    own = concern.one_home or goal.person_id == person.pk
    return {
        "id": goal.pk,
        "chosen": _goes_by_itself(goal.person_id, concern),
        "text": concern.clean(goal.text),
        "outcome": OUTCOMES[goal.outcome],
        "whose": goal.person.first_name if goal.person else "The whole family",
        "measure": concern.clean(goal.measure),
        "by": say_day(goal.by_on),
        "words": concern.clean(goal.words) if own else "",
        "status": GoalEnding(goal.ending).label if goal.ending else "We work on it",
    }


def _next_review(episode, as_at):
    def moments(model):
        rows = model.objects.known_at(as_at).filter(episode=episode).order_by("happened_at")
        return list(rows.values_list("happened_at", flat=True))

    planned, held = moments(Plan), moments(Review)
    if not planned:
        return ""
    due = next_review_due(planned[0], held[-1] if held else None, version=episode.clock_version)
    return say_day(due)


def chronology_for(person, family_id, concern, user, *, young_agrees):
    """Items for components/timeline.html, newest first. Nine queries."""
    records = together(family_id)
    episodes = Episode.objects.visible_to(user).filter(family__in=records)
    referrals = Referral.objects.visible_to(user).filter(family__in=records)
    items = [
        *_of_referrals(referrals, person, young_agrees),
        *_of_episodes(episodes),
        *_of_goals(episodes, concern),
        *_of_visits(episodes, concern),
    ]
    return sorted(items, key=lambda item: item["at"], reverse=True)


def _of_referrals(referrals, person, young_agrees):
    """Never who asked; a young person's own request only where they agreed, or to themselves."""
    rows = [
        row for row in referrals.prefetch_related("children")
        if young_agrees or not danger.is_own_request(row)
        or person.pk in {child.person_id for child in row.children.all()}
    ]  # fmt: skip
    for row in rows:
        yield _item(row.submitted_at, "We were asked to help")
    decisions = Decision.objects.filter(referral__in=[row.pk for row in rows])
    for at, outcome in decisions.values_list("happened_at", "outcome"):
        yield _item(at, "We decided", FOR_THE_FAMILY[Outcome(outcome)][0])


def _of_episodes(episodes):
    moves = EpisodeMove.objects.filter(episode__in=episodes, verb__in=("open", "lead"))
    for at in moves.values_list("happened_at", flat=True):
        yield _item(at, "Help began")
    given = Allocation.objects.current().filter(episode__in=episodes)
    for at, name in given.values_list("happened_at", "worker__name"):
        yield _item(at, f"Your key worker: {name}")
    for model, title in (
        (Assessment, "Assessment complete"), (Plan, "Plan agreed"), (Review, "Review held"),
    ):  # fmt: skip
        rows = model.objects.current().filter(episode__in=episodes)
        for at in rows.values_list("happened_at", flat=True):
            yield _item(at, title)


def _of_goals(episodes, concern):
    goals = Goal.objects.current().filter(episode__in=episodes)
    for at, text, outcome, whose in goals.values_list(
        "happened_at", "text", "outcome", "person_id"
    ):
        if _may_have(whose, outcome, concern) and _goes_by_itself(whose, concern):
            yield _item(at, "Goal agreed", concern.clean(text))
    ends = GoalEnd.objects.current().filter(goal__episode__in=episodes)
    for at, ending, text, outcome, whose in ends.values_list(
        "happened_at", "ending", "goal__text", "goal__outcome", "goal__person_id"
    ):
        if _may_have(whose, outcome, concern) and _goes_by_itself(whose, concern):
            yield _item(at, f"Goal: {GoalEnding(ending).label.lower()}", concern.clean(text))


def _of_visits(episodes, concern):
    """Those at which only people were seen who concern this person: the day, not the notes."""
    visits = Visit.objects.current().filter(episode__in=episodes).prefetch_related("seen__person")
    for visit in visits:
        seen = [one.person for one in visit.seen.all()]
        if seen and all(who.pk in concern.people for who in seen):
            names = ", ".join(who.first_name or str(who) for who in seen)
            yield _item(visit.happened_at, VisitKind(visit.kind).label, f"With {names}")


def _item(at, title, text=""):
    return {"at": at, "title": title, "by": "", "text": text}
