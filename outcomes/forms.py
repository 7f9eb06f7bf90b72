"""What is asked of those who prepare and publish reports."""

from django import forms
from django.utils import timezone

from accounts.govuk.fields import CleanCharField
from accounts.govuk.forms import Form, VersionedMixin
from localities.calendar import Quarter
from outcomes.rendering.figures import borough, figure_text

QUARTERS_OFFERED = 12


class MakeForm(Form):
    quarter = forms.ChoiceField(label="Make the report for")
    what_changed = CleanCharField(
        label="If it was published before: why is it made again?",
        help_text="Readers see this with the new edition.",
        required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args, now=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = offered(now or timezone.now())


def offered(now):
    """Quarters that have begun, newest first, the last complete one on top."""
    current = Quarter.containing(now)
    found = [current.previous]
    while len(found) < QUARTERS_OFFERED:
        found.append(found[-1].previous)
    label = f"{current.label}, so far"
    return [*((str(each), each.label) for each in found), (str(current), label)]


class CommentForm(VersionedMixin, Form):
    """One field for each measure of a report, with the figure that readers will see beside it."""

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        for indicator in report.public["indicators"]:
            key = indicator["key"]
            self.fields[key] = CleanCharField(
                label=indicator["name"],
                help_text=figure_text(borough(indicator), indicator["unit"]),
                required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
                initial=report.commentary.get(key, ""),
            )  # fmt: skip

    @property
    def commentary(self):
        return {name: words for name, words in self.cleaned_data.items() if name != "version"}


class ConfirmForm(VersionedMixin, Form):
    """Only the version that was looked at."""
