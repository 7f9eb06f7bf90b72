"""How a partner system proves who it is, what its token allows, and how much it may send."""

from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from rest_framework import exceptions, parsers, permissions, status

LARGEST_BODY = 1_000_000  # bytes


class PartnerAuthentication(OAuth2Authentication):
    """The token's partner system stands where a user would: `request.user` is a PartnerSystem."""

    def authenticate(self, request):
        found = super().authenticate(request)
        if found is None:
            return None
        _, token = found
        if token.application is None or not token.application.is_active:
            raise exceptions.AuthenticationFailed("This system's access has ended.")
        return token.application, token


class InPolicy(permissions.BasePermission):
    """The token carries the scope that the policy table names for this method."""

    message = "The token does not have the scope that this needs."

    def has_permission(self, request, view):
        if request.auth is None:
            raise exceptions.NotAuthenticated("Send a bearer token from /api/v1/token/.")
        needed = view.policy().scopes.get(
            "GET" if request.method in ("HEAD", "OPTIONS") else request.method
        )
        return needed is None or request.auth.is_valid([needed])


class LimitedJSONParser(parsers.JSONParser):
    """JSON that is neither endless nor bottomless."""

    def parse(self, stream, media_type=None, parser_context=None):
        request = parser_context["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise TooLarge
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise exceptions.ParseError("The JSON is nested too deeply.") from error


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is larger than 1 MB."
    default_code = "too_large"
