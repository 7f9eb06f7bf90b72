"""The SPOC's board and social care's transfers; the page of one referral is casework's to draw."""

from accounts.policy import route
from accounts.roles import Permission as P
from referrals.views import screening, transfers

OFFERED = "transfers of families that the user may open"

urlpatterns = [
    route("screening/", screening.screening_board, name="screening_board", get=P.SCREEN,
          rows="undecided referrals of families that the user may open", reads="referral"),
    route("transfers/", transfers.transfer_list, name="transfer_list", get=P.ANSWER_TRANSFER,
          rows=OFFERED, reads="family"),
    route("transfers/<int:transfer_id>/", transfers.transfer_detail, name="transfer_detail",
          get=P.ANSWER_TRANSFER, rows=OFFERED, reads="family"),
    route("transfers/<int:transfer_id>/accept/", transfers.transfer_accept,
          name="transfer_accept", get=P.ANSWER_TRANSFER, post=P.ANSWER_TRANSFER, rows=OFFERED,
          reads="family"),
    route("transfers/<int:transfer_id>/refuse/", transfers.transfer_refuse,
          name="transfer_refuse", get=P.ANSWER_TRANSFER, post=P.ANSWER_TRANSFER, rows=OFFERED,
          reads="family"),
]  # fmt: skip
