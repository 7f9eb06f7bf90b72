"""The published description, fuzzed with a valid token: no server error, no answer outside it."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from croydon_eh.wsgi import application
from tests.api.conftest import Partner, partner_system
from tests.factories.localities import SiteFactory, spoc

CASES = 600  # for each of the seven operations, 4,200 in all

schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)


@pytest.fixture
def token(committed_db):
    spoc()
    partner = Partner(partner_system(SiteFactory()))
    partner.sign_in()
    return partner.token


@schema.parametrize()
@settings(
    max_examples=CASES, deadline=None, derandomize=True, database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_operation(case, token):
    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
    case.call_and_validate(
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
        ]
    )
