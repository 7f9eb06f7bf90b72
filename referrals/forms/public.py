"""Asking for help without an account."""

from django import forms

from accounts.govuk.date_fields import GovDateField
from accounts.govuk.fields import CleanCharField, PostcodeField, TextField, YesNoField
from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.widgets import Checkbox, Radios
from families.models import Agreement, Area, Relationship
from referrals.intake import (
    AdultEntry,
    AgreementEntry,
    ChildEntry,
    DangerEntry,
    HomeEntry,
    SafeContactEntry,
    Submission,
)

PARENT, YOUNG = "parent", "young"
CHILDREN = (1, 2, 3)


def _child_fields(number):
    optional = {} if number == 1 else {"required": False}
    mark = "" if number == 1 else " (optional)"
    return {
        f"child_{number}_first_name": CleanCharField(
            label=f"Child {number}: first name{mark}", max_length=80,
            called=f"the first name of child {number}", **optional,
        ),
        f"child_{number}_last_name": CleanCharField(
            label=f"Child {number}: last name{mark}", max_length=80,
            called=f"the last name of child {number}", **optional,
        ),
        f"child_{number}_born_on": GovDateField(
            label=f"Child {number}: date of birth{mark}",
            called=f"the date of birth of child {number}", **optional,
        ),
    }  # fmt: skip


class AskForHelpForm(OnceMixin, Form):
    who = forms.ChoiceField(
        label="Who are you?", widget=Radios(),
        choices=[(PARENT, "A parent or carer"), (YOUNG, "A young person, asking for myself")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose who you are"),
    )  # fmt: skip
    first_name = CleanCharField(label="Your first name", max_length=80, called="your first name")
    last_name = CleanCharField(label="Your last name", max_length=80, called="your last name")
    born_on = GovDateField(label="Your date of birth", called="your date of birth")
    postcode = PostcodeField(
        label="Your postcode (optional)", required=False,
        help_text="So that somebody who works near you can help.",
    )  # fmt: skip
    worries = TextField(
        label="What is happening?", rows=6, max_length=5000, called="what is happening",
        help_text="Tell us in your own words. A few lines are enough.",
    )  # fmt: skip
    must_change = TextField(
        label="What would help? (optional)", rows=4, max_length=5000, required=False
    )
    phone = CleanCharField(
        label="A safe phone number (optional)", max_length=30, required=False,
        help_text="Only give one that nobody else answers, if that would not be safe for you.",
    )  # fmt: skip
    voicemail = YesNoField(label="May we leave a message there? (optional)", required=False)
    must_not_be_told = CleanCharField(
        label="Is there anybody who must not know? (optional)", max_length=250, required=False
    )
    agree = forms.BooleanField(
        label="I agree that Croydon Early Help reads this and talks with me about help",
        widget=Checkbox(),
        error_messages={"required": "Tick the box, or phone us to talk first"},
    )
    field_order = ("who", "born_on", *(
        name for number in CHILDREN for name in _child_fields(number)
    ), "first_name", "last_name")  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in CHILDREN:
            self.fields |= _child_fields(number)
        children = tuple(name for number in CHILDREN for name in _child_fields(number))
        self.fields["who"].widget = Radios(reveals={PARENT: children, YOUNG: ("born_on",)})
        self.fields["who"].widget.choices = self.fields["who"].choices
        self.order_fields(self.field_order)

    def clean(self):
        """A child that was begun is named in full."""
        for number in CHILDREN[1:]:
            child = self._child(number)
            if any(child.values()) and not child["last_name"]:
                sentence = f"Enter the last name of child {number}, or clear its other answers"
                self.add_error(f"child_{number}_last_name", sentence)
        return self.cleaned_data

    def _child(self, number):
        names = ("first_name", "last_name", "born_on")
        return {name: self.cleaned_data.get(f"child_{number}_{name}") or None for name in names}

    @property
    def is_young(self):
        return self.cleaned_data["who"] == YOUNG

    def submission(self):
        """What the front door takes. A young person's own request is told to nobody at home."""
        data = self.cleaned_data
        return Submission(
            children=self._children(), adults=() if self.is_young else (self._myself(),),
            home=HomeEntry(area=Area.UNKNOWN, postcode=data["postcode"]),
            worries=data["worries"], must_change=data["must_change"],
            agreement=AgreementEntry(
                answer=Agreement.Answer.AGREED, who="me", how="in writing"
            ),
            safe_contacts=self._contacts(), danger=DangerEntry(do_not_tell=self.is_young),
        )  # fmt: skip

    def _children(self):
        data = self.cleaned_data
        if self.is_young:
            name = {part: data[part] for part in ("first_name", "last_name", "born_on")}
            return (ChildEntry(key="me", **name),)
        children = [(number, self._child(number)) for number in CHILDREN]
        return tuple(
            ChildEntry(
                key=f"child{number}", first_name=child["first_name"] or "",
                last_name=child["last_name"], born_on=child["born_on"],
            )
            for number, child in children if child["last_name"]
        )  # fmt: skip

    def _myself(self):
        data = self.cleaned_data
        return AdultEntry(
            key="me", first_name=data["first_name"], last_name=data["last_name"],
            relationship=Relationship.Kind.PARENT, phone=data["phone"],
        )  # fmt: skip

    def _contacts(self):
        data = self.cleaned_data
        if not (data["phone"] or data["must_not_be_told"]):
            return ()
        contact = SafeContactEntry(
            who="me", phone=data["phone"], voicemail=data["voicemail"] == "yes",
            must_not_be_told=data["must_not_be_told"],
        )  # fmt: skip
        return (contact,)


class ReadAnswerForm(Form):
    reference = CleanCharField(
        label="Your reference", max_length=20, called="your reference",
        help_text="It looks like EH-2026-000123",
    )  # fmt: skip
    code = CleanCharField(label="Your code", max_length=20, called="your code")

    def clean_reference(self):
        return self.cleaned_data["reference"].upper().replace(" ", "")
