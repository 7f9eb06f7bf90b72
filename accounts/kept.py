"""What somebody sent when their session had ended: kept until they have signed in again.

It waits in the (still nameless) session of the same browser, and is given out once, on the page
that it was sent from; that page still asks whose record it is.
"""

from django.conf import settings
from django.http import QueryDict

KEY = "kept"
LONGEST = 100_000  # characters; more than any page of ours takes


def keep(request):
    """Called for a POST without a user. Whoever never had a session has nothing to lose."""
    sent = request.POST.urlencode()
    if settings.SESSION_COOKIE_NAME in request.COOKIES and 0 < len(sent) <= LONGEST:
        request.session[KEY] = {"path": request.get_full_path(), "sent": sent}


def take(request):
    """What was sent to this address, once; else None. Anything kept is gone after this."""
    if KEY not in request.session:
        return None
    kept = request.session.pop(KEY)
    return QueryDict(kept["sent"]) if kept["path"] == request.get_full_path() else None
