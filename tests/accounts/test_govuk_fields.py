"""What each field forgives, and the sentence it gives where it cannot."""

import datetime as dt

import pytest
from django import forms

from accounts.govuk import date_fields, fields
from accounts.govuk.forms import Form
from accounts.govuk.times import LONDON


class OneField(Form):
    def __init__(self, field, value, suffixes=None):
        data = {"it": value}
        if isinstance(field, date_fields.PartsField):
            names = [name for name, *_ in field.widget.parts]
            data = {f"it_{name}": part for name, part in zip(names, value, strict=True)}
        super().__init__(data)
        self.fields["it"] = field


def cleaned(field, value):
    form = OneField(field, value)
    return form.cleaned_data["it"] if form.is_valid() else list(form.errors["it"])


def date(**options):
    return date_fields.GovDateField(label="Date of birth", **options)


@pytest.mark.parametrize(
    "typed, expected",
    [
        (["27", "3", "2019"], dt.date(2019, 3, 27)),
        ([" 7 ", "Sept", "2019"], dt.date(2019, 9, 7)),
        (["1", "january", "1900"], dt.date(1900, 1, 1)),
        (["29", "2", "2024"], dt.date(2024, 2, 29)),
        (["29", "2", "2023"], ["Date of birth must be a real date"]),
        (["31", "4", "2023"], ["Date of birth must be a real date"]),
        (["0", "4", "2023"], ["Date of birth must be a real date"]),
        (["x", "4", "2023"], ["Date of birth must be a real date"]),
        (["1", "ju", "2023"], ["Date of birth must be a real date"]),
        (["1", "13", "2023"], ["Date of birth must have a month from 1 to 12"]),
        (["1", "1", "0000"], ["Date of birth must be a real date"]),
        (["1", "1", "0"], ["Date of birth must have a year of 4 numbers, like 2019"]),
        (["1", "1", "1066"], ["Date of birth must have a year from 1900 to 2199"]),
        (["1", "1", "9" * 30], ["Date of birth must be a real date"]),
        (["9" * 30, "1", "2020"], ["Date of birth must be a real date"]),
        (["1", "-1", "2020"], ["Date of birth must be a real date"]),
        (["²", "1", "2020"], ["Date of birth must be a real date"]),
        (["١", "1", "2020"], ["Date of birth must be a real date"]),
        (["\x00", "1", "2020"], ["Date of birth must be a real date"]),
        (["1", "1", "\ud800"], ["Date of birth must be a real date"]),
        (["27", "3", ""], ["Date of birth must include a year"]),
        (["", "", "2019"], ["Date of birth must include a day and month"]),
        (["", "", ""], ["Enter the date of birth"]),
    ],
)
def test_dates(typed, expected):
    assert cleaned(date(), typed) == expected


def test_date_limits_and_optional_date():
    day = dt.date(2026, 11, 22)
    assert cleaned(date(latest=day), ["22", "11", "2026"]) == day
    assert cleaned(date(latest=day), ["23", "11", "2026"]) == [
        "Date of birth must be 22 November 2026 or earlier"
    ]
    assert cleaned(date(earliest=day), ["21", "11", "2026"]) == [
        "Date of birth must be 22 November 2026 or later"
    ]
    assert cleaned(date(required=False), ["", "", ""]) is None


@pytest.mark.parametrize(
    "typed, hour, minute",
    [("9:30am", 9, 30), ("9.30 AM", 9, 30), ("0930", 9, 30), ("14:30", 14, 30), ("2pm", 14, 0),
     ("12am", 0, 0), ("12 p.m.", 12, 0), ("midday", 12, 0), ("Midnight", 0, 0), ("23 59", 23, 59)],
)  # fmt: skip
def test_times(typed, hour, minute):
    assert cleaned(date_fields.GovTimeField(label="Time"), typed) == dt.time(hour, minute)


@pytest.mark.parametrize("typed", ["9", "25:00", "13pm", "0am", "9:60", "9:3", "x", "٩:٣٠", "\x00"])
def test_times_that_are_none(typed):
    said = cleaned(date_fields.GovTimeField(label="Time of the visit"), typed)
    assert said == ["Time of the visit must be a time, like 9:30am or 14:30"]


def moment(typed, **options):
    return cleaned(date_fields.MomentField(label="Visit", **options), typed)


def test_moments_are_london_time_on_both_sides_of_the_clock_change():
    assert moment(["1", "7", "2026", "12:30am"]).astimezone(dt.UTC) == dt.datetime(
        2026, 6, 30, 23, 30, tzinfo=dt.UTC
    )
    assert moment(["29", "3", "2026", "1:30am"]) == ["Visit falls in the hour that the clocks skip"]
    first = moment(["25", "10", "2026", "1:30am"])
    assert first.astimezone(dt.UTC).hour == 0
    now = dt.datetime(2026, 11, 22, 9, tzinfo=LONDON)
    assert moment(["22", "11", "2026", "9:01am"], latest=now) == [
        "Visit must be 22 November 2026 at 9am or earlier"
    ]
    assert moment(["22", "11", "2026", "soon"]) == ["Visit must have a time like 9:30am or 14:30"]
    assert moment(["22", "11", "2026", ""]) == ["Visit must include a time"]


@pytest.mark.parametrize(
    "typed, expected",
    [("cr01ea", "CR0 1EA"), (" CR0  1EA. ", "CR0 1EA"), ("CRO 1EA", "CR0 1EA"),
     ("CR0 lEA", "CR0 1EA"), ("ｃｒ０ １ｅａ", "CR0 1EA"), ("SE25 4PT", "SE25 4PT"),
     ("W1A 1AA", "W1A 1AA"), ("ec1a1bb", "EC1A 1BB"), ("CR0\u200b 1EA", "CR0 1EA")],
)  # fmt: skip
def test_postcodes(typed, expected):
    assert cleaned(fields.PostcodeField(label="Postcode"), typed) == expected


@pytest.mark.parametrize("typed", ["CR0", "12345", "CR0 1E", "CR0 1EAX", "1R0 1EA", "no", "x" * 99])
def test_postcodes_that_are_none(typed):
    said = cleaned(fields.PostcodeField(label="Postcode"), typed)
    assert said == ["Enter a full UK postcode, like CR0 1EA"]


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800", "\udfff"])
def test_text_that_cannot_be_stored_is_refused_in_a_sentence(bad):
    for field in (
        fields.CleanCharField(label="Name"),
        fields.TextField(label="Name"),
        fields.PostcodeField(label="Name"),
    ):
        assert cleaned(field, bad) == [
            "Name holds a character that cannot be stored. Delete it and type the text again"
        ]


def test_text_is_kept_as_typed_but_for_what_nobody_sees():
    assert cleaned(fields.TextField(label="Notes"), "a\r\nb\tc\x0bd\x07") == "a\nb\tcd"
    assert cleaned(fields.CleanCharField(label="Name"), "Zoe\u0308 😀") == "Zo\u00eb 😀"
    assert cleaned(fields.TextField(label="Notes", max_length=3), "a\r\nb") == "a\nb"
    assert cleaned(fields.TextField(label="Notes", max_length=3), "a\r\nbc") == [
        "Notes must be 3 characters or fewer"
    ]
    assert cleaned(fields.CleanCharField(label="Name"), "x" * 256) == [
        "Name must be 255 characters or fewer"
    ]


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("3", 3),
        ("1,200", 1200),
        ("-1", ["Children must be 0 or more"]),
        ("9" * 30, ["Children must be 1000000 or less"]),
        ("nan", ["Children must be a number, like 3"]),
        ("9" * 5000, ["Children must be a number, like 3"]),
        ("1.5", ["Children must be a number, like 3"]),
        ("", ["Enter the children"]),
    ],
)
def test_whole_numbers(typed, expected):
    assert cleaned(fields.WholeNumberField(label="Children"), typed) == expected


@pytest.mark.parametrize(
    "typed, expected",
    [("yes", True), ("no", False), ("", ["Answer the question “Is it safe?”"]),
     ("maybe\x00", ["Answer the question “Is it safe?”"])],
)  # fmt: skip
def test_yes_or_no(typed, expected):
    assert cleaned(fields.YesNoField(label="Is it safe?"), typed) == expected


def test_choices_unknown_to_us_are_refused_without_repeating_them():
    field = forms.ChoiceField(label="Place", choices=[("home", "At home")])
    assert cleaned(field, "<script>") == ["Select the place from the list"]
    field = forms.MultipleChoiceField(label="Needs", choices=[("speech", "Speech")])
    assert cleaned(field, ["\x00"]) == ["Select the needs from the list"]


def test_optional_is_not_part_of_a_name():
    field = fields.CleanCharField(label="Home phone (optional)", required=False, max_length=3)
    assert cleaned(field, "1234") == ["Home phone must be 3 characters or fewer"]


def test_sentences_that_somebody_wrote_are_kept():
    field = forms.CharField(label="Name", error_messages={"required": "Say who it is"})
    assert cleaned(field, "") == ["Say who it is"]
