"""Forms of the referrer's pages: the list's search, an answer, taking a referral back."""

from django import forms

from accounts.govuk.fields import CleanCharField, TextField
from accounts.govuk.forms import Form, OnceMixin, VersionedMixin
from referrals.codes import State


class ReferralSearch(Form):
    q = CleanCharField(label="Name or reference", required=False, max_length=80)
    state = forms.ChoiceField(label="Status", required=False, choices=[("", "Any"), *State.choices])


class AnswerForm(VersionedMixin, OnceMixin, Form):
    answer = TextField(label="Your answer", rows=6, max_length=5000)


class WithdrawForm(VersionedMixin, OnceMixin, Form):
    reason = TextField(
        label="Why do you withdraw this referral?", rows=4, max_length=2000,
        error_messages={"required": "Say why you withdraw this referral"},
    )  # fmt: skip


class DisagreeForm(OnceMixin, Form):
    reason = TextField(
        label="Why do you disagree?",
        help_text="Say what the SPOC may have missed, or what has changed. You can do this once.",
        rows=6, max_length=5000,
        error_messages={"required": "Say why you disagree"},
    )  # fmt: skip
