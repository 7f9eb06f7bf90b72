"""From a draft's pages to the Submission that is sent."""

from datetime import date, datetime

from referrals.drafts.answers import ADULTS, CHILDREN
from referrals.forms.intake.agreement import AGREED
from referrals.forms.intake.themes import NO_CONCERN, NOT_KNOWN
from referrals.intake import (
    AdultEntry,
    AgreementEntry,
    ChildEntry,
    DangerEntry,
    HomeEntry,
    SafeContactEntry,
    Seen,
    Submission,
)

CHILD = ("first_name", "last_name", "school", "language", "interpreter", "nhs_number", "upn")
ADULT = ("first_name", "last_name", "relationship", "parental_responsibility", "phone",
         "language", "interpreter")  # fmt: skip
HOME = ("area", "address", "postcode")
WORDS = ("worries", "working_well", "must_change", "tried")
CONTACT = ("who", "phone", "times", "email", "must_not_be_told")


def submission_of(answers):
    """The Submission as far as it is answered; `referrals.intake.problems` says what is missing."""
    return Submission(
        family_name=answers.family_name,
        children=tuple(_child(*person) for person in answers.people(CHILDREN)),
        adults=tuple(
            AdultEntry(key=key, **_some(page, ADULT)) for key, page in answers.people(ADULTS)
        ),
        home=HomeEntry(
            **_some(answers.page("family"), HOME),
            protected=bool(answers.page("family").get("protected")),
        ),
        **_some(answers.page("worries"), WORDS),
        observations=tuple(_observations(answers)),
        strengths=_strengths(answers),
        agreement=_agreement(answers),
        safe_contacts=_contacts(answers),
        danger=_danger(answers),
    )


def _some(page, names):
    """The answers of these names that are there, as text."""
    return {name: page[name] for name in names if page.get(name)}


def _date(text):
    return date.fromisoformat(text) if text else None


def _child(key, page):
    return ChildEntry(
        key=key, **_some(page, CHILD),
        born_on=_date(page.get("born_on")), due_on=_date(page.get("due_on")),
    )  # fmt: skip


def _observations(answers):
    for theme in answers.themes:
        for child, answer in answers.serious(theme):
            key = f"{theme.domain}.{theme.key}"
            if answer in (NO_CONCERN, NOT_KNOWN):
                yield Seen(key=key, child=child, answer=answer)
            elif answer and int(answer) in theme.levels:
                yield Seen(key=theme.levels[int(answer)].key, child=child)


def _strengths(answers):
    known = answers.thresholds.indicators
    return tuple(key for key in answers.page("strengths").get("strengths", ()) if key in known)


def _agreement(answers):
    page = answers.page("agreement")
    if page.get("agreed") is None:
        return None
    if page["agreed"]:
        sharing = {True: "Y", False: "N"}.get(page.get("sharing"), "")
        people = {key for key, _ in answers.who_can_agree()}
        who = page.get("who") if page.get("who") in people else ""
        return AgreementEntry(answer=AGREED, who=who, sharing=sharing, **_some(page, ("how",)))
    return AgreementEntry(answer=page.get("asked") or "", **_some(page, ("basis", "reason")))


def _contacts(answers):
    """Who must not be told is kept in any case: with the first child, where nobody is safe."""
    page = answers.page("contact")
    people = [key for key, _ in answers.people(CHILDREN) + answers.people(ADULTS)]
    if page.get("who") in people:
        means = page.get("means", ())
        safe = {name: name in means for name in ("voicemail", "post")}
        return (SafeContactEntry(**_some(page, CONTACT), **safe),)
    if page.get("must_not_be_told") and people:
        return (SafeContactEntry(who=people[0], must_not_be_told=page["must_not_be_told"]),)
    return ()


def _danger(answers):
    flags = tuple(answers.red_flags)
    if not flags:
        return DangerEntry()
    call = answers.page("call")
    called_at = call.get("called_at")
    return DangerEntry(
        red_flags=flags,
        spoke_to=call.get("spoke_to") or "",
        called_at=datetime.fromisoformat(called_at) if called_at else None,
        family_knows=call.get("family_knows"),
        do_not_tell=call.get("telling_is_safe") is False,
    )
