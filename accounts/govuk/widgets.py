"""Widgets say what GOV.UK Frontend needs to know; templates/govuk/ draws them."""

from django import forms

from accounts.govuk.times import local, say_time


class TextInput(forms.TextInput):
    """One line. `width` is in characters (2, 3, 4, 5, 10, 20, 30), `suffix` a unit after the box.

    Nothing is remembered by the browser unless asked: what is typed is about other people.
    """

    def __init__(self, attrs=None, *, width=None, prefix="", suffix=""):
        size = {"class": f"govuk-input--width-{width}"} if width else {}
        super().__init__({"autocomplete": "off", **size, **(attrs or {})})
        self.prefix, self.suffix = prefix, suffix


class NumberInput(TextInput):
    """Whole numbers: a text box with a number pad, since type=number loses what is mistyped."""

    def __init__(self, attrs=None, *, width=3, **options):
        super().__init__({"inputmode": "numeric", **(attrs or {})}, width=width, **options)


class Textarea(forms.Textarea):
    """Several lines; with `count` it says how many characters are left."""

    def __init__(self, attrs=None, *, rows=5, count=False):
        super().__init__({"rows": rows, "autocomplete": "off", **(attrs or {})})
        self.count = count


class Choices:
    """What radios and checkboxes share.

    `hints`: value -> a line below its label. `reveals`: value -> name of the field (or names)
    shown only while it is chosen, and required only then; without scripts it always shows.
    """

    def __init__(self, attrs=None, choices=(), *, hints=None, reveals=None, small=False):
        super().__init__(attrs, choices)
        self.hints, self.small = hints or {}, small
        self.reveals = {
            str(value): (names,) if isinstance(names, str) else tuple(names)
            for value, names in (reveals or {}).items()
        }


class Radios(Choices, forms.RadioSelect):
    """`inline` sets two or three short answers side by side."""

    def __init__(self, attrs=None, choices=(), *, inline=False, **options):
        super().__init__(attrs, choices, **options)
        self.inline = inline


class Checkboxes(Choices, forms.CheckboxSelectMultiple):
    """`none` is the value of the answer that excludes all others (“None of these”)."""

    def __init__(self, attrs=None, choices=(), *, none=None, **options):
        super().__init__(attrs, choices, **options)
        self.none = none


class Checkbox(forms.CheckboxInput):
    """One box with its own label; `reveals` as for radios, while it is ticked."""

    def __init__(self, attrs=None, *, reveals=()):
        super().__init__(attrs)
        names = (reveals,) if isinstance(reveals, str) else tuple(reveals)
        self.reveals = {"on": names} if names else {}


class Suggest(TextInput):
    """A text box that offers matches while one types; without scripts it is a plain text box.

    `url` answers `?q=` with a JSON list of strings. The form looks the text up itself.
    """

    def __init__(self, url, attrs=None, **options):
        super().__init__({"data-suggest": url, **(attrs or {})}, **options)


class Parts(forms.MultiWidget):
    """Boxes side by side for one answer; subclasses say which."""

    use_fieldset = True
    parts = ()  # (name, label, width in characters)

    def __init__(self, attrs=None):
        super().__init__({name: forms.TextInput() for name, *_ in self.parts}, attrs)


class DateInput(Parts):
    parts = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None] * 3


class MomentInput(Parts):
    parts = (*DateInput.parts, ("time", "Time", 5))

    def decompress(self, value):
        if not value:
            return [None] * 4
        at = local(value)
        return [at.day, at.month, at.year, say_time(at)]
