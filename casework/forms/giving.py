"""Giving one person a copy of the plan."""

from django import forms

from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.widgets import Checkbox, Radios
from families.codes import GivenHow

HOW = [(how.value, how.label) for how in (GivenHow.HANDED, GivenHow.POSTED)]


class GivePlanForm(OnceMixin, Form):
    how = forms.ChoiceField(label="How do they get it?", choices=HOW, widget=Radios(inline=True))
    read = forms.BooleanField(
        label="I have read what is above: nothing in it is about another home, and no order of a "
        "court is against it",
        widget=Checkbox(),
        error_messages={"required": "Read what is above, then tick the box"},
    )
