"""What the threshold lab asks: a file, a period, and the board's decision."""

from django import forms

from accounts.govuk.date_fields import GovDateField
from accounts.govuk.fields import CleanCharField, TextField
from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.widgets import Radios
from localities.calendar import Quarter, london_date
from referrals.actions.thresholds import NotAFile

LARGEST = 200_000  # bytes or characters: the first version has 10,000
PROBLEMS_SHOWN = 30
QUARTERS_OFFERED = 12
OTHER = "other"


class LoadForm(OnceMixin, Form):
    """A file or its text. What was in the file stands in the box when something is wrong."""

    title = CleanCharField(
        label="What to call it", help_text="Such as “Absence weighs more, January draft”.",
        max_length=120,
    )  # fmt: skip
    file = forms.FileField(
        label="The file",
        help_text="A CSV file with the same columns as the version in force. Leave this empty to "
        "use the text below.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    text = TextField(
        label="Or change the text here",
        help_text="It starts as the version in force: one line for each sign of need, red flag "
        "and strength.",
        called="the text of the version", max_length=LARGEST, required=False, rows=18,
        widget=forms.Textarea(attrs={"rows": 18, "class": "eh-code", "spellcheck": "false",
                                     "autocomplete": "off"}),
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        file = data.pop("file", None)
        if file is not None:
            data["text"] = self._of_file(file)
            self.renew("text", data["text"])
        elif not data.get("text") and "text" not in self.errors:
            self.add_error("text", "Choose a file or enter the text of the version")
        return data

    def _of_file(self, file):
        if file.size > LARGEST:
            self.add_error("file", "The file is too large to be a version of the thresholds")
            return ""
        try:
            return self.fields["text"].clean(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error("file", "The file is not text in UTF-8. Save it as CSV UTF-8")
        except forms.ValidationError as error:
            self.add_error("file", error)
        return ""

    def refuse(self, refused):
        """Every problem of the file beside the box, each with its line."""
        if not isinstance(refused, NotAFile):
            return super().refuse(refused)
        for problem in refused.problems[:PROBLEMS_SHOWN]:
            self.add_error("text", str(problem))
        more = len(refused.problems) - PROBLEMS_SHOWN
        if more > 0:
            self.add_error("text", f"And {more} more problems.")


class ReplayForm(OnceMixin, Form):
    """A whole quarter for everybody; those who may open families may choose any days."""

    quarter = forms.ChoiceField(label="Replay the referrals of")

    def __init__(self, *args, now, any_days, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = offered(now)
        if any_days:
            field = self.fields["quarter"]
            field.choices = [*field.choices, (OTHER, "Other days")]
            field.widget = Radios(choices=field.choices, reveals={OTHER: ("first_on", "last_on")})
            today = london_date(now)
            self.fields["first_on"] = GovDateField(label="First day", latest=today)
            self.fields["last_on"] = GovDateField(label="Last day", latest=today)

    @property
    def period(self):
        """(first day, last day) of a valid form."""
        data = self.cleaned_data
        if data["quarter"] == OTHER:
            return data["first_on"], data["last_on"]
        quarter = Quarter(data["quarter"])
        return quarter.first_on, quarter.last_on


def offered(now):
    """Quarters that are over, newest first."""
    found = [Quarter.containing(now).previous]
    while len(found) < QUARTERS_OFFERED:
        found.append(found[-1].previous)
    return [(str(quarter), quarter.label) for quarter in found]


class AdoptForm(OnceMixin, Form):
    starts_on = GovDateField(
        label="From which day does it hold?", called="the day from which it holds",
        help_text="Referrals that are sent on this day or later are scored by it.",
    )  # fmt: skip
    board_reference = CleanCharField(
        label="The board’s reference",
        help_text="Where the board’s decision is written down, such as “CSCB 14 January 2027, "
        "item 6”.",
        max_length=120,
    )
