"""An episode: one period of early help for one family, from decision to closing."""

from casework.models.episodes import (
    Allocation,
    Closing,
    Episode,
    EpisodeChild,
    EpisodeMove,
    EpisodeQuerySet,
)
from casework.models.work import (
    OUTCOME_CHOICES,
    Assessment,
    Goal,
    GoalEnd,
    OutcomeScore,
    Plan,
    Review,
    Seen,
    Visit,
)

__all__ = [
    "OUTCOME_CHOICES",
    "Allocation",
    "Assessment",
    "Closing",
    "Episode",
    "EpisodeChild",
    "EpisodeMove",
    "EpisodeQuerySet",
    "Goal",
    "GoalEnd",
    "OutcomeScore",
    "Plan",
    "Review",
    "Seen",
    "Visit",
]
