"""A field within a form, as templates/govuk/ draws it: its kind, its parts, its first control."""

from django import forms
from django.forms.boundfield import BoundField

from accounts.govuk import widgets

# The first that fits: widget class, kind (its template in templates/govuk/controls/), CSS class
KINDS = (
    (widgets.Parts, "parts", ""),
    (forms.CheckboxSelectMultiple, "checkboxes", ""),
    (forms.RadioSelect, "radios", ""),
    (forms.CheckboxInput, "checkbox", ""),
    (forms.PasswordInput, "password", "govuk-input govuk-js-password-input-input"),
    (forms.FileInput, "single", "govuk-file-upload"),
    (forms.Textarea, "single", "govuk-textarea"),
    (forms.Select, "single", "govuk-select"),
    (forms.Widget, "single", "govuk-input"),
)
IN_FIELDSET = {"parts", "checkboxes", "radios"}


class GovBoundField(BoundField):
    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        widget = field.widget
        self.kind, self.css = next((k, css) for w, k, css in KINDS if isinstance(widget, w))
        self.in_fieldset = self.kind in IN_FIELDSET
        self.template = f"govuk/controls/{self.kind}.html"

    @property
    def auto_id(self):
        """None for what is hidden: several forms of one page hold the same hidden fields."""
        return "" if self.is_hidden else super().auto_id

    @property
    def is_heading(self):
        """Whether the label is the page's heading: a page that asks one thing."""
        return getattr(self.form, "heading_field", None) == self.name

    @property
    def limit(self):
        """The number of characters to count down from, if the widget counts."""
        return self.field.max_length if getattr(self.field.widget, "count", False) else None

    @property
    def described_by(self):
        if self.is_hidden:
            return ""
        ids = [
            f"{self.auto_id}_helptext" if self.help_text else "",
            f"{self.auto_id}_error" if self.errors else "",
            f"{self.auto_id}-info" if self.limit else "",
        ]
        return " ".join(filter(None, ids))

    @property
    def aria_describedby(self):
        return self.described_by

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        if widget is None or widget is self.field.widget:
            attrs["class"] = self._classes((widget or self.field.widget).attrs.get("class", ""))
        if self.limit:
            attrs["class"] += " govuk-js-character-count"
        return attrs

    def _classes(self, own):
        wrong = f"{self.css.split()[0]}--error" if self.css and self.errors else ""
        return " ".join(filter(None, (self.css, own, wrong)))

    @property
    def first_id(self):
        """Where a link in the error summary goes: the control at fault, never the fieldset."""
        if self.kind == "parts":
            at_fault = [part["id"] for part in self.parts if part["error"]]
            return at_fault[0] if at_fault else f"{self.auto_id}_0"
        if self.in_fieldset:
            return next((o["id"] for _, options in self.groups for o in options), self.auto_id)
        return self.auto_id

    def _parts_at_fault(self):
        errors = self.form.errors.as_data().get(self.name, ())
        named = [part for e in errors for part in (e.params or {}).get("parts", ())]
        everything = [name for name, *_ in self.field.widget.parts] if errors else []
        return named or everything

    @property
    def parts(self):
        """The boxes of a date: id, name, label, value, width, and whether it is at fault."""
        context = self.field.widget.get_context(self.html_name, self.value(), {"id": self.auto_id})
        at_fault = self._parts_at_fault()
        return [
            {
                "id": box["attrs"]["id"],
                "name": box["name"],
                "value": box["value"],
                "label": label,
                "width": width,
                "numeric": name in ("day", "year"),
                "error": name in at_fault,
            }
            for (name, label, width), box in zip(
                self.field.widget.parts, context["widget"]["subwidgets"], strict=True
            )
        ]

    @property
    def groups(self):
        """Radios or checkboxes as [(heading or None, [option])]."""
        widget = self.field.widget
        found = widget.optgroups(self.html_name, self._chosen(), {"id": self.auto_id})
        return [(name, [self._option(o) for o in options]) for name, options, _ in found]

    def _chosen(self):
        return self.field.widget.format_value(self.value())

    def _option(self, option):
        widget, value = self.field.widget, str(option["value"])
        return {
            "id": option["attrs"]["id"],
            "name": option["name"],
            "value": value,
            "label": option["label"],
            "checked": option["selected"],
            "disabled": self.field.disabled,
            "hint": getattr(widget, "hints", {}).get(option["value"], ""),
            "reveals": self._revealed(value),
            "exclusive": value == str(getattr(widget, "none", None)),
        }

    @property
    def single(self):
        """The one option of a lone checkbox."""
        return {
            "id": self.auto_id,
            "name": self.html_name,
            "value": "on",
            "label": self.label,
            "checked": bool(self.value()),
            "hint": self.help_text,
            "reveals": self._revealed("on"),
        }

    def _revealed(self, value):
        names = getattr(self.field.widget, "reveals", {}).get(value, ())
        return [self.form[name] for name in names]
