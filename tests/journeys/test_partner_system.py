"""A partner's system sends a referral by the API; a screener sees it in the browser."""

import json
import urllib.request

BODY = {
    "family_name": "Kowalska",
    "children": [{"key": "1", "first_name": "Zofia", "last_name": "Kowalska",
                  "born_on": "2018-02-03"}],
    "home": {"area": "unknown"},
    "worries": "Often alone after school.",
    "observations": [{"key": "parenting.supervision.3"}],
    "agreement": {"answer": "agreed"},
}  # fmt: skip


def ask(url, data=None, **headers):
    body = data.encode() if isinstance(data, str) else data
    request = urllib.request.Request(url, body, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def test_sent_by_a_system_and_seen_by_a_screener(live, facts, visit):
    client = facts["clients"][0]
    token = ask(
        f"{live.url}/api/v1/token/",
        f"grant_type=client_credentials&client_id={client['client_id']}"
        f"&client_secret={client['client_secret']}",
    )["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    sending = {"Content-Type": "application/json", "Idempotency-Key": "journey-0001"}
    made = ask(f"{live.url}/api/v1/referrals/", json.dumps(BODY), **bearer, **sending)
    screener = visit("screener")
    screener.open(f"/screening/{made['reference']}/")
    assert "Kowalska" in screener.text
    listed = ask(f"{live.url}/api/v1/referrals/", **bearer)["results"]
    assert made["reference"] in [row["reference"] for row in listed]


def test_the_page_about_the_api(visit):
    visitor = visit()
    visitor.open("/api/v1/docs/")
    assert "Send a referral" in visitor.text
