"""For which quarter, and as at which moment, figures can be asked for."""

from datetime import timedelta

from audit.errors import Refused
from localities.calendar import Quarter

# Web transactions end within 30 seconds: nothing commits behind a moment that is this old.
SETTLED = timedelta(seconds=60)


def quarter_called(name):
    try:
        return Quarter(name)
    except ValueError as error:
        raise Refused(str(error), field="quarter") from error


def check_moment(quarter, as_at, *, at):
    """Raises Refused unless the facts of the quarter can be looked at as at this moment."""
    if quarter.start > at:
        raise Refused(f"{quarter.label} has not begun.", field="quarter")
    if as_at > at:
        raise Refused("The moment of the figures lies in the future.", field="as_at")
    if as_at > at - SETTLED:
        raise Refused("The moment of the figures must be a minute ago at least.", field="as_at")
    if as_at < quarter.start:
        raise Refused("The moment of the figures is before the quarter.", field="as_at")
