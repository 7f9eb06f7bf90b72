"""Closing an episode, and offering a family to social care."""

from django import forms

from accounts.govuk.fields import TextField
from accounts.govuk.forms import Form, OnceMixin, VersionedMixin
from accounts.govuk.widgets import Checkbox, Radios
from casework.codes import NEEDS_RISK_CHECK, ClosingReason

HINTS = {
    ClosingReason.STEPPED_UP: "Only when children’s social care has accepted the family",
    ClosingReason.CHOSE_TO_STOP: "Needs a check that the children are safe",
    ClosingReason.LOST_CONTACT: "Needs a check that the children are safe",
}


class CloseForm(OnceMixin, VersionedMixin, Form):
    reason = forms.ChoiceField(
        label="Why does the work end?",
        choices=ClosingReason.choices,
        widget=Radios(
            hints=HINTS, reveals={reason: f"check_{reason}" for reason in NEEDS_RISK_CHECK}
        ),
    )
    summary = TextField(
        label="Summary",
        help_text="What changed, what is left, and who is there for the family now.",
        called="the summary",
        rows=7,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for reason in NEEDS_RISK_CHECK:
            check = TextField(
                label="How do you know that the children are safe?",
                help_text="Whom you asked, what they see, and which partners you told.",
                called="how you know that the children are safe",
                rows=4,
            )
            self.fields[f"check_{reason}"] = check

    def facts(self):
        data = self.cleaned_data
        check = data.get(f"check_{data['reason']}", "")
        names = ("reason", "summary", "version")
        return {**{name: data[name] for name in names}, "risk_check": check}


class StepUpForm(OnceMixin, Form):
    plan = TextField(
        label="Why does this family need children’s social care?",
        help_text="What has changed, and what worries you most.",
        called="why this family needs children’s social care",
        rows=5,
    )
    done = TextField(
        label="What have you tried? (optional)", called="what you have tried", required=False,
        rows=4,
    )  # fmt: skip
    urgent = forms.BooleanField(
        label="A child is in danger now",
        help_text="Phone first. Their answer is then due in one hour.",
        required=False,
        widget=Checkbox(),
    )

    def facts(self):
        return {name: self.cleaned_data[name] for name in ("plan", "done", "urgent")}
