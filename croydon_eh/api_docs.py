"""The API described: OpenAPI 3.1 for machines, and one readable page for people."""

import json

from django.conf import settings
from django.shortcuts import render
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularJSONAPIView


class PartnerTokens(OpenApiAuthenticationExtension):
    target_class = "localities.partner_auth.PartnerAuthentication"
    name = "partner"

    def get_security_definition(self, auto_schema):
        scopes = settings.OAUTH2_PROVIDER["SCOPES"]
        flow = {"tokenUrl": "/api/v1/token/", "scopes": scopes}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema):
        view = auto_schema.view
        needed = view.policy().scopes.get(auto_schema.method) if hasattr(view, "policy") else None
        return {self.name: [needed] if needed else []}


class Schema(SpectacularJSONAPIView):
    """OpenAPI 3.1 as JSON, open to everybody: it tells of no family."""

    authentication_classes = ()
    permission_classes = ()


def _operations(schema):
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            yield {
                "id": operation["operationId"],
                "method": method.upper(),
                "path": path,
                "summary": operation.get("summary", ""),
                "parameters": operation.get("parameters", []),
                "body": json.dumps(body["schema"], indent=2) if body else "",
                "responses": sorted(operation["responses"]),
                "scopes": [s for need in operation.get("security", []) for v in need.values()
                           for s in v],
            }  # fmt: skip


def docs(request):
    schema = SchemaGenerator().get_schema(request=None, public=True)
    shapes = [
        {"name": name, "json": json.dumps(shape, indent=2)}
        for name, shape in schema["components"]["schemas"].items()
    ]
    context = {"operations": list(_operations(schema)), "shapes": shapes, "base": settings.BASE_URL}
    return render(request, "api/docs.html", context)
