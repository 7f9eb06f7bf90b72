"""The time left on a clock, in the fewest plain words."""

from datetime import UTC, datetime, time, timedelta

from localities.calendar import london, london_date, working_days_between

HOUR, MINUTE, TICK = timedelta(hours=1), timedelta(minutes=1), timedelta(microseconds=1)


def time_left(due_at: datetime, at: datetime, done_at: datetime | None = None, paused=False) -> str:
    """Such as "due in 3 hours", "due tomorrow at 4:00pm", "overdue by 2 working days"."""
    if done_at is not None and done_at <= at:
        if done_at <= due_at:
            return "done on time"
        return f"done late, by {_over(due_at, done_at)}"
    if at > due_at:
        return f"overdue by {_over(due_at, at)}"
    return f"paused, then {_ahead(due_at, at)}" if paused else _ahead(due_at, at)


def show(due_at, at, state, done_at=None) -> dict:
    """What the clock component takes: due_at, state and text (state from localities.clocks)."""
    text = time_left(due_at, at, done_at, paused=state == "paused")
    return {"due_at": due_at, "state": state, "text": text}


def _ahead(due_at, at):
    left = due_at.astimezone(UTC) - at.astimezone(UTC)
    if left < MINUTE:
        return "due now"
    if left < 4 * HOUR:
        return f"due in {_length(left)}"
    if _ends_a_day(due_at):
        return f"due by the end of {_day(_last_day(due_at), at)}"
    if london_date(due_at) == london_date(at):
        return f"due in {_length(left)}"
    return f"due {_day(london_date(due_at), at)} at {clock_time(due_at)}"


def _over(due_at, at):
    days = working_days_between(due_at, at)
    over = at.astimezone(UTC) - due_at.astimezone(UTC)
    if days:
        return _count(days, "working day")
    return _length(over) if over < 24 * HOUR else "less than a working day"


def _length(length):
    if length < HOUR:
        return _count(max(length // MINUTE, 1), "minute")
    hours, minutes = length // HOUR, length % HOUR // MINUTE
    if hours < 3 and minutes:
        return f"{_count(hours, 'hour')} {_count(minutes, 'minute')}"
    return _count(hours, "hour")


def _count(number, what):
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _day(day, at):
    today = london_date(at)
    days = (day - today).days
    if days in (0, 1):
        return ("today", "tomorrow")[days]
    if days < 7:
        return f"{day:%A}"
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {day:%B}{year}"


def _ends_a_day(moment):
    """Midnight, or the last moment before it: people read either as the end of the day."""
    return time.min in (london(moment).time(), london(moment + TICK).time())


def _last_day(moment):
    """The London day that ends at this moment, or in which it lies."""
    return london_date(moment - TICK)


def clock_time(moment: datetime) -> str:
    """A London time of day: 9:05am, 4:00pm, midday."""
    local = london(moment)
    if (local.hour, local.minute) == (12, 0):
        return "midday"
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
