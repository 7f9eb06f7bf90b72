"""Every URL of the product, and those that exist for the comparison only."""

from django.urls import path

from croydon_eh.urls import handler400, handler404, handler500, urlpatterns
from tests.bench import bare, plain_admin, plain_api

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    *urlpatterns,
    path("bench/referrals/", bare.referral_list),
    path("bench/screening/", bare.screening_board),
    path("bench/visits/<int:episode_id>/<int:person_id>/", bare.two_inserts),
    path("bench/submit/<uuid:draft_id>/", bare.submit),
    path("bench/admin/", plain_admin.site.urls),
    path("bench/api/referrals/", plain_api.ReferralViewSet.as_view(plain_api.METHODS)),
]
