"""A conversation, on one short page."""

from accounts.govuk.fields import CleanCharField, TextField
from referrals.forms.calls import HappenedForm


class ConsultationForm(HappenedForm):
    with_whom = CleanCharField(
        label="Who did you speak with?", called="who you spoke with", max_length=160,
        help_text="Their name, and where they work.",
    )  # fmt: skip
    family_name = CleanCharField(
        label="Family name (optional)", called="family name", required=False, max_length=120,
        help_text="Leave it out if you spoke without naming the family.",
    )  # fmt: skip
    asked = TextField(
        label="What was asked?", rows=4, max_length=5000,
        error_messages={"required": "Write down what was asked"},
    )  # fmt: skip
    advice = TextField(
        label="What was advised?", rows=4, max_length=5000,
        error_messages={"required": "Write down what was advised"},
    )  # fmt: skip
    field_order = ("with_whom", "family_name", "asked", "advice", "happened_at")
