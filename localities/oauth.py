"""OAuth2 for partner systems: client credentials only, tokens bound to the system's own scopes."""

from oauth2_provider.oauth2_validators import OAuth2Validator


class ClientCredentialsOnly(OAuth2Validator):
    def validate_grant_type(self, client_id, grant_type, client, request, *args, **kwargs):
        return grant_type == "client_credentials" and client.is_active

    def validate_scopes(self, client_id, scopes, client, request, *args, **kwargs):
        return set(scopes) <= set(client.scopes.split())

    def get_default_scopes(self, client_id, request, *args, **kwargs):
        return request.client.scopes.split()
