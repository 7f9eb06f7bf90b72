"""What somebody of a family said to help and sharing; a manager's check; court orders."""

from django import forms

from accounts.govuk.date_fields import GovDateField
from accounts.govuk.fields import TextField, YesNoField
from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.widgets import Radios
from casework.forms.work import HappenedForm
from families.codes import Basis, OrderKind, SaidAs, SharingPurpose
from families.models import Agreement, RiskCheck
from localities.models import Agency

HOW = [("in person", "In person"), ("by phone", "By phone"), ("in writing", "In writing")]


class AgencyNamesField(TextField):
    """Agencies by name, one on a line; cleans to a list of Agency."""

    def clean(self, value):
        names = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        known = {agency.name.casefold(): agency for agency in Agency.objects.all()}
        unknown = [name for name in names if name.casefold() not in known]
        if unknown:
            raise forms.ValidationError(
                f"We do not know an agency called “{unknown[0]}”. Check its full name"
            )
        return [known[name.casefold()] for name in names]


class AnswerForm(HappenedForm):
    """`people` are the family's: dicts of id and name."""

    purpose = forms.ChoiceField(
        label="What is it about?", choices=SharingPurpose.choices, widget=Radios()
    )
    person = forms.TypedChoiceField(
        label="Who said it?", coerce=int, empty_value=None, required=False
    )
    said_as = forms.ChoiceField(
        label="In whose name?", choices=SaidAs.choices, required=False,
        widget=Radios(reveals={SaidAs.GILLICK: ("capacity",)}),
    )  # fmt: skip
    capacity = TextField(
        label="Who judged that the child understands, and why?", rows=3,
        called="who judged that the child understands",
    )  # fmt: skip
    answer = forms.ChoiceField(
        label="What did they say?", choices=Agreement.Answer.choices,
        widget=Radios(
            reveals={
                Agreement.Answer.AGREED: ("agencies",),
                Agreement.Answer.NOT_ASKED: ("basis", "reason"),
            },
            hints={
                Agreement.Answer.WITHDRAWN: "Help that the family may choose stops at once. "
                "A manager checks that the children are safe."
            },
        ),
    )  # fmt: skip
    agencies = AgencyNamesField(
        label="Which agencies may we share with? (optional)", required=False, rows=3,
        help_text="One on a line, by the full name.",
    )  # fmt: skip
    basis = forms.ChoiceField(label="Why was nobody asked?", choices=Basis.choices, widget=Radios())
    reason = TextField(
        label="Say why this reason applies", rows=3, called="why this reason applies"
    )
    how = forms.ChoiceField(label="How?", choices=HOW, widget=Radios(inline=True), required=False)
    field_order = ("purpose", "person", "said_as", "capacity", "answer")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(person["id"], person["name"]) for person in people]
        self.fields["person"].choices = [("", "The family together"), *named]
        self.fields["happened_at"].label = "When did they say it?"

    @property
    def body(self):
        agencies = [agency.pk for agency in self.cleaned_data["agencies"]]
        return {**super().body, "agencies": agencies}

    def facts(self):
        data = self.cleaned_data
        names = ("purpose", "answer", "said_as", "capacity", "basis", "reason", "how",
                 "agencies", "happened_at")  # fmt: skip
        return {name: data[name] for name in names}


class ObjectionForm(HappenedForm):
    person = forms.TypedChoiceField(
        label="Who said it?", coerce=int, empty_value=None, required=False
    )
    objects_to_it = YesNoField(
        label="What did they say?",
        yes="They object: do not use them as an example, quote them or ask them for feedback",
        no="They do not object, or not any more",
    )
    field_order = ("person", "objects_to_it", "happened_at")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(person["id"], person["name"]) for person in people]
        self.fields["person"].choices = [("", "The family together"), *named]
        self.fields["happened_at"].label = "When did they say it?"

    def facts(self):
        return {name: self.cleaned_data[name] for name in ("objects_to_it", "happened_at")}


class RiskCheckForm(OnceMixin, Form):
    finding = forms.ChoiceField(
        label="What did you find?", choices=RiskCheck.Finding.choices, widget=Radios()
    )
    text = TextField(
        label="How do you know?", rows=5, called="how you know",
        help_text="Whom you asked, what they see, and which partners you told.",
    )  # fmt: skip

    def facts(self):
        return {name: self.cleaned_data[name] for name in ("finding", "text")}


class CourtOrderForm(OnceMixin, Form):
    child = forms.TypedChoiceField(label="Which child is it about?", coerce=int, widget=Radios())
    kind = forms.ChoiceField(
        label="What did the court order?", choices=OrderKind.choices, widget=Radios()
    )
    person = forms.TypedChoiceField(
        label="Whom does it name? (optional)", coerce=int, empty_value=None, required=False,
        help_text="Somebody who must stay away gets no copy and no code in which the child is.",
    )  # fmt: skip
    text = TextField(
        label="What does it say?", rows=4, called="what the order says",
        help_text="Whom it names, and what they must or must not do.",
    )  # fmt: skip
    from_on = GovDateField(label="From when?", called="the date from which it holds")
    until_on = GovDateField(
        label="Until when? (optional)", called="the date until which it holds", required=False
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(person["id"], person["name"]) for person in people]
        children = {person["id"] for person in people if person["is_child"]}
        self.fields["child"].choices = [one for one in named if one[0] in children]
        self.fields["person"].choices = [("", "Nobody, or somebody else"), *named]

    def facts(self):
        return {n: self.cleaned_data[n] for n in ("kind", "text", "from_on", "until_on")}
