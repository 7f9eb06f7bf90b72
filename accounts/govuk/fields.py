"""Form fields that forgive how people type and say in a sentence what is wrong."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from accounts.govuk import widgets, wording

UNSEEN = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f]")  # left behind by pasting; never meant
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
MAX_LINE = 255
MAX_TEXT = 10_000


class Called:
    """`called` is the field's name within a sentence, where the label is a question."""

    def __init__(self, *, called="", **options):
        super().__init__(**options)
        if called:
            self.called = called


class CleanCharField(Called, forms.CharField):
    """Text that the database can keep: no NUL, no half of a pair, one kind of line end.

    At most 255 characters on one line and 10,000 on several, unless `max_length` says otherwise.
    """

    widget = widgets.TextInput

    def __init__(self, *, max_length=None, **options):
        super().__init__(**options)
        # after super(), which would give the box a maxlength: browsers cut off what is pasted
        several = isinstance(self.widget, forms.Textarea)
        self.max_length = max_length or (MAX_TEXT if several else MAX_LINE)
        self.validators.append(MaxLengthValidator(self.max_length))

    def to_python(self, value):
        text = unicodedata.normalize("NFC", super().to_python(value)).replace("\r\n", "\n")
        if UNSTORABLE.search(text):
            code = "null_characters_not_allowed"
            raise ValidationError(wording.sentences(self)[code], code=code)
        return UNSEEN.sub("", text.replace("\r", "\n"))


class TextField(CleanCharField):
    """Several lines of text; counts characters down when a `max_length` is given."""

    widget = widgets.Textarea

    def __init__(self, *, max_length=None, rows=5, **options):
        options.setdefault("widget", widgets.Textarea(rows=rows, count=max_length is not None))
        super().__init__(max_length=max_length, **options)


class WholeNumberField(Called, forms.IntegerField):
    """0 to 1,000,000 unless told otherwise, so that no number is too long for the database."""

    widget = widgets.NumberInput

    def __init__(self, *, min_value=0, max_value=1_000_000, **options):
        super().__init__(min_value=min_value, max_value=max_value, **options)

    def to_python(self, value):
        return super().to_python(str(value).replace(",", "") if value is not None else None)


class YesNoField(Called, forms.TypedChoiceField):
    """Yes or no as True or False; None while unanswered."""

    widget = widgets.Radios

    def __init__(self, *, yes="Yes", no="No", reveals=None, hints=None, **options):
        choices = [("yes", yes), ("no", no)]
        inline = not reveals and not hints
        widget = widgets.Radios(inline=inline, reveals=reveals, hints=hints)
        super().__init__(
            **{"widget": widget, **options},
            choices=choices,
            coerce=lambda value: value == "yes",
            empty_value=None,
        )

    def prepare_value(self, value):
        return {True: "yes", False: "no"}.get(value, value)


class PostcodeField(CleanCharField):
    """A UK postcode however it is typed, as `CR0 1EA`. Whether it exists is asked elsewhere."""

    widget = widgets.TextInput(width=10, attrs={"spellcheck": "false"})
    default_error_messages = {
        "invalid": "Enter a full UK postcode, like CR0 1EA",
    }

    def to_python(self, value):
        text = unicodedata.normalize("NFKC", super().to_python(value)).upper()
        bare = re.sub(r"[\s.,\-\u200b\ufeff]", "", text)
        if bare in self.empty_values:
            return self.empty_value
        if not 5 <= len(bare) <= 7:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        outward, inward = _outward(bare[:-3]), _digits(bare[-3]) + bare[-2:]
        if not outward or not re.fullmatch("[0-9][A-Z]{2}", inward):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return f"{outward} {inward}"


def _digits(letters):
    """Letters that are often typed for the digits they look like."""
    return letters.translate(str.maketrans("OIL", "011"))


def _outward(text):
    """`CR0` of `CR0` or `CRO`, and None when it cannot be the first half of a postcode."""
    pattern = re.compile("[A-Z]{1,2}[0-9][A-Z0-9]?")
    guesses = (text, text[:2] + _digits(text[2:3]) + text[3:], text[:1] + _digits(text[1:]))
    return next((guess for guess in guesses if pattern.fullmatch(guess)), None)
