import json

import pytest
from django.test import Client

from localities.models import PartnerSystem
from tests.factories.localities import LocalityFactory, SiteFactory, WardFactory, spoc

SECRET = "a-secret-of-a-partner-system"


def partner_system(site, name="School records", **fields):
    return PartnerSystem.objects.create(
        name=name, site=site, client_type="confidential", client_secret=SECRET,
        authorization_grant_type="client-credentials", **fields,
    )  # fmt: skip


class Partner:
    """A partner's system: it signs in by client credentials and speaks JSON."""

    def __init__(self, system):
        self.system = system
        self.client = Client()
        self.token = None

    def sign_in(self, **more):
        body = {"grant_type": "client_credentials", "client_id": self.system.client_id,
                "client_secret": SECRET, **more}  # fmt: skip
        said = self.client.post("/api/v1/token/", body)
        self.token = said.json().get("access_token")
        return said

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, path, **query):
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def send(self, body, *, key="a-key-of-our-own", raw=None):
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        data = raw if raw is not None else json.dumps(body)
        return self.client.post(
            "/api/v1/referrals/", data, content_type="application/json", headers=headers
        )


@pytest.fixture
def site(db):
    spoc()
    WardFactory(locality=LocalityFactory(code="north"))
    return SiteFactory()


@pytest.fixture
def partner(site):
    partner = Partner(partner_system(site))
    partner.sign_in()
    return partner


@pytest.fixture
def other_partner(site):
    other = Partner(partner_system(SiteFactory(), name="Another school's records"))
    other.sign_in()
    return other


@pytest.fixture
def body():
    return {
        "family_name": "Okafor",
        "children": [{"key": "ada", "first_name": "Ada", "last_name": "Okafor",
                      "born_on": "2016-03-14"}],
        "adults": [{"key": "mum", "first_name": "Ngozi", "last_name": "Okafor",
                    "relationship": "parent"}],
        "home": {"area": "unknown"},
        "worries": "She comes to school hungry and tired.",
        "observations": [{"key": "child.attendance.3", "child": "ada"},
                         {"key": "environment.money.2"}],
        "agreement": {"answer": "agreed", "sharing": "Y", "who": "mum", "how": "in_person"},
        "partner_reference": "OUR-1",
    }  # fmt: skip
