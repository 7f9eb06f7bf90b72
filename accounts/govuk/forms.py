"""The forms of the service start here: plain errors, fields shown on demand, sent once."""

import uuid

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Model, QuerySet
from django.forms.utils import pretty_name

from accounts.govuk import wording
from accounts.govuk.boundfield import GovBoundField
from audit.errors import KeyReused

HIDDEN = ("idempotency_key", "version")


class GovForm:
    """What every form has, whether or not it is made from a model."""

    use_required_attribute = False
    bound_field_class = GovBoundField
    heading_field = None  # the field whose label is the page's <h1>

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def full_clean(self):
        """Sentences are made only now, since a form may give its fields other labels when made."""
        for name, field in self.fields.items():
            if field.label is None:
                field.label = pretty_name(name)
            wording.make_plain(field)
        super().full_clean()

    @property
    def revealed(self):
        """Name of a field that shows on demand -> (what reveals it, at which value)."""
        found = {}
        for name, field in self.fields.items():
            for value, names in getattr(field.widget, "reveals", {}).items():
                found.update(dict.fromkeys(names, (name, value)))
        return found

    @property
    def top_fields(self):
        """The visible fields, without those drawn inside the answer that reveals them."""
        inside = self.revealed
        return [field for field in self.visible_fields() if field.name not in inside]

    def _clean_fields(self):
        """A field that was not asked for is neither required nor kept."""
        super()._clean_fields()
        for name, (asker, value) in self.revealed.items():
            if not self._asked(asker, value):
                self._errors.pop(name, None)
                self.cleaned_data[name] = _empty(self.fields[name])

    def _asked(self, asker, value):
        field = self[asker]
        if asker in self.revealed and not self._asked(*self.revealed[asker]):
            return False
        if isinstance(field.field.widget, forms.CheckboxInput):
            return bool(field.data)
        typed = field.data if isinstance(field.data, (list, tuple)) else [field.data]
        return value in [str(one) for one in typed]

    def in_order(self):
        """All bound fields as they stand on the page: a revealed one after what reveals it."""
        inside = self.revealed
        for field in self:
            if field.name not in inside:
                yield field
                yield from (self[name] for name, by in inside.items() if by[0] == field.name)

    def refuse(self, refused):
        """Show an action's `Refused` on the form, beside its field where it names one."""
        field = refused.field if refused.field in self.fields else None
        self.add_error(field or NON_FIELD_ERRORS, refused.message)
        if isinstance(refused, KeyReused):
            self.renew("idempotency_key", uuid.uuid4())

    def renew(self, name, value):
        """Put a new value into a hidden field of a form that is shown again."""
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = str(value)

    @property
    def body(self):
        """The cleaned answers as plain values, for the fingerprint of an idempotency key."""
        return {
            name: _plain(value) for name, value in self.cleaned_data.items() if name not in HIDDEN
        }


def _empty(field):
    """What the field gives when nothing is answered: "", None, [] or False, by its kind."""
    if isinstance(field, forms.BooleanField):
        return False
    if hasattr(field, "empty_value"):
        return field.empty_value
    return field.to_python([] if isinstance(field, forms.MultipleChoiceField) else None)


def _plain(value):
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, QuerySet):
        return sorted(row.pk for row in value)
    return value


class Form(GovForm, forms.Form):
    pass


class ModelForm(GovForm, forms.ModelForm):
    pass


class OnceKeyInput(forms.HiddenInput):
    def format_value(self, value):
        """A key that is no key is replaced, so that the form can be sent again."""
        try:
            return str(uuid.UUID(str(value)))
        except ValueError:
            return str(uuid.uuid4())


class OnceMixin(forms.Form):
    """Sent twice, done once: a key made when the form is first drawn and kept when drawn again."""

    idempotency_key = forms.UUIDField(
        widget=OnceKeyInput,
        initial=uuid.uuid4,
        error_messages=dict.fromkeys(
            ("required", "invalid"),
            "This page was open for too long or was changed. Check it and send it again",
        ),
    )


class VersionedMixin(forms.Form):
    """An edit says which version it started from; `conflict` shows both texts when that is old."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=2_000_000_000,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "This page was changed on the way. Open the record again and send your change",
        ),
    )

    def conflict(self, current, version):
        """[{"label", "theirs", "yours"}] of the answers that differ from `current`.

        `current` maps field names to what is stored now, `version` is its version: sending the
        form again after this saves what was typed over it, knowingly.
        """
        self.renew("version", version)
        return [
            {"label": field.label, "theirs": current[field.name], "yours": field.data}
            for field in self.visible_fields()
            if field.name in current and field.field.has_changed(current[field.name], field.data)
        ]
