"""A copy of the plan for one named person, on paper: no address, no phone number, nobody else's."""

from pathlib import Path

from accounts.govuk.times import say_day
from accounts.paper import pdf
from casework.for_person import plan_for
from families.concerns import concern_of
from localities.calendar import london, london_date

TEMPLATE = Path(__file__).parent / "plan.typ"
KEEP = "This copy is for you alone. Keep it where it is safe for you."
RIGHTS = (
    "You can change your mind about the help at any time. Tell your key worker.",
    "If something in this plan is wrong, or you do not agree, tell us and we write it down.",
    "If you or somebody else is in danger, phone 999.",
)


def render(given, episode, *, on):
    """The PDF: the plan as it stood when the copy was given, cut by what holds today."""
    concern = concern_of(given.person, on=on)
    plan = plan_for(given.person, episode, concern, as_at=given.happened_at, chosen=given.parts)
    return pdf(TEMPLATE, _facts(given, episode, plan), made_at=london(given.happened_at))


def _facts(given, episode, plan):
    worker = episode.key_worker.name if episode.key_worker else ""
    return {
        "title": "Your plan",
        "service": "Croydon Early Help",
        "to": str(given.person),
        "made": f"Printed as it stood on {say_day(london_date(given.happened_at))}.",
        "keep": KEEP,
        "who": f"Your key worker is {worker}." if worker else "You have no key worker now.",
        "goals": [{"text": goal["text"], "rows": list(_rows(goal))} for goal in plan["goals"]],
        "next": [line for line in (_review(plan), *RIGHTS) if line],
    }


def _rows(goal):
    for key, value in (
        ("Whose goal it is", goal["whose"]), ("It is about", goal["outcome"]),
        ("We will know by", goal["measure"]), ("By when", goal["by"]),
        ("In your words", goal["words"]), ("Where it stands", goal["status"]),
    ):  # fmt: skip
        if value:
            yield {"key": key, "value": value}


def _review(plan):
    return f"We look at this plan together again by {plan['review']}." if plan["review"] else ""
