"""Working days of England, London time, quarters and ages, over both clock changes."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localities.calendar import (
    LONDON,
    Quarter,
    add_working_days,
    age_band,
    bank_holiday_facts,
    bank_holidays,
    is_working_day,
    london_date,
    london_day_end,
    london_day_start,
    months_after,
    next_working_day,
    running_time,
    subtract_working_days,
    working_days_between,
)


def at(text):
    """A London moment written "2026-03-27 16:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


class TestBankHolidays:
    @pytest.mark.parametrize("year", range(2018, 2029))
    def test_the_table_agrees_with_an_independent_one(self, year):
        england = holidays.country_holidays("GB", subdiv="ENG", years=year)
        assert {day for day in bank_holidays() if day.year == year} == {
            day for day in england if day.weekday() < 5
        }

    def test_published_years(self):
        """GOV.UK, bank holidays in England and Wales."""
        days = sorted(day.isoformat() for day in bank_holidays() if day.year in (2025, 2026))
        assert days == [
            "2025-01-01", "2025-04-18", "2025-04-21", "2025-05-05", "2025-05-26", "2025-08-25",
            "2025-12-25", "2025-12-26",
            "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31",
            "2026-12-25", "2026-12-28",
        ]  # fmt: skip

    def test_the_table_lists_weekdays_once(self):
        standing = [h.on for h in bank_holiday_facts() if h.superseded_at is None]
        assert len(standing) == len(set(standing))
        assert all(h.on.weekday() < 5 for h in bank_holiday_facts())
        assert {day.year for day in standing} == set(range(2018, 2041))

    @pytest.mark.parametrize(
        ("day", "known", "works"),
        [
            # the early May holiday of 2020 was moved to VE day, announced on 7 June 2019
            ("2020-05-04", "2019-06-06", False),
            ("2020-05-08", "2019-06-06", True),
            ("2020-05-04", "2019-06-08", True),
            ("2020-05-08", "2019-06-08", False),
            # the state funeral was announced nine days before it
            ("2022-09-19", "2022-09-09", True),
            ("2022-09-19", "2022-09-11", False),
            # before the table was first recorded its first state answers
            ("2020-05-04", "2001-01-01", False),
            ("2020-05-08", "2001-01-01", True),
        ],
    )
    def test_the_calendar_as_it_was_known(self, day, known, works):
        day, known = date.fromisoformat(day), at(f"{known} 12:00")
        assert is_working_day(day, known_at=known) == works

    def test_known_at_reaches_the_arithmetic(self):
        start = at("2022-09-16 16:00")
        assert add_working_days(start, 1) == at("2022-09-20 16:00")
        assert add_working_days(start, 1, known_at=at("2022-09-01 00:00")) == at("2022-09-19 16:00")

    def test_next_working_day(self):
        assert next_working_day(date(2025, 12, 25)) == date(2025, 12, 29)
        assert next_working_day(date(2025, 12, 24)) == date(2025, 12, 24)


# start, days, due; 2025 and 2026
WORKING_DAYS = [
    ("a weekday", "2026-03-03 10:15", 1, "2026-03-04 10:15"),
    ("over a weekend", "2026-03-06 16:00", 1, "2026-03-09 16:00"),
    ("a Saturday begins on Monday", "2026-03-07 11:00", 1, "2026-03-10 00:00"),
    ("a Sunday begins on Monday", "2026-03-08 23:59", 1, "2026-03-10 00:00"),
    ("Friday midnight", "2026-03-07 00:00", 1, "2026-03-10 00:00"),
    ("the first minute of a day", "2026-03-03 00:00", 1, "2026-03-04 00:00"),
    ("a whole Friday ends with Friday", "2026-03-06 00:00", 1, "2026-03-07 00:00"),
    ("clocks go forward, 30 March 2025", "2025-03-28 16:00", 1, "2025-03-31 16:00"),
    ("clocks go forward, 29 March 2026", "2026-03-27 16:00", 1, "2026-03-30 16:00"),
    ("clocks go back, 26 October 2025", "2025-10-24 16:00", 1, "2025-10-27 16:00"),
    ("clocks go back, 25 October 2026", "2026-10-23 16:00", 1, "2026-10-26 16:00"),
    ("within the doubled hour", "2026-10-25 01:30", 1, "2026-10-27 00:00"),
    ("Christmas 2025", "2025-12-24 15:00", 1, "2025-12-29 15:00"),
    ("Christmas 2025, two days", "2025-12-24 15:00", 2, "2025-12-30 15:00"),
    ("on Christmas Day", "2025-12-25 09:00", 1, "2025-12-30 00:00"),
    ("New Year 2026", "2025-12-31 12:00", 1, "2026-01-02 12:00"),
    ("Christmas 2026 with its substitute", "2026-12-24 15:00", 1, "2026-12-29 15:00"),
    ("Easter 2025", "2025-04-17 17:00", 1, "2025-04-22 17:00"),
    ("Easter 2026", "2026-04-02 17:00", 1, "2026-04-07 17:00"),
    ("Easter 2026, five days", "2026-04-02 17:00", 5, "2026-04-13 17:00"),
    ("May 2026, both Mondays", "2026-05-01 09:00", 20, "2026-06-02 09:00"),
    ("August 2026", "2026-08-28 09:00", 3, "2026-09-03 09:00"),
    ("half a day", "2026-03-06 18:00", 0.5, "2026-03-09 06:00"),
    ("no time at all", "2026-03-07 11:00", 0, "2026-03-07 11:00"),
]


@pytest.mark.parametrize(
    ("start", "days", "due"), [pytest.param(*row[1:], id=row[0]) for row in WORKING_DAYS]
)
def test_add_working_days(start, days, due):
    assert add_working_days(at(start), days) == at(due)


PAUSES = [
    ("an hour of the day", [("2026-03-03 12:00", "2026-03-03 13:00")], "2026-03-04 11:15"),
    ("before it began", [("2026-03-02 12:00", "2026-03-02 13:00")], "2026-03-04 10:15"),
    ("begun before it", [("2026-03-02 12:00", "2026-03-03 11:15")], "2026-03-04 11:15"),
    ("after the due", [("2026-03-05 12:00", "2026-03-06 13:00")], "2026-03-04 10:15"),
    ("of no length", [("2026-03-03 12:00", "2026-03-03 12:00")], "2026-03-04 10:15"),
    ("two, overlapping", [("2026-03-03 12:00", "2026-03-03 14:00"),
                          ("2026-03-03 13:00", "2026-03-03 15:00")], "2026-03-04 13:15"),
    ("two, one within the other and out of order", [("2026-03-03 13:00", "2026-03-03 14:00"),
     ("2026-03-03 12:00", "2026-03-03 15:00")], "2026-03-04 13:15"),
    ("over a weekend", [("2026-03-03 22:15", "2026-03-09 00:00")], "2026-03-09 12:00"),
]  # fmt: skip


@pytest.mark.parametrize(("pauses", "due"), [pytest.param(*row[1:], id=row[0]) for row in PAUSES])
def test_pauses_stop_the_clock(pauses, due):
    pauses = [(at(start), at(end)) for start, end in pauses]
    assert add_working_days(at("2026-03-03 10:15"), 1, pauses=pauses) == at(due)


def test_a_pause_over_a_bank_holiday_counts_its_working_time_only():
    """Paused Thursday 16:00 to Tuesday 10:00 over Easter: 8 and 10 hours of working days."""
    pause = (at("2026-04-02 16:00"), at("2026-04-07 10:00"))
    start = at("2026-04-02 12:00")
    assert add_working_days(start, 1) == at("2026-04-07 12:00")
    assert add_working_days(start, 1, pauses=[pause]) == at("2026-04-08 06:00")


def test_clocks_of_england_change_on_sundays_only():
    """Why every working day has 24 hours, so that wall clock and elapsed time agree."""
    day = date(2018, 1, 1)
    while day.year < 2038:  # the zone's own table ends there
        length = london_day_start(day + timedelta(days=1)).astimezone(UTC) - london_day_start(
            day
        ).astimezone(UTC)
        assert length == timedelta(hours=24) or day.weekday() == 6
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-03-06 16:00", "2026-03-09 16:00", 1),
        ("2026-03-06 16:00", "2026-03-09 15:59", 0),
        ("2026-04-02 12:00", "2026-04-13 12:00", 5),
        ("2026-03-09 16:00", "2026-03-06 16:00", 0),
        ("2026-03-07 00:00", "2026-03-09 00:00", 0),
    ],
)
def test_working_days_between(start, end, days):
    assert working_days_between(at(start), at(end)) == days


@pytest.mark.parametrize(
    ("end", "days", "start"),
    [
        ("2026-03-09 16:00", 1, "2026-03-06 16:00"),
        ("2026-03-09 02:00", 0.25, "2026-03-06 20:00"),
        ("2026-03-10 00:00", 1, "2026-03-09 00:00"),
        ("2026-03-07 00:00", 0.25, "2026-03-06 18:00"),
        ("2026-03-08 12:00", 0.25, "2026-03-06 18:00"),
        ("2026-04-07 12:00", 1, "2026-04-02 12:00"),
    ],
)
def test_subtract_working_days(end, days, start):
    assert subtract_working_days(at(end), days) == at(start)


@pytest.mark.parametrize("arithmetic", [add_working_days, subtract_working_days])
def test_time_does_not_run_backwards(arithmetic):
    with pytest.raises(ValueError, match="negative"):
        arithmetic(at("2026-03-03 10:15"), -1)


def test_a_moment_needs_its_zone():
    with pytest.raises(ValueError, match="time zone"):
        add_working_days(datetime(2026, 3, 3, 10), 1)


moments = st.datetimes(datetime(2024, 12, 1), datetime(2027, 1, 31), timezones=st.just(UTC))
lengths = st.sampled_from([0.25, 1, 2, 3, 5, 10, 20])


@st.composite
def pauses(draw):
    starts = draw(st.lists(moments, max_size=3))
    return [
        (start, start + draw(st.timedeltas(timedelta(0), timedelta(days=9)))) for start in starts
    ]


@given(moments, st.timedeltas(timedelta(0), timedelta(days=9)), lengths, pauses())
def test_a_later_start_is_never_due_earlier(start, later, days, stops):
    assert add_working_days(start, days, pauses=stops) <= add_working_days(
        start + later, days, pauses=stops
    )


@given(moments, lengths, pauses(), pauses())
def test_a_pause_only_moves_the_due_later(start, days, stops, more):
    due = add_working_days(start, days, pauses=stops)
    assert start < due <= add_working_days(start, days, pauses=stops + more)


@given(moments, lengths, pauses())
def test_the_due_is_the_first_moment_at_which_the_time_has_run(start, days, stops):
    due = add_working_days(start, days, pauses=stops)
    assert running_time(start, due, pauses=stops) == timedelta(days=days)
    just_before = due - timedelta(microseconds=1)
    assert running_time(start, just_before, pauses=stops) < timedelta(days=days)


@given(moments, lengths)
def test_subtraction_goes_back_to_where_the_time_began_to_run(start, days):
    back = subtract_working_days(add_working_days(start, days), days)
    assert back >= start
    assert running_time(start, back) == timedelta(0)


@given(moments, st.integers(1, 8))
def test_due_agrees_with_counting_hours_one_by_one(start, days):
    start = start.replace(minute=0, second=0, microsecond=0)
    hours, moment = 24 * days, start
    while hours:
        day = london_date(moment)
        hours -= day.weekday() < 5 and day not in bank_holidays()
        moment += timedelta(hours=1)
    assert add_working_days(start, days) == moment


class TestLondon:
    def test_an_evening_in_june_utc_belongs_to_july(self):
        assert london_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)

    def test_the_days_of_clock_changes_are_23_and_25_hours(self):
        for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
            start, end = (f(day).astimezone(UTC) for f in (london_day_start, london_day_end))
            assert end + timedelta(microseconds=1) - start == timedelta(hours=hours)

    @pytest.mark.parametrize(
        ("day", "months", "result"),
        [
            ("2026-01-31", 1, "2026-02-28"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2026-08-31", 6, "2027-02-28"),
            ("2026-11-22", 12, "2027-11-22"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2026-03-31", -1, "2026-02-28"),
            ("2026-01-15", -12, "2025-01-15"),
            ("2026-12-31", 1, "2027-01-31"),
            ("2026-05-05", 0, "2026-05-05"),
        ],
    )
    def test_months_after_a_day(self, day, months, result):
        assert months_after(date.fromisoformat(day), months) == date.fromisoformat(result)

    def test_months_after_a_moment_keeps_its_time_in_london(self):
        winter = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
        assert months_after(winter, 6) == at("2026-07-31 23:30")


class TestQuarter:
    @pytest.mark.parametrize(
        ("name", "start", "end", "label"),
        [
            ("2026-Q1", "2026-04-01 00:00", "2026-07-01 00:00", "April to June 2026"),
            ("2026-Q2", "2026-07-01 00:00", "2026-10-01 00:00", "July to September 2026"),
            ("2026-Q3", "2026-10-01 00:00", "2027-01-01 00:00", "October to December 2026"),
            ("2026-Q4", "2027-01-01 00:00", "2027-04-01 00:00", "January to March 2027"),
        ],
    )
    def test_its_bounds_and_name(self, name, start, end, label):
        quarter = Quarter(name)
        assert (quarter.start, quarter.end) == (at(start), at(end))
        assert (quarter.label, str(quarter)) == (label, name)

    @pytest.mark.parametrize(
        ("moment", "name"),
        [
            ("2026-06-30T22:59:59+00:00", "2026-Q1"),
            ("2026-06-30T23:00:00+00:00", "2026-Q2"),
            ("2027-03-31T22:59:59+00:00", "2026-Q4"),
            ("2027-03-31T23:00:00+00:00", "2027-Q1"),
            ("2026-12-31T23:59:59+00:00", "2026-Q3"),
            ("2027-01-01T00:00:00+00:00", "2026-Q4"),
        ],
    )
    def test_containing_a_moment(self, moment, name):
        assert str(Quarter.containing(datetime.fromisoformat(moment))) == name

    @given(moments)
    def test_a_moment_lies_in_its_quarter_and_quarters_leave_no_gap(self, moment):
        quarter = Quarter.containing(moment)
        assert quarter.start <= moment < quarter.end
        assert quarter.next.start == quarter.end
        assert quarter.next.previous == quarter < quarter.next
        assert quarter.last_on == london_date(quarter.end) - timedelta(days=1)

    @pytest.mark.parametrize(
        "name",
        ["2026-Q5", "2026-Q0", "2026Q1", "0000-Q1", "9999-Q4", "2026-q1", "", "٢٠٢٦-Q1", None, 2026,
         "2026-Q1\n"],
    )  # fmt: skip
    def test_a_name_that_is_none(self, name):
        with pytest.raises(ValueError, match="2026-Q1"):
            Quarter(name)


@pytest.mark.parametrize(
    ("born", "due", "band"),
    [
        ("2026-11-22", None, "0-4"),
        ("2026-11-23", None, "unborn"),  # the birth was recorded later than this day
        ("2021-11-23", None, "0-4"),
        ("2021-11-22", None, "5-9"),
        ("2016-11-23", None, "5-9"),
        ("2016-11-22", None, "10-14"),
        ("2011-11-22", None, "15-17"),
        ("2008-11-23", None, "15-17"),
        ("2008-11-22", None, "unknown"),
        (None, None, "unknown"),
        (None, "2027-02-01", "unborn"),
        (None, "2026-10-25", "unborn"),
        (None, "2026-10-24", "unknown"),
        ("2021-11-23", "2021-11-01", "0-4"),
    ],
)
def test_age_band(born, due, band):
    day = {name: value and date.fromisoformat(value) for name, value in
           (("born_on", born), ("due_on", due))}  # fmt: skip
    assert age_band(day["born_on"], date(2026, 11, 22), day["due_on"]) == band


def test_a_leap_day_birthday_is_on_1_march_of_a_common_year():
    assert age_band(date(2020, 2, 29), date(2025, 2, 28)) == "0-4"
    assert age_band(date(2020, 2, 29), date(2025, 3, 1)) == "5-9"
