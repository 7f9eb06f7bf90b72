"""What stands beside the SPOC board: the queues of the front door, each a page of its own."""

from django.urls import reverse

PARTS = (
    ("Waiting for a decision", "screening_board"),
    ("Calls", "call_list"),
    ("Lead professionals", "lead_list"),
    ("Conversations", "consultation_list"),
)


def parts(here):
    """Items of components/sub_navigation.html."""
    return [{"label": label, "url": reverse(name), "active": name == here} for label, name in PARTS]
