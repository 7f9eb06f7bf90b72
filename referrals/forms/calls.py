"""Forms of a phone call: the call itself, its written form, and its end without one."""

from datetime import timedelta

from django import forms
from django.urls import reverse_lazy

from accounts.govuk.date_fields import MomentField
from accounts.govuk.fields import CleanCharField, TextField, YesNoField
from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.times import say_moment
from accounts.govuk.widgets import Radios, Suggest, TextInput
from referrals.intake.checks import OLDEST_CALL

SLACK = timedelta(minutes=5)  # a watch that is a little fast


class HappenedForm(OnceMixin, Form):
    """Something that was said, just now unless somebody says otherwise."""

    happened_at = MomentField(label="When was it?", called="time")

    def __init__(self, *args, now, **options):
        super().__init__(*args, **options)
        self.now = now
        moment = self.fields["happened_at"]
        moment.initial, moment.latest, moment.earliest = now, now + SLACK, now - OLDEST_CALL

    def clean_happened_at(self):
        return min(self.cleaned_data["happened_at"], self.now)


class CallForm(HappenedForm):
    urgent = YesNoField(
        label="Does the caller say that it is urgent?",
        yes="Yes", no="No",
        hints={
            "yes": "A decision and the written form are due within 3 hours.",
            "no": "A decision is due within 1 working day, the written form within 24 hours.",
        },
    )  # fmt: skip
    caller_name = CleanCharField(label="Who is calling?", called="the caller’s name",
                                 max_length=120)  # fmt: skip
    agency = CleanCharField(
        label="From which school, practice or service? (optional)", required=False,
        max_length=160, called="the school, practice or service",
        help_text="Their written form is matched to this call by it and by the family’s name.",
        widget=Suggest(reverse_lazy("site_names")),
    )  # fmt: skip
    caller_phone = CleanCharField(label="Number to ring back", max_length=40,
                                  widget=TextInput(width=20))  # fmt: skip
    family_name = CleanCharField(
        label="Family name (optional)", called="family name", required=False, max_length=120,
        help_text="Leave it out if the caller gives no name.",
    )  # fmt: skip
    said = TextField(
        label="What did they say?", rows=6, max_length=5000,
        help_text="In their words: who, what, when, and what they ask for.",
        error_messages={"required": "Write down what the caller said"},
    )  # fmt: skip
    field_order = ("urgent", "caller_name", "agency", "caller_phone", "family_name", "said",
                   "happened_at")  # fmt: skip


class GoOnForm(OnceMixin, Form):
    """Nothing is asked: its key becomes the draft's id."""


class TieForm(OnceMixin, Form):
    """`referrals` are those that may be the written form."""

    referral = forms.TypedChoiceField(label="Which form is it?", coerce=int, widget=Radios())

    def __init__(self, *args, referrals, **options):
        super().__init__(*args, **options)
        self.fields["referral"].choices = [
            (r.pk, f"{r.reference}, {r.family.name}, {r.site.name}, {say_moment(r.submitted_at)}")
            for r in referrals
        ]


class EndCallForm(OnceMixin, Form):
    reason = TextField(
        label="Why is no written form needed?", called="the reason", rows=3, max_length=2000,
        help_text="For example, what you advised, and what the caller will do.",
    )  # fmt: skip
