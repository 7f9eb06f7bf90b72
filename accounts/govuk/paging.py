"""Pages of a long list by cursor: the key of the last row shown, never a number of rows to skip."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

PAGE = 25
MOST_COUNTED = 500


@dataclass(frozen=True)
class Slice:
    """`rows` are dicts; `previous` and `next` are addresses, or None at either end."""

    rows: list
    previous: str | None
    next: str | None


def slice_of(rows, query, *, moment, descending=False, size=PAGE):
    """One page of `rows`, a queryset of `.values()` with "id" and the datetime field `moment`.

    `query` is request.GET: `after` or `before` hold the key of a row at the edge of a page.
    A cursor that cannot be read gives the first page.
    """
    back = _read(query.get("before"))
    key = back or _read(query.get("after"))
    upwards = (back is None) != descending
    if key:
        rows = rows.filter(_beyond(moment, *key, upwards))
    sign = "" if upwards else "-"
    found = list(rows.order_by(f"{sign}{moment}", f"{sign}id")[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    has_previous, has_next = (more, True) if back else (key is not None, more)
    edge = lambda name, row: _address(query, name, row, moment)  # noqa: E731
    return Slice(
        found,
        edge("before", found[0]) if found and has_previous else None,
        edge("after", found[-1]) if found and has_next else None,
    )


def _beyond(moment, at, pk, upwards):
    """Rows after (or before) this key; the first term lets PostgreSQL seek in the index."""
    way = "gt" if upwards else "lt"
    return Q(**{f"{moment}__{way}e": at}) & (
        Q(**{f"{moment}__{way}": at}) | Q(**{f"id__{way}": pk})
    )


def _read(text):
    at, _, pk = (text or "").partition("~")
    try:
        at, pk = datetime.fromisoformat(at), int(pk)
    except (ValueError, OverflowError):
        return None
    return (at, pk) if at.tzinfo and at.year > 1 and 0 <= pk < 2**63 else None


def _address(query, name, row, moment):
    kept = query.copy()
    for other in ("after", "before"):
        kept.pop(other, None)
    kept[name] = f"{row[moment].isoformat()}~{row['id']}"
    return f"?{kept.urlencode()}"


def counted(rows):
    """How many, as text; nobody waits for the database to count beyond that."""
    found = rows[: MOST_COUNTED + 1].count()
    return f"more than {MOST_COUNTED:,}" if found > MOST_COUNTED else f"{found:,}"
