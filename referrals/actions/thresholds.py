"""A proposed version of the thresholds is loaded; by the board's decision it comes into force."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.govuk.times import say_day
from audit.actions import action
from audit.errors import Refused
from referrals import scoring, thresholds
from referrals.models import ThresholdAdoption, ThresholdProposal

TAKEN = "A version starts in this month already. Choose a day in another month."


class NotAFile(Refused):
    """The proposed file has problems: `problems` has each with its line."""

    def __init__(self, problems):
        self.problems = tuple(problems)
        super().__init__(str(self.problems[0]), field="text")


@action
def propose_thresholds(*, title, text, by, at=None):
    """Load a version to try out. Nothing is scored by it. Raises NotAFile with every problem."""
    _, problems = scoring.check_proposed(text)
    if problems:
        raise NotAFile(problems)
    return ThresholdProposal.objects.create(
        title=title.strip(), text=text, loaded_by=by, loaded_at=at or timezone.now()
    )


@action
def adopt_thresholds(*, proposal, starts_on, board_reference, by, at=None):
    """From `starts_on` referrals are scored by the proposal. What was decided keeps its version.

    Raises Refused for a day that is not to come, a month that has a version already, a proposal
    that was adopted before, and a decision of the board without its reference.
    """
    at = at or timezone.now()
    version = f"{starts_on:%Y-%m}"
    _check(proposal, starts_on, version, board_reference, at)
    try:
        with transaction.atomic():
            adoption = ThresholdAdoption.objects.create(
                proposal=proposal, version=version, starts_on=starts_on, adopted_by=by,
                adopted_at=at, board_reference=board_reference.strip(),
            )  # fmt: skip
    except IntegrityError as error:  # another administrator was quicker
        raise Refused(TAKEN, field="starts_on") from error
    thresholds.forget()
    transaction.on_commit(thresholds.forget)
    return adoption


def _check(proposal, starts_on, version, board_reference, at):
    if ThresholdAdoption.objects.filter(proposal=proposal).exists():
        raise Refused("This version was adopted already.")
    if not board_reference.strip():
        raise Refused("Give the board’s reference.", field="board_reference")
    if starts_on < thresholds.earliest_start(at):
        first = say_day(thresholds.earliest_start(at))
        raise Refused(f"The first day on which it can hold is {first}.", field="starts_on")
    adopted = ThresholdAdoption.objects.filter(version=version)
    if version in scoring.versions() or adopted.exists():
        raise Refused(TAKEN, field="starts_on")
