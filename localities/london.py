"""London time. A naive moment is a ValueError everywhere; moments come back on London clocks."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)


def london(moment: datetime) -> datetime:
    """The moment on a London clock."""
    if moment.utcoffset() is None:
        raise ValueError("A moment needs its time zone.")
    return moment.astimezone(LONDON)


def london_date(moment: datetime) -> date:
    """The London day a moment lies in: 30 June 23:30 UTC is 1 July."""
    return london(moment).date()


def london_day_start(day: date) -> datetime:
    """Midnight at which a London day begins."""
    return datetime.combine(day, time.min, LONDON)


def london_day_end(day: date) -> datetime:
    """The last moment of a London day: all that happens on it is at or before this."""
    return datetime.combine(day, time.max, LONDON)


def months_after(day, months: int):
    """The same day `months` calendar months on, or that month's last day; for a date or a moment.

    A moment keeps its London time of day. `months` may be negative.
    """
    if isinstance(day, datetime):
        local = london(day)
        return datetime.combine(months_after(local.date(), months), local.time(), LONDON)
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, _days_in(years, month + 1)))


def _days_in(year, month):
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return (first_of_next - ONE_DAY).day
