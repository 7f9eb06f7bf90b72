"""In the referrer's own words."""

from accounts.govuk.fields import TextField
from referrals.forms.intake.page import PageForm
from referrals.intake.submission import LONGEST_TEXT


def words(label, hint, *, required=False):
    shown = label if required else f"{label} (optional)"
    return TextField(
        label=shown, called=label.lower().rstrip("?"), help_text=hint, rows=6,
        max_length=LONGEST_TEXT, required=required,
        error_messages={"required": "Say what worries you"},
    )  # fmt: skip


class WorriesForm(PageForm):
    worries = words(
        "What worries you?",
        "What you have seen or heard, when, and what it means for the children.",
        required=True,
    )
    working_well = words("What works well?", "What keeps the children safe and well now.")
    must_change = words("What must change?", "What would be different if things were good enough.")
    tried = words("What have you tried?", "What you and others have done, and what came of it.")
