"""Old rows are kept by the database."""

import pghistory


def keeps_history(model):
    """Keep the old row on UPDATE and DELETE, by trigger. Tracking inserts was slow."""
    return pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())(model)
