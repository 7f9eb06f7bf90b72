"""What is compared of a person, wherever it comes from: plain values."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from families.names import sort_name


@dataclass(frozen=True)
class Someone:
    """`postcodes` are all that the person is known to have lived at, as "CR0 2AB"."""

    first_name: str
    last_name: str
    known_as: str = ""
    born_on: date | None = None
    due_on: date | None = None
    sex: str = ""
    nhs_number: str = ""
    upn: str = ""
    postcodes: frozenset = field(default_factory=frozenset)

    @cached_property
    def first(self):
        """Words of the first name, lower case without accents: ("anne", "marie")."""
        return tuple(sort_name(self.first_name).split())

    @cached_property
    def known(self):
        return tuple(sort_name(self.known_as).split())

    @cached_property
    def last(self):
        return tuple(sort_name(self.last_name).split())

    @property
    def words(self):
        return {*self.first, *self.known, *self.last}
