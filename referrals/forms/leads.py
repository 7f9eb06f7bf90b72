"""A lead professional is named; they accept, or say why they cannot."""

from django import forms

from accounts.govuk.fields import CleanCharField, TextField
from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.widgets import Radios

NOBODY = "nobody"


class LeadSearch(Form):
    q = CleanCharField(
        label="Find somebody by name, school or service", required=False, max_length=80,
        help_text="Without a search you see those who work where the referral came from.",
    )  # fmt: skip


class NameLeadForm(OnceMixin, Form):
    """`people` are (id, words) of who may lead."""

    lead = forms.TypedChoiceField(
        label="Who is asked to lead?", coerce=int, widget=Radios(),
        help_text="They get an email that names nobody, and have 2 working days.",
    )  # fmt: skip
    note = TextField(
        label="What does the lead need to know?", called="what the lead needs to know", rows=5,
        max_length=5000,
        help_text="Only what they need for a yes or no. They do not see the referral.",
    )  # fmt: skip

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.fields["lead"].choices = people


class AcceptLeadForm(OnceMixin, Form):
    """Who covers in school holidays: asked of everybody, and needed where a school closes."""

    cover = forms.ChoiceField(
        label="Who covers for you in school holidays?", widget=Radios(),
        help_text="They can read and add to the family’s record, as you can.",
    )  # fmt: skip

    def __init__(self, *args, colleagues, **options):
        super().__init__(*args, **options)
        nobody = (NOBODY, "Nobody: I work in school holidays too")
        self.fields["cover"].choices = [*((str(pk), name) for pk, name in colleagues), nobody]

    @property
    def cover_id(self):
        chosen = self.cleaned_data["cover"]
        return None if chosen == NOBODY else int(chosen)


class DeclineLeadForm(OnceMixin, Form):
    reason = TextField(
        label="Why can you not take this on?", called="the reason", rows=4, max_length=2000,
        help_text="The SPOC reads it, and asks somebody else.",
    )  # fmt: skip
