"""A referral before it is one."""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from families.entries import (
    AdultEntry,
    AgreementEntry,
    ChildEntry,
    HomeEntry,
    SafeContactEntry,
    code,
    line,
)
from referrals.models import Observation

Answer = Observation.Answer
LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An answer to one indicator; for "not known" and "no concern" to one theme.

    `key` is "child.attendance.3", or "child.attendance" for the theme. `child` is the key of a
    child for what is the child's own, "" for what counts for the whole family.
    """

    key: str = line("Indicator", 60, required=True)
    child: str = line("Child", 40)
    answer: str = code("Answer", Answer, required=True, default=Answer.OBSERVED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerEntry:
    """What was answered before anything else. With a red flag the SPOC was phoned."""

    red_flags: tuple[str, ...] = ()
    spoke_to: str = line("Who answered", 120)
    called_at: datetime | None = None
    family_knows: bool | None = None
    do_not_tell: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """`observations` may hold red flags too; they mean the same as those of `danger`."""

    family_name: str = line("Family name", 120)
    children: tuple[ChildEntry, ...] = ()
    adults: tuple[AdultEntry, ...] = ()
    home: HomeEntry = field(default_factory=HomeEntry)
    worries: str = line("What worries you", LONGEST_TEXT, required=True)
    working_well: str = line("What works well", LONGEST_TEXT)
    must_change: str = line("What must change", LONGEST_TEXT)
    tried: str = line("What you have tried", LONGEST_TEXT)
    observations: tuple[Seen, ...] = ()
    strengths: tuple[str, ...] = ()
    agreement: AgreementEntry | None = None
    safe_contacts: tuple[SafeContactEntry, ...] = ()
    danger: DangerEntry = field(default_factory=DangerEntry)
    urgent: bool = False
    first_contact_at: datetime | None = None  # a call to the SPOC before the form
    partner_reference: str = line("Your reference", 60)
    threshold_version: str = line("Threshold version", 10)  # "" is the one in force

    @property
    def named(self):
        return self.family_name.strip() or self.children[0].last_name

    @property
    def red_flags(self):
        """Keys of every red flag, wherever it was ticked, without repetition."""
        ticked = [s.key for s in self.observations if s.key.startswith("redflag.")]
        return tuple(dict.fromkeys([*self.danger.red_flags, *ticked]))

    @property
    def contact_at(self):
        """When the SPOC was first told, if that was before the form."""
        calls = [at for at in (self.first_contact_at, self.danger.called_at) if at]
        return min(calls, default=None)

    def as_plain(self):
        """The whole as plain values, for the fingerprint of an idempotency key."""
        return asdict(self)
