"""Two small things every request needs."""

import logging

from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import get_template

logger = logging.getLogger(__name__)


def unavailable_database(get_response):
    """With PostgreSQL away: a clean page that says so. The next request tries again by itself."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        if not isinstance(exception, OperationalError):
            return None
        logger.error("database unavailable: %s", type(exception).__name__)
        return unavailable()

    middleware.process_exception = process_exception
    return middleware


def unavailable():
    page = HttpResponse(get_template("503.html").render(), status=503)
    page["Retry-After"] = "30"
    return page


def private_pages(get_response):
    """Nothing that shows a person's record is kept by a browser or a proxy."""

    def middleware(request):
        response = get_response(request)
        response.setdefault("Cache-Control", "no-store")
        return response

    return middleware
