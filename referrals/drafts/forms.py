"""The form of a page, with what it needs to know of the draft."""

from localities.calendar import london_date
from referrals.drafts.answers import CHILDREN
from referrals.drafts.pages import PAGES
from referrals.forms.intake.people import AdultForm, ChildForm
from referrals.forms.intake.themes import SeriousForm, ThemesForm

# With any of these the family is not told before the SPOC has said so.
DO_NOT_TELL = {"redflag.induced_illness", "redflag.harmful_practice", "redflag.sexual_abuse",
               "redflag.trafficking"}  # fmt: skip
FACTS = {
    "thresholds": lambda answers: answers.thresholds,
    "now": lambda answers: answers.now,
    "people": lambda answers: answers.who_can_agree(),
    "needed": lambda answers: not answers.red_flags,
}


def form_of(answers, name, data=None):
    """The form of one of PAGES, with its stored answers or with what was typed."""
    page = PAGES[name]
    facts = {need: FACTS[need](answers) for need in page.needs}
    stored = answers.page(name)
    if name == "call" and not stored:
        stored = preset_call(answers)
    return page.form.of(stored, data, **facts)


def preset_call(answers):
    """Telling is not safe until somebody says that it is, where the flags themselves warn of it."""
    call = answers.draft.call
    found = {"called_at": (call.happened_at if call else answers.now).isoformat()}
    if call:  # the SPOC itself goes on from it
        found["spoke_to"] = call.taken_by.name
    if DO_NOT_TELL & set(answers.red_flags):
        found["telling_is_safe"] = False
    return found


def person_form(answers, group, stored, data=None):
    """The form of a child or an adult; a new child most often has the family's name."""
    stored = stored or {"last_name": answers.family_name}
    if group == CHILDREN:
        return ChildForm.of(stored, data, today=london_date(answers.now))
    return AdultForm.of(stored, data)


def themes_form(answers, data=None, *, looked_for=""):
    return ThemesForm.of(
        answers.page("themes"), data, thresholds=answers.thresholds, looked_for=looked_for
    )


def serious_form(answers, theme, data=None):
    stored = answers.page(f"serious/{theme.key}")
    return SeriousForm.of(stored, data, theme=theme, children=answers.names(CHILDREN))
