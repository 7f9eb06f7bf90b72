"""Dates and times as people write and read them. Clock times are those of Europe/London."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
NAMED = {"midday": dt.time(12), "noon": dt.time(12), "midnight": dt.time(0)}


def local(moment):
    return moment.astimezone(LONDON) if moment.tzinfo else moment.replace(tzinfo=LONDON)


def say_day(day):
    """`22 November 2026`, of a date or of the London day of a moment."""
    day = local(day) if isinstance(day, dt.datetime) else day
    return f"{day.day} {MONTHS[day.month - 1].title()} {day.year}"


def say_short_day(day):
    """`22 Nov 2026`, for tables."""
    day = local(day) if isinstance(day, dt.datetime) else day
    return f"{day.day} {MONTHS[day.month - 1][:3].title()} {day.year}"


def say_time(at):
    """`9:30am`, `midday`, `midnight`."""
    at = local(at) if isinstance(at, dt.datetime) else at
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def say_moment(moment):
    """`22 November 2026 at 3:31pm`."""
    return f"{say_day(moment)} at {say_time(moment)}"


def say_to_machines(moment):
    """For the datetime attribute of <time>, which takes no microseconds."""
    if isinstance(moment, dt.datetime):
        return local(moment).isoformat(timespec="seconds")
    return moment.isoformat()


def read_number(text):
    """A short run of plain digits as an int, else None."""
    text = str(text).strip()
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else None


def read_month(text):
    """`3`, `03`, `Mar` or `March` as 3, else None."""
    word = str(text).strip().lower().rstrip(".")
    named = [n for n, month in enumerate(MONTHS, 1) if len(word) > 2 and month.startswith(word)]
    return named[0] if named else read_number(word)


def read_time(text):
    """`9:30am`, `9.30`, `14:30`, `1430`, `2pm` or `midday` as a time, else None.

    An hour alone needs am or pm: `9` says too little.
    """
    word = " ".join(str(text).lower().split())
    if word in NAMED:
        return NAMED[word]
    found = re.fullmatch(r"(\d{1,2})(?:[:. ]?(\d{2}))? ?(?:([ap])\.?m\.?)?", word, re.ASCII)
    if not found or not (found[2] or found[3]):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def at_london(day, time):
    """The moment of that wall-clock time, or None where the clocks skip it in March."""
    moment = dt.datetime.combine(day, time, tzinfo=LONDON)
    back = moment.astimezone(dt.UTC).astimezone(LONDON)
    return moment if back.replace(tzinfo=None) == moment.replace(tzinfo=None) else None
