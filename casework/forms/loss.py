"""A death or a pregnancy loss, and letting messages start again."""

from django import forms

from accounts.govuk.date_fields import GovDateField
from accounts.govuk.fields import TextField
from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.widgets import Checkbox


class LossForm(OnceMixin, Form):
    on = GovDateField(
        label="When?", called="the date", help_text="If you are not sure, the day you were told."
    )
    text = TextField(
        label="What should others know before they get in touch? (optional)", rows=4,
        max_length=5000, required=False,
        help_text="For example: who talks with the family, and what they have asked for.",
    )  # fmt: skip

    def facts(self):
        return {name: self.cleaned_data[name] for name in ("on", "text")}


class StartMessagesForm(OnceMixin, Form):
    reason = TextField(
        label="Why can messages start again?", rows=4, called="why messages can start again",
        help_text="Whom of the family you talked with, and what they would like.",
    )  # fmt: skip
    mistake = forms.BooleanField(
        label="It was written down by mistake: nobody has died and no pregnancy has ended",
        required=False, widget=Checkbox(),
    )  # fmt: skip

    def facts(self):
        return {name: self.cleaned_data[name] for name in ("reason", "mistake")}
