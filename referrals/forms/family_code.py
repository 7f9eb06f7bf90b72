"""Giving somebody of the family a code with which to read what becomes of a referral."""

from django import forms

from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.widgets import Radios
from families.codes import GivenHow

HOW = [(how.value, how.label) for how in (GivenHow.READ_OUT, GivenHow.HANDED, GivenHow.MAILED)]


class FamilyCodeForm(OnceMixin, Form):
    """`people` are those with whom it is safe to share: dicts of id, name and contact."""

    person = forms.TypedChoiceField(label="Who gets the code?", coerce=int, widget=Radios())
    how = forms.ChoiceField(
        label="How do they get it?", choices=HOW,
        widget=Radios(hints={GivenHow.MAILED: "Only to the address that is safe for this person."}),
    )  # fmt: skip

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(person["id"], person["name"]) for person in people]
