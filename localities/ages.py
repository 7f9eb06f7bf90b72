"""How old a child is on a day."""

from datetime import date, timedelta

# A due date this long past with no birth recorded no longer says that a child is unborn.
LATEST_BIRTH = timedelta(weeks=4)


def age_on(born_on: date, on: date) -> int:
    """Full years; who was born on 29 February turns a year older on 1 March of a common year."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def age_band(born_on: date | None, on: date, due_on: date | None = None) -> str:
    """unborn, 0-4, 5-9, 10-14, 15-17 or unknown, on a day.

    Unknown without a birth date or due date, four weeks past a due date with no birth recorded,
    and from the 18th birthday on.
    """
    if born_on is None:
        return "unborn" if due_on and on <= due_on + LATEST_BIRTH else "unknown"
    if on < born_on:
        return "unborn"
    age = age_on(born_on, on)
    bands = {4: "0-4", 9: "5-9", 14: "10-14", 17: "15-17"}
    return next((band for oldest, band in bands.items() if age <= oldest), "unknown")
