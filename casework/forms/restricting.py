"""A family that must give no sign: why, who is named, and lifting it."""

from django import forms
from django.core.validators import validate_email

from accounts.govuk.fields import CleanCharField, TextField
from accounts.govuk.forms import Form, OnceMixin, VersionedMixin
from accounts.govuk.widgets import Checkboxes
from families import restricting


class AddressesField(TextField):
    """Email addresses, one on a line; cleans to a list in small letters."""

    def clean(self, value):
        lines = [line.strip().lower() for line in super().clean(value).splitlines()]
        for line in filter(None, lines):
            try:
                validate_email(line)
            except forms.ValidationError:
                raise forms.ValidationError(f"“{line}” is not an email address") from None
        return [line for line in lines if line]


class NamesForm(OnceMixin, VersionedMixin, Form):
    """`people` are dicts of id, name and about; `ticked` the ids chosen at first."""

    people = forms.TypedMultipleChoiceField(
        label="Who may know that this family is here?", coerce=int, widget=Checkboxes(small=True),
        help_text="At least two who screen referrals, and one manager. "
        "Leave out anybody who is related to the family.",
    )  # fmt: skip
    others = AddressesField(
        label="Somebody else (optional)", required=False, rows=2,
        help_text="Their work email address, one on a line.",
    )  # fmt: skip
    why = TextField(label="Why these people?", called="why it is these people", rows=2)

    def __init__(self, *args, people, ticked, **options):
        super().__init__(*args, **options)
        field = self.fields["people"]
        field.choices = [(person["id"], person["name"]) for person in people]
        field.widget.hints = {person["id"]: person["about"] for person in people}
        field.initial = sorted(ticked)

    def chosen(self, users):
        """The users who were ticked or written; Refused for an address that nobody has."""
        others = restricting.by_email(self.cleaned_data["others"])
        ticked = users.filter(pk__in=self.cleaned_data["people"])
        return list({user.pk: user for user in [*ticked, *others]}.values())


class RestrictForm(NamesForm):
    reason = TextField(
        label="Why must this family give no sign?", called="the reason", rows=3,
        help_text="Those who are named read this. For example: a parent works at the SPOC.",
    )  # fmt: skip
    field_order = ("reason", "people", "others", "why")


class LiftForm(OnceMixin, Form):
    reason = TextField(label="Why does this family no longer need it?", called="the reason", rows=3)


class BreakGlassForm(OnceMixin, Form):
    reference = CleanCharField(
        label="Reference", max_length=30,
        help_text="Of a referral, such as EH-2026-000123, or the family’s number.",
    )  # fmt: skip
    reason = TextField(
        label="Why must you open it now?", called="why you must open it now", rows=4,
        help_text="The auditor and those who are named for the family read this. "
        "Write no names of children here.",
    )  # fmt: skip
