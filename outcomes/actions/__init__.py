"""What can be done to reports and in the threshold lab. Read through the module."""

from outcomes.actions.lab import ask_replay, try_replay_again
from outcomes.actions.reports import (
    approve,
    comment,
    publish,
    request_report,
    send_back,
    try_again,
)
from outcomes.asking import SETTLED

__all__ = [
    "SETTLED",
    "approve",
    "ask_replay",
    "comment",
    "publish",
    "request_report",
    "send_back",
    "try_again",
    "try_replay_again",
]
