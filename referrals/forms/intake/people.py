"""Children, adults, and how the family can be reached safely."""

from django import forms

from accounts.govuk.date_fields import GovDateField
from accounts.govuk.fields import CleanCharField
from accounts.govuk.widgets import Checkboxes, Radios, TextInput
from families.codes import NotAskedYesNo
from families.models import Relationship
from families.validators import birth_problem, due_problem, nhs_number_problem, upn_problem
from referrals.forms.intake.page import PageForm

BORN, NOT_BORN, AGE_UNKNOWN = "born", "not_born", "unknown"
NOBODY = "nobody"


def optional_line(label, longest, **options):
    return CleanCharField(
        label=f"{label} (optional)", called=label, max_length=longest, required=False, **options
    )


def interpreter():
    return forms.ChoiceField(
        label="Do they need an interpreter?", choices=NotAskedYesNo, widget=Radios(inline=True),
        required=False,
    )  # fmt: skip


class ChildForm(PageForm):
    first_name = CleanCharField(
        label="First name", max_length=80, required=False,
        help_text="Leave this out for a baby who has no name yet.",
    )  # fmt: skip
    last_name = CleanCharField(label="Last name", max_length=80)
    birth = forms.ChoiceField(
        label="Is the child born?",
        choices=[
            (BORN, "Yes"),
            (NOT_BORN, "Not yet"),
            (AGE_UNKNOWN, "Yes, but I do not know the date of birth"),
        ],
        widget=Radios(reveals={BORN: "born_on", NOT_BORN: "due_on"}),
    )
    born_on = GovDateField(label="Date of birth", help_text="For example, 27 3 2019")
    due_on = GovDateField(label="Due date", help_text="For example, 27 3 2027")
    school = optional_line("School, college or nursery", 160)
    language = optional_line("Language spoken at home", 60)
    interpreter = interpreter()
    nhs_number = optional_line("NHS number", 20, widget=TextInput(width=20))
    upn = optional_line("Unique pupil number (UPN)", 20, widget=TextInput(width=20))

    def __init__(self, *args, today, **options):
        super().__init__(*args, **options)
        self.today = today

    def clean_nhs_number(self):
        return self._number("nhs_number", nhs_number_problem)

    def clean_upn(self):
        return self._number("upn", upn_problem)

    def _number(self, name, problem_of):
        number = "".join(self.cleaned_data[name].upper().split())
        problem = problem_of(number) if number else ""
        if problem:
            raise forms.ValidationError(problem, code="invalid")
        return number

    def clean(self):
        found = self.cleaned_data
        nameless = found.get("first_name") == "" and found.get("birth") in (BORN, AGE_UNKNOWN)
        if nameless:
            missing = forms.ValidationError("Enter the child’s first name", code="required")
            self.add_error("first_name", missing)
        for name, problem_of in (("born_on", birth_problem), ("due_on", due_problem)):
            problem = found.get(name) and problem_of(found[name], self.today)
            if problem:
                self.add_error(name, problem)


class AdultForm(PageForm):
    first_name = optional_line("First name", 80)
    last_name = CleanCharField(label="Last name", max_length=80)
    relationship = forms.ChoiceField(
        label="Who are they to the children?", choices=Relationship.Kind, widget=Radios()
    )
    parental_responsibility = forms.ChoiceField(
        label="Do they have parental responsibility?", choices=NotAskedYesNo,
        widget=Radios(inline=True), required=False,
        help_text="The legal rights and duties of a parent. A mother nearly always has it.",
    )  # fmt: skip
    phone = optional_line("Telephone number", 30, widget=TextInput(width=20))
    language = optional_line("Language", 60)
    interpreter = interpreter()


class ContactForm(PageForm):
    """One person through whom the family is reached. The whole page may be left out."""

    who = forms.ChoiceField(label="Who should we contact?", widget=Radios())
    phone = optional_line("Safe telephone number", 30, widget=TextInput(width=20))
    times = optional_line("Safe days and times", 120, help_text="For example, school hours only.")
    email = forms.EmailField(label="Safe email address (optional)", required=False, max_length=254)
    means = forms.MultipleChoiceField(
        label="What else is safe?", required=False, widget=Checkboxes(),
        choices=[("voicemail", "Leaving a voicemail"), ("post", "Sending a letter")],
        help_text="If you leave a box empty, we will not do it.",
    )  # fmt: skip
    must_not_be_told = optional_line(
        "Who must not be told", 250,
        help_text="Anybody who must not learn of this referral, and why in a few words.",
    )  # fmt: skip

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.fields["who"].choices = [*people, (NOBODY, "I do not know whom it is safe to contact")]

    def clean(self):
        if self.cleaned_data.get("who") == NOBODY:
            for name in ("phone", "email"):
                if self.cleaned_data.get(name):
                    self.add_error(name, "Choose above who this belongs to")
