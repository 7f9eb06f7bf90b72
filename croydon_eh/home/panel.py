"""One list on a home page, and its clock."""

from dataclasses import dataclass, field

from localities import clocks
from localities.clock_text import show

FEW = 5


@dataclass
class Panel:
    """A list on the home page. Rows are dicts: url, text, note, clock (all plain values).

    A row about a family has its id as `family` (None where it is not known); with a clock also
    `plain`: what it is, without anybody's name, for a mail.
    """

    title: str
    empty: str  # what to read when there is nothing; "" leaves the list out then
    rows: list = field(default_factory=list)
    more: tuple = ()  # (url, text)
    names: bool = True  # whether its rows name families, which leaves a row of access


def clock(key, start, due_at, now, *, urgent=False):
    """A running clock, as the component takes it."""
    soon = clocks.soon_at(key, start, due_at, urgent=urgent)
    return show(due_at, now, clocks.state(due_at, now, soon_at=soon))
