"""When something may be said to have happened."""

from audit.errors import Refused


def check_moment(happened_at, *, since, at, field="happened_at"):
    """Refuse what has not happened yet, and what happened before `since`."""
    if happened_at > at:
        raise Refused("This cannot be in the future.", field=field)
    if happened_at < since:
        raise Refused("This cannot be before the episode began.", field=field)
