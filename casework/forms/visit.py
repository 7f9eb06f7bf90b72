"""A visit or another contact, with who was seen."""

from django import forms
from django.utils import timezone

from accounts.govuk.date_fields import MomentField
from accounts.govuk.fields import CleanCharField, TextField
from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.widgets import Checkbox, Checkboxes, Radios
from casework.codes import VisitKind


class VisitForm(OnceMixin, Form):
    """`people` are the family's: dicts of id, name, about, is_child."""

    kind = forms.ChoiceField(label="What kind of contact was it?", choices=VisitKind.choices,
                             widget=Radios())  # fmt: skip
    happened_at = MomentField(label="When was it?", called="the date and time")
    seen = forms.TypedMultipleChoiceField(
        label="Who did you see or speak to?", coerce=int, required=False
    )
    notes = TextField(
        label="What happened?",
        help_text="Facts first, then what you think. The family may read this one day.",
        called="what happened",
        rows=8,
    )
    next_step = CleanCharField(label="Next step (optional)", called="the next step",
                               required=False, max_length=250)  # fmt: skip

    def __init__(self, *args, people, now=None, **kwargs):
        super().__init__(*args, **kwargs)
        now = now or timezone.now()
        self.fields["happened_at"].latest = now
        self.fields["happened_at"].initial = now
        children = [person for person in people if person["is_child"]]
        reveals = {p["id"]: (f"alone_{p['id']}", f"wishes_{p['id']}") for p in children}
        hints = {person["id"]: person["about"] for person in people}
        self.fields["seen"].widget = Checkboxes(hints=hints, reveals=reveals)
        self.fields["seen"].choices = [(person["id"], person["name"]) for person in people]
        for child in children:
            self._ask_about(child)

    def _ask_about(self, child):
        name = child["name"]
        alone = forms.BooleanField(
            label=f"{name} was seen alone", required=False, widget=Checkbox()
        )
        wishes = TextField(
            label=f"What does {name} want? (in their own words, optional)", required=False, rows=2
        )
        self.fields[f"alone_{child['id']}"] = alone
        self.fields[f"wishes_{child['id']}"] = wishes

    @property
    def seen_people(self):
        """What the action takes."""
        data = self.cleaned_data
        return [
            {
                "person": pk,
                "alone": data.get(f"alone_{pk}", False),
                "wishes": data.get(f"wishes_{pk}", ""),
            }
            for pk in data["seen"]
        ]

    def facts(self):
        data = self.cleaned_data
        own = {name: data[name] for name in ("kind", "happened_at", "notes", "next_step")}
        return {**own, "seen": self.seen_people}


def as_initial(visit):
    """A visit as the values of this form, to be corrected."""
    facts = {name: getattr(visit, name) for name in ("kind", "happened_at", "notes", "next_step")}
    seen = list(visit.seen.all())
    facts["seen"] = [one.person_id for one in seen]
    for one in seen:
        facts[f"alone_{one.person_id}"] = one.alone
        facts[f"wishes_{one.person_id}"] = one.wishes
    return facts
