"""Forms of the SPOC: who is known, one family or two, and undoing what was joined."""

from django import forms

from accounts.govuk.date_fields import GovDateField
from accounts.govuk.fields import CleanCharField, PostcodeField, TextField
from accounts.govuk.forms import Form, OnceMixin, VersionedMixin
from accounts.govuk.widgets import Radios
from families.likeness import Someone
from families.validators import nhs_number_problem, upn_problem


class SearchForm(Form):
    """At least a last name or a number."""

    first_name = CleanCharField(label="First name", required=False, max_length=80)
    last_name = CleanCharField(label="Last name", required=False, max_length=80)
    born_on = GovDateField(label="Date of birth", required=False)
    postcode = PostcodeField(label="Postcode", required=False)
    number = CleanCharField(
        label="NHS number or UPN", required=False, max_length=20,
        help_text="The UPN is a pupil’s number, such as H801200001001",
    )  # fmt: skip

    def clean_number(self):
        number = self.cleaned_data["number"].replace(" ", "").replace("-", "").upper()
        problem = nhs_number_problem(number) if number.isdigit() else upn_problem(number)
        if number and problem:
            raise forms.ValidationError(problem)
        return number

    def clean(self):
        data = super().clean()
        if not self.errors and not (data["last_name"] or data["number"]):
            self.add_error("last_name", "Enter a last name, or a number")
        return data

    @property
    def someone(self):
        data = self.cleaned_data
        number, postcode = data["number"], data["postcode"]
        return Someone(
            data["first_name"], data["last_name"], born_on=data["born_on"],
            nhs_number=number if number.isdigit() else "",
            upn="" if number.isdigit() else number,
            postcodes=frozenset([postcode] if postcode else []),
        )  # fmt: skip


class MatchForm(OnceMixin, VersionedMixin, Form):
    answer = forms.ChoiceField(
        label="Is this one family?",
        choices=[("same", "Yes, one family"), ("two", "No, two families")],
        widget=Radios(
            hints={
                "same": "Both records are read as one. Nothing is lost, and you can undo it",
                "two": "The match is not shown again",
            }
        ),
    )
    reason = TextField(label="How do you know?", called="how you know", rows=3)


class UndoForm(OnceMixin, Form):
    reason = TextField(label="Why are these two families?", called="the reason", rows=3)


class SamePersonForm(OnceMixin, VersionedMixin, Form):
    answer = forms.ChoiceField(
        label="Is this one person?",
        choices=[("same", "Yes, one person"), ("two", "No, two people")],
        widget=Radios(
            hints={
                "same": "Both records are read as one. Nothing is lost, and you can undo it",
                "two": "The pair is not shown again",
            }
        ),
    )
    reason = TextField(label="How do you know?", called="how you know", rows=3)


class TwoPeopleForm(OnceMixin, Form):
    reason = TextField(label="Why are these two people?", called="the reason", rows=3)
