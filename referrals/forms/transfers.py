"""The two sides of a transfer: an offer, the call that goes with it, and the answer."""

from django import forms
from django.utils import timezone

from accounts.govuk.date_fields import MomentField
from accounts.govuk.fields import CleanCharField, TextField, YesNoField
from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.widgets import Checkboxes


class AcceptForm(OnceMixin, Form):
    """Nothing is asked: accepting is one press of a button."""


class RefuseForm(OnceMixin, Form):
    reason = TextField(
        label="Why can you not take this family?",
        help_text="The sender keeps the family. The managers of both sides read this today.",
        called="the reason",
        rows=5,
    )


class CallForm(OnceMixin, Form):
    spoke_to = CleanCharField(
        label="Which social worker answered?", called="the social worker’s name", max_length=120
    )
    called_at = MomentField(label="When did you speak?", called="the date and time")
    said = TextField(
        label="What was agreed? (optional)", called="what was agreed", required=False, rows=3
    )

    def __init__(self, *args, now=None, **kwargs):
        super().__init__(*args, **kwargs)
        now = now or timezone.now()
        self.fields["called_at"].latest = now
        self.fields["called_at"].initial = now

    def facts(self):
        return {name: self.cleaned_data[name] for name in ("spoke_to", "called_at", "said")}


class FindFamilyForm(Form):
    q = CleanCharField(label="Name of the family or of a child", called="a name", max_length=80)


WORDS = ("done", "plan", "agreed")


def words_of_the_sender():
    """What the sender tells, in the fields of every step-down."""
    return {
        "done": TextField(
            label="What have you done with the family?",
            help_text="What worried you, what changed, and what works now.",
            called="what you have done",
            rows=6,
        ),
        "plan": TextField(
            label="What is early help asked to do?",
            help_text="The plan that is left, and what must happen if things get worse.",
            called="what early help is asked to do",
            rows=6,
        ),
        "agreed": YesNoField(
            label="Has the family agreed to early help?",
            help_text="Early help is voluntary. Without a yes, talk with the family first.",
            called="whether the family has agreed",
        ),
    }


class StepDownForm(OnceMixin, Form):
    """`children` are the family's: dicts of id, name and about."""

    children = forms.TypedMultipleChoiceField(
        label="Which children is it for?", coerce=int, widget=Checkboxes()
    )

    def __init__(self, *args, children, **kwargs):
        super().__init__(*args, **kwargs)
        hints = {child["id"]: child["about"] for child in children}
        self.fields["children"].widget = Checkboxes(hints=hints)
        self.fields["children"].choices = [(child["id"], child["name"]) for child in children]
        self.fields.update(words_of_the_sender())

    def facts(self):
        return {name: self.cleaned_data[name] for name in ("children", *WORDS)}
