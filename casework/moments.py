"""When something may be said to have happened."""

from audit.errors import Refused


def check_moment(happened_at, *, since, at, field="happened_at"):
    """Refuse what has not happened yet, and what happened before the minute of `since`.

    People type minutes: a visit at 10:31 may follow a decision of 10:31 and 50 seconds.
    """
    if happened_at > at:
        raise Refused("This cannot be in the future.", field=field)
    if happened_at < since.replace(second=0, microsecond=0):
        raise Refused("This cannot be before the episode began.", field=field)
