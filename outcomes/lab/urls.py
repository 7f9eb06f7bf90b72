"""The threshold lab. Who may open no family reads counts with small numbers hidden, no examples."""

from accounts.policy import route
from accounts.roles import Permission as P
from outcomes.lab import views

PROPOSALS = "every proposed version of the thresholds"
REPLAYS = "Replay.visible_to: any period for those who open families, else whole quarters"


def page(pattern, view, name, *, rows=PROPOSALS, get=P.TRY_THRESHOLDS, **methods):
    return route(f"lab/{pattern}", view, name=name, rows=rows, get=get, **methods)


urlpatterns = [
    page("", views.lab, "lab"),
    page("load/", views.lab_load, "lab_load", post=P.TRY_THRESHOLDS),
    page("<int:proposal_id>/", views.lab_proposal, "lab_proposal"),
    page("<int:proposal_id>/file/", views.lab_file, "lab_file"),
    page("<int:proposal_id>/replay/", views.lab_ask, "lab_ask", post=P.TRY_THRESHOLDS),
    page("<int:proposal_id>/adopt/", views.lab_adopt, "lab_adopt", get=P.ADOPT_THRESHOLDS,
         post=P.ADOPT_THRESHOLDS),
    page("replays/<int:replay_id>/", views.lab_replay, "lab_replay", rows=REPLAYS),
    page("replays/<int:replay_id>/again/", views.lab_again, "lab_again", rows=REPLAYS, get=None,
         post=P.TRY_THRESHOLDS),
    page("replays/<int:replay_id>/examples/", views.lab_examples, "lab_examples", reads="referral",
         rows="examples: referrals of families that the user may open", get=P.CONSISTENCY),
]  # fmt: skip
