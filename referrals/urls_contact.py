"""Phone calls to the SPOC, and conversations that are not referrals yet."""

from accounts.policy import route
from accounts.roles import Permission as P
from referrals.views import calls, consultations

CALLS = "the front door's open calls and those of 30 days; of restricted families to named people"
TALKS = "own conversations; the front door's for those who screen"


def call(part, view, name, *, post=P.SCREEN):
    return route(
        f"calls/<int:call_id>/{part}", view, name=name, get=P.SCREEN, post=post, rows=CALLS,
        reads="call",
    )  # fmt: skip


urlpatterns = [
    route("calls/", calls.call_list, name="call_list", get=P.SCREEN, rows=CALLS, reads="call"),
    route("calls/new/", calls.call_log, name="call_log", get=P.SCREEN, post=P.SCREEN,
          rows="a call that is being logged", keeps=True),
    route("calls/sites/", calls.site_names, name="site_names", get=P.CONSULT,
          rows="names of sites, which are no record of anybody"),
    call("", calls.call_detail, "call_detail", post=None),
    call("refer/", calls.call_refer, "call_refer"),
    call("form/", calls.call_tie, "call_tie"),
    call("end/", calls.call_end, "call_end"),
    call("keep-back/", calls.call_keep_back, "call_keep_back"),
    route("conversations/", consultations.consultation_list, name="consultation_list",
          get=P.CONSULT, rows=TALKS, reads="consultation"),
    route("conversations/new/", consultations.consultation_log, name="consultation_log",
          get=P.CONSULT, post=P.CONSULT, rows="a conversation that is being logged", keeps=True),
    route("conversations/<int:consultation_id>/", consultations.consultation_detail,
          name="consultation_detail", get=P.CONSULT, rows=TALKS, reads="consultation"),
    route("conversations/<int:consultation_id>/refer/", consultations.consultation_refer,
          name="consultation_refer", get=P.CONSULT, post=P.CONSULT, rows=TALKS,
          reads="consultation"),
    route("conversations/<int:consultation_id>/keep-back/", consultations.consultation_keep_back,
          name="consultation_keep_back", get=P.SCREEN, post=P.SCREEN, rows=TALKS,
          reads="consultation"),
]  # fmt: skip
