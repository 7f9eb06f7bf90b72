"""Error pages with a way on. The 404 is one static body: it tells nothing about what exists.

All are drawn without a context: whatever went wrong must not go wrong again in their making.
"""

import sys

from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import get_template

from croydon_eh.middleware import unavailable
from localities.partner_api import plain_problem


def _page(code, name=None):
    return HttpResponse(get_template(name or f"{code}.html").render(), status=code)


def not_found(request, exception=None):
    if request.path.startswith("/api/"):
        return plain_problem(404, "Not found", "There is no such address.")
    return _page(404)


def bad_request(request, exception=None):
    return _page(400)


def forbidden(request, exception=None):
    return _page(403)


def csrf_failure(request, reason=""):
    return _page(403, "403_csrf.html")


def server_error(request):
    if isinstance(sys.exc_info()[1], OperationalError):
        return unavailable()
    return _page(500)
