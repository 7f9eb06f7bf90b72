"""Who holds a family: nobody lets go before somebody else has taken hold.

One place for the parties and their words. `casework.holder` asks the same of a whole family, since
it knows who works with it.
"""

from dataclasses import dataclass

from families.models import Area
from referrals.codes import UNDECIDED, Outcome, State
from referrals.models import Transfer

ANSWER, DIRECTION = Transfer.Answer, Transfer.Direction


@dataclass(frozen=True, slots=True)
class Holder:
    """`party` is spoc, social_care, early_help or universal; `until` says what ends it, or ""."""

    party: str
    name: str
    until: str = ""


SPOC, SOCIAL_CARE, EARLY_HELP, UNIVERSAL = "spoc", "social_care", "early_help", "universal"
UNTIL_HOME_AUTHORITY = "until the family’s own authority acknowledges"


def the_spoc(until=""):
    return Holder(SPOC, "The SPOC", until)


def social_care(until=""):
    return Holder(SOCIAL_CARE, "Children’s social care", until)


def nobody():
    """No service holds the family: the end of a way, never a gap between two."""
    return Holder(UNIVERSAL, "Services that are open to everyone")


def sender(*, direction, referral, by, team, until=""):
    """Whose offer it is, by its facts: the direction, whether a referral is behind it, names."""
    if direction == DIRECTION.DOWN:
        return social_care(until)
    return the_spoc(until) if referral else early_help(by, team, until=until)


def early_help(*names, until=""):
    return Holder(EARLY_HELP, ", ".join(filter(None, names)) or "Early help", until)


def until_accepted(direction, team):
    """What ends the sender's hold, in words."""
    if direction == DIRECTION.UP:
        return "until children’s social care accepts"
    return f"until the SPOC or {team} accepts"


def of_transfer(transfer):
    """The sender until it is accepted, and after it was refused; else the receiver."""
    team = transfer.team and transfer.team.name
    if transfer.answer == ANSWER.ACCEPTED:
        return social_care() if transfer.direction == DIRECTION.UP else early_help(team)
    return sender(
        direction=transfer.direction, referral=transfer.referral_id, team=team,
        by=transfer.offered_by and transfer.offered_by.name,
        until="" if transfer.answer else until_accepted(transfer.direction, team),
    )  # fmt: skip


def of_referral(referral):
    """Who holds what this referral asked for, as far as the front door knows; else None."""
    if referral.state in UNDECIDED:
        return the_spoc("until there is a decision")
    if referral.outcome != Outcome.SOCIAL_CARE:
        return _elsewhere(referral)
    transfer = referral.transfers.current().order_by("-id").first()
    return of_transfer(transfer) if transfer else None


def _elsewhere(referral):
    if referral.state != State.DECIDED or referral.area != Area.ELSEWHERE:
        return None
    if referral.acknowledgements.current().exists():
        return None
    return the_spoc(UNTIL_HOME_AUTHORITY)
