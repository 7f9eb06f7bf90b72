"""Reports for the board, and replays of the past under proposed thresholds."""

from outcomes.models.lab import Replay, ReplayQuerySet
from outcomes.models.reports import Report, ReportFile, ReportQuerySet, ReportState

__all__ = [
    "Replay",
    "ReplayQuerySet",
    "Report",
    "ReportFile",
    "ReportQuerySet",
    "ReportState",
]
