"""Safe contact, whether it is safe to share with somebody, and a danger that was learnt of."""

from django import forms

from accounts.govuk.fields import CleanCharField, TextField, YesNoField
from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.widgets import Checkbox

CONTACT = ("phone", "times", "voicemail", "post", "email", "must_not_be_told")


class SafeContactForm(OnceMixin, Form):
    phone = CleanCharField(
        label="A phone number that is safe (optional)", max_length=30, required=False,
        help_text="One that nobody else answers or looks at.",
    )  # fmt: skip
    times = CleanCharField(
        label="When is it safe to phone? (optional)", max_length=120, required=False,
        help_text="For example: school days before 3pm.",
    )  # fmt: skip
    voicemail = YesNoField(label="May we leave a message?")
    post = YesNoField(label="May we send letters?")
    email = forms.EmailField(
        label="An email address that is safe (optional)", required=False, max_length=254
    )
    must_not_be_told = CleanCharField(
        label="Who must not be told? (optional)", max_length=250, required=False,
        help_text="Say how this person calls them, for example: my former partner.",
    )  # fmt: skip

    def facts(self):
        return {"contact": {name: self.cleaned_data[name] for name in CONTACT}}


def as_initial(contact):
    """What stands now, as the form shows it."""
    if not contact:
        return {}
    plain = {True: "yes", False: "no"}
    return {name: plain.get(contact[name], contact[name]) for name in CONTACT}


class SharingForm(OnceMixin, Form):
    """`signs` are the signs of danger that the page shows; a "yes" then takes a reason."""

    safe = YesNoField(
        label="Is it safe?", yes="Yes, letters, links and plans may go to this person",
        no="No, nothing may go to this person",
    )  # fmt: skip
    said_by = CleanCharField(
        label="Who told you?", max_length=120, called="who told you",
        help_text="Ask the person alone. For example: Ada herself, alone, on the phone.",
    )  # fmt: skip
    reason = TextField(label="Why? (optional)", rows=4, max_length=5000, required=False)
    young_agrees = forms.BooleanField(
        label="The young person agrees that this person reads about their own request",
        required=False, widget=Checkbox(),
    )  # fmt: skip
    signs = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, signs, own_request, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signs"].initial = _ids(signs)
        if signs:
            self.fields["reason"].label = "Why is it safe, with the signs of danger above?"
            self.fields["reason"].help_text = "Needed if you say yes."
        if not own_request:
            del self.fields["young_agrees"]

    def read_again(self, signs):
        """The page that comes back shows these signs, and what was typed."""
        self.data = self.data.copy()
        self.data["signs"] = _ids(signs)

    def clean_signs(self):
        return [int(part) for part in self.cleaned_data["signs"].split(",") if part.isdigit()]

    def facts(self):
        names = ("safe", "said_by", "reason", "signs", "young_agrees")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def _ids(signs):
    return ",".join(str(sign["id"]) for sign in signs)


class DangerForm(OnceMixin, Form):
    text = TextField(
        label="What did you learn?", rows=4, called="what you learnt",
        help_text="If somebody is in danger now, phone 999 and the SPOC first.",
    )  # fmt: skip

    def facts(self):
        return {"text": self.cleaned_data["text"]}
