"""The queues of the front door: those of the SPOC board, and those that are a page of their own."""

from django.urls import reverse

from accounts.roles import Permission as P
from referrals.board import QUEUES

PAGES = (
    ("Calls", "call_list", P.SCREEN),
    ("Lead professionals", "lead_list", P.SCREEN),
    ("Conversations", "consultation_list", P.CONSULT),
    ("Disagreements", "disagreement_list", P.REOPEN),
)


def parts(here, user, queue=""):
    """Items of components/sub_navigation.html."""
    board = reverse("screening_board")
    queues = [
        {
            "label": title,
            "url": f"{board}?show={key}" if key else board,
            "active": here == "screening_board" and key == queue,
        }
        for key, (title, _) in QUEUES.items()
        if user.has_perm(P.SCREEN)
    ]
    return queues + [
        {"label": label, "url": reverse(name), "active": name == here}
        for label, name, permission in PAGES
        if user.has_perm(permission)
    ]
