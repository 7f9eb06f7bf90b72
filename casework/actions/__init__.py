"""What can be done to an episode. Read through the module: `casework.allocate(…)`."""

from casework.actions.allocation import (
    allocate,
    open_by_worker,
    open_episode,
    open_step_down,
    undo_episode,
)
from casework.actions.closing import close, step_up
from casework.actions.giving import give_plan
from casework.actions.leads import lead_episode
from casework.actions.plans import add_goal, agree_plan, end_goal, hold_review
from casework.actions.work import (
    complete_assessment,
    correct_visit,
    record_visit,
    score_outcomes,
)

__all__ = [
    "add_goal",
    "agree_plan",
    "allocate",
    "close",
    "complete_assessment",
    "correct_visit",
    "end_goal",
    "give_plan",
    "hold_review",
    "lead_episode",
    "open_by_worker",
    "open_episode",
    "open_step_down",
    "record_visit",
    "score_outcomes",
    "step_up",
    "undo_episode",
]
