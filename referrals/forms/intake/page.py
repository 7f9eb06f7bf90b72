"""A page of a draft: what is typed, what is kept, and how it is said again."""

import datetime as dt

from django import forms

from accounts.govuk import wording
from accounts.govuk.date_fields import GovDateField, MomentField
from accounts.govuk.forms import Form, VersionedMixin
from accounts.govuk.times import say_day, say_moment

NOT_ANSWERS = ("version",)


class PageForm(VersionedMixin, Form):
    """`version` is the draft's when this page was last saved, 0 for a page never saved."""

    @classmethod
    def of(cls, stored, data=None, **options):
        """The form with a page's stored answers, or with what was just typed over them."""
        form = cls(data, **options)
        form.initial = restored(form.fields, stored) | {"version": stored.get("saved", 0)}
        return form

    def add(self, name, field):
        """A field that depends on the draft; the version stays last."""
        wording.make_plain(field)
        self.fields[name] = field

    @property
    def answers(self):
        """The answers that are right, as plain values for the draft."""
        found = {
            name: _plain(value)
            for name, value in self.cleaned_data.items()
            if name in self.fields and name not in NOT_ANSWERS
        }
        return found | {"complete": not self.errors}

    @property
    def lacks_only(self):
        """Whether nothing is wrong but that something is missing: enough to come back later."""
        errors = (error for found in self.errors.as_data().values() for error in found)
        return all(error.code in ("required", "incomplete") for error in errors)

    def clash(self, stored):
        """Both texts, for a page that was saved elsewhere since this one was opened."""
        rows = self.conflict(restored(self.fields, stored), stored.get("saved", 0))
        names = {field.label: field.name for field in self}
        for row in rows:
            field = self.fields[names[row["label"]]]
            row["theirs"] = say(field, row["theirs"])
            row["yours"] = say(field, self.cleaned_data.get(names[row["label"]]))
        return rows


def restored(fields, stored):
    """Stored plain values as the fields know them."""
    values = {name: stored[name] for name in fields if name in stored}
    for name, value in values.items():
        if value and isinstance(fields[name], GovDateField):
            values[name] = dt.date.fromisoformat(value)
        elif value and isinstance(fields[name], MomentField):
            values[name] = dt.datetime.fromisoformat(value)
    return values


def _plain(value):
    return value.isoformat() if isinstance(value, dt.date) else value


def say(field, value):
    """An answer as a person reads it; None where there is none."""
    if value in (None, "", []):
        return None
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dt.datetime):
        return say_moment(value)
    if isinstance(value, dt.date):
        return say_day(value)
    if isinstance(field, forms.ChoiceField):
        labels = dict(_flat(field.choices))
        many = value if isinstance(value, list) else [value]
        return "\n".join(str(labels.get(one, one)) for one in many)
    return value


def _flat(choices):
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label
