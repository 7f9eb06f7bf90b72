"""Goals and scores of an episode as plain values: where the family started, where it is now."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from casework.codes import GoalEnding, ScoredAt
from casework.forms.work import SCORES
from casework.models import Goal, GoalEnd, OutcomeScore
from referrals.scoring import OUTCOMES

ENDING_COLOURS = {"met": "green", "partly": "turquoise", "not_met": "red", "not_wanted": "grey"}
COLUMNS = ("id", "text", "outcome", "measure", "words", "by_on", "person__first_name", "ending")
LEFT, STEP = 12, 30  # of the little chart: where score 1 stands, and how far apart scores are


def goals_of(episode):
    """The goals in the order in which they were agreed, with how each ended. One query."""
    ending = GoalEnd.objects.current().filter(goal=OuterRef("pk")).values("ending")[:1]
    rows = Goal.objects.current().filter(episode=episode).annotate(ending=Subquery(ending))
    return [
        {
            **row,
            "outcome": OUTCOMES[row["outcome"]],
            "status": GoalEnding(row["ending"]).label if row["ending"] else "Open",
            "colour": ENDING_COLOURS.get(row["ending"], "blue"),
        }
        for row in rows.order_by("happened_at", "id").values(*COLUMNS)
    ]


def scores_of(episode):
    """Each scored outcome: first and last score, in words and as places on a line. One query."""
    rows = OutcomeScore.objects.current().filter(episode=episode)
    found = {}
    for outcome, score, at, moment in rows.order_by("happened_at", "id").values_list(
        "outcome", "score", "happened_at", "scored_at"
    ):
        found.setdefault(outcome, []).append((score, at, moment))
    return [_shown(OUTCOMES[key], found[key]) for key in OUTCOMES if key in found]


def scores_listed():
    """Annotation of an episode: its scores, oldest first, as `latest_scores` takes them."""
    rows = OutcomeScore.objects.current().filter(episode=OuterRef("pk"))
    pairs = JSONObject(outcome="outcome", score="score")
    return ArraySubquery(rows.order_by("happened_at", "id").values(found=pairs))


def latest_scores(scores):
    """outcome -> last score."""
    return {row["outcome"]: row["score"] for row in scores}


def _shown(label, scores):
    (first, first_at, _), (last, last_at, moment) = scores[0], scores[-1]
    changed = last - first
    return {
        "label": label,
        "first": SCORES[first],
        "first_at": first_at,
        "last": SCORES[last] if len(scores) > 1 else "",
        "last_at": last_at,
        "moment": ScoredAt(moment).label,
        "change": f"{changed:+d}" if changed else "no change" if len(scores) > 1 else "",
        "x1": LEFT + STEP * (first - 1),
        "x2": LEFT + STEP * (last - 1),
        "better": changed > 0,
        "worse": changed < 0,
    }
