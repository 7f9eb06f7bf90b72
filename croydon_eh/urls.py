"""Every URL of the service, each with its row in the policy table (see accounts.policy)."""

from django.urls import include, path

from croydon_eh import errors

handler400 = errors.bad_request
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = []
