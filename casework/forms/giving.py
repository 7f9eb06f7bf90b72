"""Giving one person a copy of the plan."""

from django import forms

from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.widgets import Checkbox, Checkboxes, Radios
from families.codes import GivenHow

HOW = [(how.value, how.label) for how in (GivenHow.HANDED, GivenHow.POSTED)]


class GivePlanForm(OnceMixin, Form):
    """`goals` are those that this person may have, as `for_person.plan_for` gives them."""

    goals = forms.TypedMultipleChoiceField(
        label="Which goals go into the copy?", coerce=int, widget=Checkboxes(), required=False
    )
    how = forms.ChoiceField(label="How do they get it?", choices=HOW, widget=Radios(inline=True))
    read = forms.BooleanField(
        label="I have read what is above: nothing in it is about another home, and no order of a "
        "court is against it",
        widget=Checkbox(),
        error_messages={"required": "Read what is above, then tick the box"},
    )

    def __init__(self, *args, goals, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["goals"].choices = [(goal["id"], goal["text"]) for goal in goals]
        self.fields["goals"].initial = [goal["id"] for goal in goals if goal["chosen"]]
