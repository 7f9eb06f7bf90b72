"""Error pages with a way on. The 404 is one static body: it tells nothing about what exists."""

from django.http import HttpResponseNotFound
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.csrf import requires_csrf_token

from croydon_eh.middleware import unavailable
from localities.partner_api import plain_problem


def not_found(request, exception=None):
    if request.path.startswith("/api/"):
        return plain_problem(404, "Not found", "There is no such address.")
    return HttpResponseNotFound(get_template("404.html").render())


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


@requires_csrf_token
def server_error(request):
    import sys

    from django.db import OperationalError

    if isinstance(sys.exc_info()[1], OperationalError):
        return unavailable()
    return render(request, "500.html", status=500)
