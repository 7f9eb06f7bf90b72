"""The pages that are one form each, and the order of them all, with their addresses."""

from dataclasses import dataclass

from django.urls import reverse

from referrals.drafts.answers import ADULTS, CHILDREN, SERIOUS
from referrals.forms.intake.agreement import AgreementForm
from referrals.forms.intake.danger import CallForm, DangerForm
from referrals.forms.intake.family import FamilyForm
from referrals.forms.intake.people import ContactForm
from referrals.forms.intake.themes import StrengthsForm
from referrals.forms.intake.worries import WorriesForm


@dataclass(frozen=True)
class Page:
    """`needs` says which facts of the draft its form takes, `warns` of writing too much."""

    title: str
    form: type
    needs: tuple = ()
    heading: str = ""  # "" where the form's one question is the heading
    warns: bool = False


PAGES = {
    "danger": Page("Immediate danger", DangerForm, ("thresholds",), "Danger first"),
    "call": Page("Your phone call", CallForm, ("now",), "Stop and phone now"),
    "family": Page("Family and home", FamilyForm, (), "Family and home"),
    "contact": Page("Safe contact", ContactForm, ("people",), "How can we contact the family?"),
    "worries": Page("What worries you", WorriesForm, (), "In your own words", warns=True),
    "strengths": Page("Strengths", StrengthsForm, ("thresholds",)),
    "agreement": Page("Agreement", AgreementForm, ("people", "needed"), "Agreement", warns=True),
}
# The way through the form; people, themes and how serious each is have pages of their own.
ORDER = ("danger", "call", "family", CHILDREN, ADULTS, "contact", "worries", "themes", SERIOUS,
         "strengths", "agreement", "check")  # fmt: skip

NOT_AT_LEVEL_2 = ("themes", SERIOUS)  # nothing is screened


def address(draft, step):
    """The address of a step, or of one theme as "serious/attendance"."""
    group, _, rest = step.partition("/")
    if step == "check":
        return reverse("draft_check", args=[draft.pk])
    if step in (CHILDREN, ADULTS):
        return reverse("draft_people", args=[draft.pk, step])
    if group == SERIOUS:
        return reverse("draft_theme", args=[draft.pk, rest])
    if step == "themes":
        return reverse("draft_themes", args=[draft.pk])
    return reverse("draft_page", args=[draft.pk, step])


def steps(answers):
    """Every step of this draft in order, each theme that was picked a step of its own."""
    for step in ORDER:
        if answers.is_level_2 and step in NOT_AT_LEVEL_2:
            continue
        if step == SERIOUS:
            yield from (f"{SERIOUS}/{theme.key}" for theme in answers.themes)
        elif step != "call" or answers.red_flags:
            yield step


def after(answers, step):
    """The step that follows. Unknown steps lead to the check."""
    every = list(steps(answers))
    place = every.index(step) + 1 if step in every else len(every)
    return every[place] if place < len(every) else "check"
