"""Giving a family to a key worker."""

from django import forms

from accounts.govuk.fields import TextField
from accounts.govuk.forms import Form, OnceMixin, VersionedMixin
from accounts.govuk.widgets import Radios


class AllocateForm(OnceMixin, VersionedMixin, Form):
    worker = forms.TypedChoiceField(label="Key worker", coerce=int)
    note = TextField(
        label="Note for the key worker (optional)",
        help_text="For example, why you chose them and what to do first.",
        called="the note",
        required=False,
        rows=3,
    )

    def __init__(self, *args, caseloads, **kwargs):
        super().__init__(*args, **kwargs)
        hints = {load.worker_id: carries(load) for load in caseloads}
        self.fields["worker"].widget = Radios(hints=hints)
        self.fields["worker"].choices = [(load.worker_id, load.name) for load in caseloads]


def carries(load):
    """ "14 of 17 children, room for 3"."""
    return f"{load.children} of {load.capacity} children, {room(load)}"


def room(load):
    if load.room > 0:
        return f"room for {load.room}"
    return "full" if load.room == 0 else f"{-load.room} too many"
