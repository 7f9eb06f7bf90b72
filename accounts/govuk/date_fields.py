"""Dates, times and moments, typed in boxes; each error names the box it belongs to."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError

from accounts.govuk import times, widgets, wording
from accounts.govuk.fields import Called

DATE = ("day", "month", "year")


class PartsField(Called, forms.Field):
    """An answer in several boxes. A ValidationError's `parts` param names the boxes at fault."""

    def refuse(self, code, message, *parts):
        raise ValidationError(message, code=code, params={"parts": parts})

    def to_python(self, value):
        if not isinstance(value, list):
            return value
        typed = [str(part or "").strip() for part in value]
        if not any(typed):
            return None
        names = [name for name, *_ in self.widget.parts]
        missing = [name for name, text in zip(names, typed, strict=True) if not text]
        if missing:
            listed = " and ".join(", ".join(missing).rsplit(", ", 1))
            self.refuse("incomplete", f"{wording.subject(self)} must include a {listed}", *missing)
        return self.read(dict(zip(names, typed, strict=True)))

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True

    def read_date(self, typed):
        """The date typed, with a sentence for each way in which it cannot be one."""
        name = wording.subject(self)
        day, month = times.read_number(typed["day"]), times.read_month(typed["month"])
        year = times.read_number(typed["year"])
        if year is not None and len(typed["year"]) != 4:
            self.refuse("year", f"{name} must have a year of 4 numbers, like 2019", "year")
        if month is not None and not 1 <= month <= 12:
            self.refuse("invalid", f"{name} must have a month from 1 to 12", "month")
        try:
            date = dt.date(year, month, day)
        except (TypeError, ValueError):
            at_fault = [n for n, v in (("day", day), ("month", month), ("year", year)) if not v]
            self.refuse("invalid", f"{name} must be a real date", *(at_fault or DATE))
        if not 1900 <= date.year <= 2199:
            self.refuse("year", f"{name} must have a year from 1900 to 2199", "year")
        return date


class GovDateField(PartsField):
    """A date in three boxes. `earliest` and `latest` may be set by the form, which knows today."""

    widget = widgets.DateInput

    def __init__(self, *, earliest=None, latest=None, **options):
        super().__init__(**options)
        self.earliest, self.latest = earliest, latest

    def read(self, typed):
        return self.read_date(typed)

    def validate(self, value):
        super().validate(value)
        if value in self.empty_values:
            return
        name = wording.subject(self)
        if self.latest and value > self.latest:
            limit = times.say_day(self.latest)
            self.refuse("latest", f"{name} must be {limit} or earlier", *DATE)
        if self.earliest and value < self.earliest:
            limit = times.say_day(self.earliest)
            self.refuse("earliest", f"{name} must be {limit} or later", *DATE)


class GovTimeField(Called, forms.Field):
    """A clock time in one box: `9:30am`, `14:30`, `2pm`, `midday`."""

    widget = widgets.TextInput(width=5)

    def to_python(self, value):
        if isinstance(value, dt.time) or not str(value or "").strip():
            return value or None
        time = times.read_time(value)
        if time is None:
            raise ValidationError(
                f"{wording.subject(self)} must be a time, like 9:30am or 14:30", code="invalid"
            )
        return time

    def prepare_value(self, value):
        return times.say_time(value) if isinstance(value, dt.time) else value


class MomentField(PartsField):
    """A date and a clock time of Europe/London, as an aware datetime.

    The hour that comes twice in October counts as the first; the one that is skipped in March is
    refused. `latest` and `earliest` are aware datetimes.
    """

    widget = widgets.MomentInput

    def __init__(self, *, earliest=None, latest=None, **options):
        super().__init__(**options)
        self.earliest, self.latest = earliest, latest

    def read(self, typed):
        date, time = self.read_date(typed), times.read_time(typed["time"])
        name = wording.subject(self)
        if time is None:
            self.refuse("time", f"{name} must have a time like 9:30am or 14:30", "time")
        moment = times.at_london(date, time)
        if moment is None:
            self.refuse("gap", f"{name} falls in the hour that the clocks skip", "time")
        return moment

    def validate(self, value):
        super().validate(value)
        if value in self.empty_values:
            return
        name = wording.subject(self)
        if self.latest and value > self.latest:
            limit = times.say_moment(self.latest)
            self.refuse("latest", f"{name} must be {limit} or earlier", *DATE, "time")
        if self.earliest and value < self.earliest:
            limit = times.say_moment(self.earliest)
            self.refuse("earliest", f"{name} must be {limit} or later", *DATE, "time")
