"""Danger first: what makes everybody stop and phone, and what is written down of the call."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError

from accounts.govuk.date_fields import MomentField
from accounts.govuk.fields import CleanCharField, YesNoField
from accounts.govuk.forms import OnceMixin
from accounts.govuk.widgets import Checkboxes, Radios
from referrals.forms.intake.page import PageForm
from referrals.intake.checks import OLDEST_CALL
from referrals.scoring.vocabulary import RED_FLAG

NONE = "none"
NOT_BOTH = "Tick what applies, or “None of these”, but not both"
SLACK = timedelta(minutes=5)  # a watch that is a little fast


class RedFlagsField(forms.MultipleChoiceField):
    """The red flags of a threshold version, and “none of these”."""

    def __init__(self, thresholds):
        flags = [(flag.key, flag.text) for flag in thresholds.of_kind(RED_FLAG)]
        super().__init__(
            label="Is any of this happening, or do you suspect it?",
            help_text="Tick everything that applies.",
            choices=[*flags, (NONE, "None of these")],
            widget=Checkboxes(none=NONE),
            error_messages={"required": "Tick what applies, or “None of these”"},
        )

    def clean(self, value):
        ticked = super().clean(value)
        if NONE in ticked and len(ticked) > 1:
            raise ValidationError(NOT_BOTH, code="both")
        return ticked


class DangerForm(PageForm):
    """Everybody answers it, before anything else is asked."""

    def __init__(self, *args, thresholds, **options):
        super().__init__(*args, **options)
        self.add("red_flags", RedFlagsField(thresholds))


class StartForm(OnceMixin, DangerForm):
    """The same on the first page; its key becomes the draft's id. `sites` are where one works."""

    version = None
    site = forms.ChoiceField(label="Where are you referring from?", widget=Radios)

    def __init__(self, *args, sites, **options):
        super().__init__(*args, **options)
        self.fields["site"].choices = [(site.pk, site.name) for site in sites]
        if len(sites) == 1:
            del self.fields["site"]


class CallForm(PageForm):
    """The call to the SPOC, and whether the family may learn of it."""

    spoke_to = CleanCharField(
        label="Who did you speak to?", help_text="Their name, or the team that answered.",
        max_length=120, error_messages={"required": "Phone first, then say who you spoke to"},
    )  # fmt: skip
    called_at = MomentField(
        label="When did you speak?", called="time of the call",
        error_messages={"required": "Phone first, then say when you spoke"},
    )  # fmt: skip
    family_knows = YesNoField(label="Does the family know that you are referring them?")
    telling_is_safe = YesNoField(
        label="Is it safe to tell the family?",
        yes="Yes, telling them is safe",
        no="No, do not tell them",
        hints={"no": "We will not contact the family before we have spoken with you."},
    )

    def __init__(self, *args, now, **options):
        super().__init__(*args, **options)
        self.now = now
        self.fields["called_at"].latest = now + SLACK
        self.fields["called_at"].earliest = now - OLDEST_CALL

    def clean_called_at(self):
        return min(self.cleaned_data["called_at"], self.now)
