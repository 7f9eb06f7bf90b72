"""What must hold before a submission becomes a referral: one list of rules for web and API."""

from dataclasses import dataclass
from datetime import timedelta

from audit.errors import Refused
from families.checks import (
    child_problems,
    home_problems,
    keys_used_twice,
    safe_contact_problems,
    same_child_problems,
)
from families.entries import shape_problems
from families.models import Agreement
from localities.calendar import london_date
from referrals.intake.observed import observation_problems
from referrals.intake.scored import thresholds_for
from referrals.scoring import UnknownVersion

MOST_CHILDREN, MOST_ADULTS = 20, 20
OLDEST_CALL = timedelta(days=31)
NEEDS_AGREEMENT = (
    "A referral stops without the family’s agreement, unless one of these reasons applies"
)
MUST_AGREE = (
    "Level 2 work needs the family’s agreement. If they do not agree and you are worried, send a "
    "referral instead"
)
WITHOUT = (Agreement.Answer.REFUSED, Agreement.Answer.NOT_ASKED, Agreement.Answer.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Problem:
    """`field` is a path into the submission, such as "children/0/born_on"."""

    field: str
    message: str


class NotComplete(Refused):
    """The submission cannot be sent yet; `problems` says each reason, the first is the message."""

    def __init__(self, found):
        self.problems = tuple(found)
        super().__init__(self.problems[0].message, field=self.problems[0].field)


def problems(submission, *, now):
    """Every Problem of a submission, in its own order; an empty list when it can be sent."""
    shape = [Problem(*found) for found in shape_problems(submission)]
    try:
        thresholds = thresholds_for(submission, london_date(now))
    except UnknownVersion as error:
        return [*shape, Problem("threshold_version", str(error))]
    rules = (_people(submission, now), _danger(submission, now), _agreement(submission),
             observation_problems(submission, thresholds))  # fmt: skip
    wrong = {problem.field for problem in shape}
    return shape + [
        Problem(field, message)
        for rule in rules for field, message in rule if field not in wrong
    ]  # fmt: skip


def level_2_problems(submission):
    """What stands against registering it as level 2 work, beside the rules of every submission."""
    agreement = submission.agreement
    if submission.red_flags:
        return [Problem("danger", "A child may be in danger. Phone the SPOC and send a referral")]
    if agreement is None or agreement.answer != Agreement.Answer.AGREED:
        return [Problem("agreement", MUST_AGREE)]
    return []


def check(submission, *, now):
    """Raise NotComplete unless the submission can be sent."""
    found = problems(submission, now=now)
    if found:
        raise NotComplete(found)


def _people(submission, now):
    today, children = london_date(now), submission.children
    if not 1 <= len(children) <= MOST_CHILDREN:
        yield "children", f"Name at least one child, and {MOST_CHILDREN} at most"
    if len(submission.adults) > MOST_ADULTS:
        yield "adults", f"Name {MOST_ADULTS} adults at most"
    for place, child in enumerate(children):
        for field, message in child_problems(child, today):
            yield f"children/{place}/{field}", message
    for place, message in same_child_problems(children):
        yield f"children/{place}/first_name", message
    everybody = children + submission.adults
    for place in keys_used_twice(everybody):
        group = "children" if place < len(children) else "adults"
        place -= 0 if place < len(children) else len(children)
        yield f"{group}/{place}/key", "This key stands for somebody else already"
    for field, message in home_problems(submission.home):
        yield f"home/{field}", message
    yield from _contacts(submission, {person.key for person in everybody})


def _contacts(submission, keys):
    for place, contact in enumerate(submission.safe_contacts):
        if contact.who and contact.who not in keys:
            yield f"safe_contacts/{place}/who", "Say which person of the family this is"
        for field, message in safe_contact_problems(contact):
            yield f"safe_contacts/{place}/{field}", message


def _danger(submission, now):
    calls = {"first_contact_at": submission.first_contact_at,
             "danger/called_at": submission.danger.called_at}  # fmt: skip
    for field, at in calls.items():
        if at and not now - OLDEST_CALL <= at <= now:
            yield field, "The call must be in the last 31 days, and not in the future"
    if submission.red_flags:
        if not submission.danger.spoke_to.strip():
            yield "danger/spoke_to", "Phone the SPOC now, then say who answered"
        if not submission.danger.called_at:
            yield "danger/called_at", "Phone the SPOC now, then say when you did"


def _agreement(submission):
    """Without agreement a referral stops, but for a coded reason in writing or a red flag."""
    agreement = submission.agreement
    keys = {person.key for person in submission.children + submission.adults}
    if agreement and agreement.who and agreement.who not in keys:
        yield "agreement/who", "Say which person of the family was asked"
    if submission.red_flags or (agreement and agreement.answer == Agreement.Answer.AGREED):
        return
    if agreement is None or agreement.answer not in WITHOUT:
        yield "agreement", "Say whether the family agreed to this referral"
    elif not agreement.basis:
        yield "agreement/basis", NEEDS_AGREEMENT
    elif not agreement.reason.strip():
        yield "agreement/reason", "Write down why this reason applies"
