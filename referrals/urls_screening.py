"""The SPOC's board and social care's transfers; the page of one referral is casework's to draw."""

from accounts.policy import route
from accounts.roles import Permission as P
from referrals.views import screening, second_look, step_downs, transfers

OFFERED = "transfers of families that the user may open"
OPEN = "families that the user may open"


def transfer(part, view, name, *, get=P.VIEW_TRANSFERS, post=None):
    """The page of one offer, or one form of it."""
    return route(
        f"transfers/<int:transfer_id>/{part}", view, name=name, get=get, post=post, rows=OFFERED,
        reads="family",
    )  # fmt: skip


def answer(part, view, name, who):
    return transfer(part, view, name, get=who, post=who)


urlpatterns = [
    route("screening/", screening.screening_board, name="screening_board", get=P.SCREEN,
          rows="undecided referrals of families that the user may open", reads="referral"),
    route("second-look/", second_look.second_looks, name="second_looks", get=P.SECOND_LOOK,
          post=P.SECOND_LOOK, rows="how many wait that the user may judge"),
    route("second-look/<int:look_id>/", second_look.second_look, name="second_look",
          get=P.SECOND_LOOK, post=P.SECOND_LOOK, reads="referral",
          rows="SecondLook.visible_to: the one that the user holds; what was sent, no decision"),
    route("screening/assign/", screening.screening_assign, name="screening_assign",
          post=P.DECIDE, rows="undecided referrals of families that the user may open",
          reads="referral"),
    route("disagreements/", screening.disagreement_list, name="disagreement_list", get=P.REOPEN,
          rows="disagreements about referrals of families that the user may open",
          reads="referral"),
    route("transfers/", transfers.transfer_list, name="transfer_list", get=P.VIEW_TRANSFERS,
          rows=OFFERED, reads="family"),
    transfer("", transfers.transfer_detail, "transfer_detail"),
    answer("accept/", transfers.transfer_accept, "transfer_accept", P.ANSWER_TRANSFER),
    answer("refuse/", transfers.transfer_refuse, "transfer_refuse", P.ANSWER_TRANSFER),
    answer("call/", transfers.transfer_call, "transfer_call", P.RECORD_CALL),
    answer("take/", transfers.step_down_accept, "step_down_accept", P.ANSWER_STEP_DOWN),
    answer("return/", transfers.step_down_refuse, "step_down_refuse", P.ANSWER_STEP_DOWN),
    route("step-downs/", step_downs.step_down_start, name="step_down_start",
          get=P.OFFER_STEP_DOWN, rows=OPEN, reads="family"),
    route("step-downs/new/", step_downs.step_down_new, name="step_down_new",
          get=P.OFFER_STEP_DOWN, post=P.OFFER_STEP_DOWN, rows="a family that the user enters"),
    route("step-downs/<int:family_id>/", step_downs.step_down_family, name="step_down_family",
          get=P.OFFER_STEP_DOWN, post=P.OFFER_STEP_DOWN, rows=OPEN, reads="family"),
]  # fmt: skip
