"""Compare dates of birth, and dates of birth with due dates."""

from datetime import date, timedelta

A_FEW_DAYS = timedelta(days=3)
FAR = timedelta(days=5 * 365)
EARLY, LATE = timedelta(weeks=12), timedelta(weeks=4)  # a birth, against the due date
DUE_AGAIN = timedelta(weeks=3)  # two due dates of one child, one corrected after a scan


def compare_days(ours, theirs) -> str:
    """An answer of the weights file; each has `born_on` and `due_on`, of which one may be set."""
    if ours.born_on and theirs.born_on:
        return _births(ours.born_on, theirs.born_on)
    if ours.due_on and theirs.due_on:
        return "due" if abs(ours.due_on - theirs.due_on) <= DUE_AGAIN else "different"
    born = ours.born_on or theirs.born_on
    due = ours.due_on or theirs.due_on
    if not born or not due:
        return "missing"
    return "due" if due - EARLY <= born <= due + LATE else "different"


def _births(ours, theirs):
    if ours == theirs:
        return "same"
    if theirs == swapped(ours):
        return "swapped"
    if _one_slip(ours, theirs):
        return "typo"
    apart = abs(ours - theirs)
    if apart <= A_FEW_DAYS:
        return "near"
    return "far" if apart > FAR else "different"


def swapped(day: date) -> date | None:
    """3 April for 4 March; None where there is no such day, or it is the same."""
    if day.day > 12 or day.day == day.month:
        return None
    return day.replace(month=day.day, day=day.month)


def _one_slip(ours, theirs):
    """One digit typed wrong, or two neighbours changed places, in DDMMYYYY."""
    one, other = f"{ours:%d%m%Y}", f"{theirs:%d%m%Y}"
    wrong = [i for i in range(8) if one[i] != other[i]]
    if len(wrong) == 1:
        return True
    return len(wrong) == 2 and wrong[1] == wrong[0] + 1 and _crossed(one, other, wrong[0])


def _crossed(one, other, at):
    return one[at] == other[at + 1] and one[at + 1] == other[at]


def days_like(day: date | None) -> list[date]:
    """The day and those most often written for it: swapped, and a few days off."""
    if day is None:
        return []
    near = [day + timedelta(days=n) for n in range(-A_FEW_DAYS.days, A_FEW_DAYS.days + 1)]
    other = swapped(day)
    return [*near, other] if other else near
