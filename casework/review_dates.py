"""When reviews fall due: six weeks after the plan, then twelve weeks after the last one held."""

from localities import clocks


def next_review_due(planned_at, last_held_at, *, version):
    """The first moment at which the next review is late."""
    if last_held_at is None:
        return clocks.due("review_first", planned_at, version=version)
    return clocks.due("review_next", last_held_at, version=version)


def due_of_review_held(planned_at, last_held_at, held_at, *, version):
    """The due moment that a review held now answers: a missed one falls due again 12 weeks on."""
    due_at = next_review_due(planned_at, last_held_at, version=version)
    while True:
        again = clocks.due("review_next", due_at, version=version)
        if again > held_at:
            return due_at
        due_at = again
