"""The REST API's addresses, version 1. Each row names the OAuth scope that it takes."""

from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.views import TokenView

from accounts.policy import ANYONE, partner_route, route
from croydon_eh.api_docs import Schema, docs
from localities.api import LocalityList
from outcomes.api import ReportFigures, ReportList
from referrals.api import IndicatorList, ReferralDetail, ReferralList

READ, WRITE, FIGURES = "referrals:read", "referrals:write", "reports:read"
OWN = "sent by this system or by its site"

urlpatterns = [
    route("token/", csrf_exempt(TokenView.as_view()), name="api_token", post=ANYONE, rows="own"),
    partner_route("referrals/", ReferralList, name="api_referrals", rows=OWN, reads="referral",
                  scopes={"GET": READ, "POST": WRITE}),
    partner_route("referrals/<str:reference>/", ReferralDetail, name="api_referral", rows=OWN,
                  reads="referral", scopes={"GET": READ}),
    partner_route("indicators/", IndicatorList, name="api_indicators", rows="none",
                  scopes={"GET": None}),
    partner_route("localities/", LocalityList, name="api_localities", rows="none",
                  scopes={"GET": None}),
    partner_route("reports/", ReportList, name="api_reports", rows="published",
                  scopes={"GET": FIGURES}),
    partner_route("reports/<str:quarter>/", ReportFigures, name="api_report", rows="published",
                  scopes={"GET": FIGURES}),
    route("schema/", Schema.as_view(), name="api_schema", get=ANYONE, rows="none"),
    route("docs/", docs, name="api_docs", get=ANYONE, rows="none"),
]  # fmt: skip
