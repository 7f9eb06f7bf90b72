"""Level 2: the SPOC's offers to lead professionals, and work that they register themselves."""

from accounts.policy import route
from accounts.roles import Permission as P
from referrals.views import leads
from referrals.views.intake import level_2

HELD = "partner-led offers of families that the user may open"
OFFERED = "what is offered to the user"


def offer(part, view, name, *, post=P.LEAD):
    return route(
        f"offers/<int:offer_id>/{part}", view, name=name, get=P.LEAD, post=post, rows=OFFERED,
        reads="family",
    )  # fmt: skip


urlpatterns = [
    route("leads/", leads.lead_list, name="lead_list", get=P.SCREEN, rows=HELD, reads="family"),
    route("leads/<int:offer_id>/", leads.lead_name, name="lead_name", get=P.SCREEN, post=P.DECIDE,
          rows=HELD, reads="family"),
    offer("", leads.offer_detail, "offer_detail", post=None),
    offer("accept/", leads.offer_accept, "offer_accept"),
    offer("decline/", leads.offer_decline, "offer_decline"),
    route("level-2/new/", level_2.level_2_start, name="level_2_start", get=P.LEAD, post=P.LEAD,
          rows="own drafts"),
]  # fmt: skip
