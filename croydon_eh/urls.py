"""Every URL of the service, each with its row in the policy table (see accounts.policy)."""

from django.conf import settings
from django.urls import include, path

from accounts.policy import ANYONE, SIGNED_IN, route
from accounts.roles import Permission
from croydon_eh import api, audit_opened, audit_trail, errors, health, mailbox, pages
from croydon_eh.home.views import home

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error


def public(pattern, view, name):
    return route(pattern, view, name=name, get=ANYONE, rows="none")


urlpatterns = [
    route("", home, name="home", get=SIGNED_IN, rows="what needs me", reads="family"),
    path("", include("accounts.urls")),
    path("", include("referrals.urls")),
    path("", include("casework.urls")),
    path("", include("outcomes.urls")),
    path("api/v1/", include(api.urlpatterns)),
    route(
        "audit/", audit_trail.audit_trail, name="audit_trail",
        get=Permission.VIEW_AUDIT, rows="every event; ids, no names",
    ),
    route(
        "audit/opened/", audit_opened.audit_opened, name="audit_opened",
        get=Permission.VIEW_AUDIT, rows="who opened a restricted family, when and why; no names",
    ),
    public("accessibility/", pages.accessibility, "accessibility"),
    public("privacy/", pages.privacy, "privacy"),
    public("cookies/", pages.cookies, "cookies"),
    public("help/", pages.help, "help"),
    public("healthz", health.healthz, "healthz"),
    public("readyz", health.readyz, "readyz"),
]  # fmt: skip

if settings.DEMO:
    urlpatterns += [
        public("demo/mail/", mailbox.demo_mail, "demo_mail"),
        public("demo/components/", pages.components, "demo_components"),
        public("demo/suggestions/", pages.suggestions, "demo_suggestions"),
    ]
