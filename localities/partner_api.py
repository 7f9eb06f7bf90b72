"""What every API view of a partner system shares: token, scope, one transaction, plain problems."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.policy import TABLE
from audit import events
from audit.errors import KeyReused, Refused, Stale
from audit.models import Event
from localities.partner_problems import PROBLEM


class PartnerView(APIView):
    """One request, one transaction, one row of what was seen; a refusal is recorded after it."""

    policy_name = None  # the name of its route
    reads = None

    def policy(self):
        return TABLE[self.policy_name]

    def dispatch(self, request, *args, **kwargs):
        self.seen = []
        with transaction.atomic():  # what an action did of a refused request is undone by itself
            response = super().dispatch(request, *args, **kwargs)
            partner = getattr(self.request, "user", None)
            if partner is not None:
                self._record(partner, response)
        return response

    def _record(self, partner, response):
        refused = response.status_code in (403, 404)
        policy = self.policy()
        if refused or policy.reads:
            outcome = Event.Outcome.REFUSED if refused else Event.Outcome.SEEN
            ids = () if refused else self.seen
            events.record(
                policy.name, by=partner, kind=policy.reads or "", ids=ids, outcome=outcome
            )


def problem(exc, context):
    """RFC 9457: every error as application/problem+json, each field's with a JSON pointer."""
    if isinstance(exc, Refused):
        return _refused(exc)
    if isinstance(exc, Http404):
        exc = exceptions.NotFound("There is no such thing, or it is not yours to see.")
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    if not isinstance(exc, exceptions.APIException):
        return None
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header
    errors = []
    if isinstance(exc, exceptions.ValidationError):
        errors = list(_pointers(exc.detail))
        detail = "Some of what you sent cannot be used. See errors."
    else:
        detail = str(exc.detail)
    return _response(exc.status_code, type(exc).__name__, detail, errors, headers)


def _refused(exc):
    found = getattr(exc, "problems", ())  # a whole form's worth of refusals
    if found:
        errors = [{"pointer": f"/{p.field}", "detail": p.message} for p in found]
        said = "Some of what you sent cannot be used. See errors."
        return _response(status.HTTP_400_BAD_REQUEST, "Not complete", said, errors)
    clash = isinstance(exc, Stale)
    code = status.HTTP_409_CONFLICT if clash else status.HTTP_422_UNPROCESSABLE_ENTITY
    errors = [{"pointer": f"/{exc.field}", "detail": exc.message}]
    title = "Key reused" if isinstance(exc, KeyReused) else "Refused"
    return _response(code, title, exc.message, errors if exc.field else [])


def _response(code, title, detail, errors=(), headers=None):
    body = {"type": "about:blank", "title": title, "status": code, "detail": detail}
    if errors:
        body["errors"] = list(errors)
    return Response(body, status=code, content_type=PROBLEM, headers=headers)


def _pointers(detail, at=""):
    """Walk DRF's nested errors into (pointer, sentence) pairs."""
    if isinstance(detail, dict):
        for key, inner in detail.items():
            name = "" if key == "non_field_errors" else f"/{_escaped(str(key))}"
            yield from _pointers(inner, at + name)
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _pointers(inner, f"{at}/{index}" if nested else at)
    else:
        yield {"pointer": at, "detail": str(detail)}


def _escaped(key):
    return key.replace("~", "~0").replace("/", "~1")


def plain_problem(code, title, detail):
    """A problem outside of any view, as for an address that is none."""
    body = {"type": "about:blank", "title": title, "status": code, "detail": detail}
    return JsonResponse(body, status=code, content_type=PROBLEM)
