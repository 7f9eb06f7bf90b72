"""The family and its home."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.govuk.fields import CleanCharField, TextField
from accounts.govuk.widgets import Checkbox, Radios, TextInput
from families.models import Area
from localities.places import normalise_postcode
from referrals.forms.intake.page import PageForm

AREAS = [
    (Area.CROYDON.value, "In Croydon"),
    (Area.ELSEWHERE.value, "Outside Croydon"),
    (Area.NONE.value, "They have no settled home"),
    (Area.UNKNOWN.value, "I do not know"),
]
POSTCODE = TextInput(width=10, attrs={"spellcheck": "false"})


class FamilyForm(PageForm):
    family_name = CleanCharField(
        label="Family name", help_text="The last name that most people know the family by.",
        max_length=120,
    )  # fmt: skip
    area = forms.ChoiceField(
        label="Where does the family live?", choices=AREAS, widget=Radios(),
        help_text="You can send this form wherever the family lives.",
    )  # fmt: skip
    postcode = CleanCharField(
        label="Postcode (optional)", called="postcode", required=False, widget=POSTCODE
    )
    address = TextField(
        label="Address (optional)", called="address", required=False, rows=3, max_length=250
    )
    protected = forms.BooleanField(
        label="This address must be kept secret", required=False, widget=Checkbox(),
        help_text="For example, because somebody is looking for the family. We hide it everywhere.",
    )  # fmt: skip

    def clean_postcode(self):
        typed = self.cleaned_data["postcode"]
        if not typed:
            return ""
        try:
            return normalise_postcode(typed)
        except ValueError as error:
            raise ValidationError(str(error).rstrip("."), code="invalid") from error

    def clean(self):
        if self.cleaned_data.get("area") == Area.NONE and self.cleaned_data.get("postcode"):
            self.add_error("postcode", "Leave the postcode out if there is no settled home")
