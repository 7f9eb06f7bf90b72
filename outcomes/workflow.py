"""The table of transitions of a report: the only place that says which move is allowed."""

from audit.errors import Refused, Stale
from outcomes.models import Report, ReportState

# verb -> (from states, to state)
TRANSITIONS = {
    "comment": ((ReportState.DRAFT, ReportState.COMMENTARY), ReportState.COMMENTARY),
    "approve": ((ReportState.DRAFT, ReportState.COMMENTARY), ReportState.APPROVED),
    "send_back": ((ReportState.APPROVED,), ReportState.COMMENTARY),
    "publish": ((ReportState.APPROVED,), ReportState.PUBLISHED),
}


def locked(report, *, version=None):
    """The report under a row lock. Raises Stale when it is not the version that was seen."""
    row = Report.objects.select_for_update(of=["self"]).get(pk=report.pk)
    if version is not None and row.version != version:
        raise Stale("Somebody else changed this report after you opened it. Look at it again.")
    return row


def check(report, verb):
    """Raises Refused when the report is not made yet or the table does not allow the verb."""
    if report.snapshot is None:
        raise Refused("The figures are not ready yet.")
    from_states, _ = TRANSITIONS[verb]
    if report.state not in from_states:
        label = ReportState(report.state).label.lower()
        raise Refused(f"This cannot be done now: the report is “{label}”.")


def move(report, verb):
    """Move a locked report. The caller saves `state` and `version`."""
    check(report, verb)
    report.state = TRANSITIONS[verb][1]
    report.version += 1
