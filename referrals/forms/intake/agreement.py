"""Agreement, or the coded reason to go on without it."""

from django import forms

from accounts.govuk.fields import TextField, YesNoField
from accounts.govuk.widgets import Radios
from families.codes import Basis
from referrals.forms.intake.page import PageForm

AGREED, REFUSED, NOT_ASKED = "agreed", "refused", "not_asked"
SOMEBODY = "somebody"
HOW = [("in person", "In person"), ("by phone", "By phone"), ("in writing", "In writing")]


class AgreementForm(PageForm):
    """Without agreement a referral stops, unless one of the reasons applies."""

    agreed = YesNoField(
        label="Did the family agree to this referral?",
        help_text="Somebody with parental responsibility, or a young person who can decide.",
        reveals={"yes": ("who", "how", "sharing"), "no": ("asked", "basis", "reason")},
    )
    who = forms.ChoiceField(label="Who agreed?", widget=Radios())
    how = forms.ChoiceField(label="How did they agree?", choices=HOW, widget=Radios(inline=True))
    sharing = YesNoField(
        label="Did they also agree that we share facts with other agencies that can help?"
    )
    asked = forms.ChoiceField(
        label="What happened?", widget=Radios(),
        choices=[(REFUSED, "I asked, and they did not agree"), (NOT_ASKED, "I did not ask")],
        error_messages={"required": "Say whether you asked"},
    )  # fmt: skip
    basis = forms.ChoiceField(
        label="Why must the referral go on?", choices=Basis, widget=Radios(),
        help_text="If none of these applies, stop here. Talk with the family, or phone the SPOC.",
        error_messages={
            "required": "Choose a reason. Without agreement or one of these reasons, a referral "
            "cannot be sent"
        },
    )  # fmt: skip
    reason = TextField(
        label="Say why this reason applies", rows=4, max_length=5000,
        error_messages={"required": "Write down why this reason applies"},
    )  # fmt: skip

    def __init__(self, *args, people, needed=True, **options):
        super().__init__(*args, **options)
        self.fields["who"].choices = [*people, (SOMEBODY, "Somebody who is not named here")]
        if not needed:
            self.fields["basis"].required = self.fields["reason"].required = False
