"""Two who work at once: real threads, real commits. For tests with a `committed_db`."""

import threading

from django.db import connections


def waits(function):
    """A thread that has begun `function` and waits for a lock of this transaction."""

    def meanwhile():
        try:
            function()
        finally:
            connections.close_all()

    thread = threading.Thread(target=meanwhile)
    thread.start()
    thread.join(timeout=1)
    assert thread.is_alive()
    return thread
