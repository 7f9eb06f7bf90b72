"""The REST API as a partner's system meets it."""

import json

import pytest
from django.db import connection
from oauth2_provider.models import get_access_token_model

from audit.models import Event
from families.models import Family
from referrals.models import Referral
from tests.factories.casework import EpisodeFactory

pytestmark = pytest.mark.django_db


def test_a_token_takes_the_right_secret_and_is_kept_as_a_hash(partner):
    assert partner.token
    kept = get_access_token_model().objects.get()
    assert kept.token == "" and len(kept.token_checksum) == 64
    partner.token = None
    said = partner.client.post(
        "/api/v1/token/",
        {"grant_type": "client_credentials", "client_id": partner.system.client_id,
         "client_secret": "wrong"},
    )  # fmt: skip
    assert said.status_code == 401


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token"])
def test_no_other_grant_is_served(partner, grant):
    said = partner.client.post(
        "/api/v1/token/",
        {"grant_type": grant, "client_id": partner.system.client_id, "username": "x",
         "client_secret": "a-secret-of-a-partner-system", "password": "x", "code": "x"},
    )  # fmt: skip
    assert said.status_code in (400, 401)


def test_a_scope_that_the_system_does_not_have_is_refused(partner):
    partner.system.scopes = "referrals:read"
    partner.system.save()
    assert partner.sign_in(scope="referrals:write").status_code == 400
    partner.sign_in()
    said = partner.send({})
    assert said.status_code == 403
    assert said["Content-Type"] == "application/problem+json"


def test_without_a_token_and_with_an_ended_system(partner, site):
    system = partner.system
    system.is_active = False
    system.save()
    assert partner.get("referrals/").status_code in (401, 403)
    partner.token = None
    said = partner.get("referrals/")
    assert said.status_code == 401
    assert said["WWW-Authenticate"].startswith("Bearer")


def test_send_and_read_what_became_of_it(partner, body):
    sent = partner.send(body)
    assert sent.status_code == 201, sent.content
    made = sent.json()
    assert made["state"] == "submitted" and made["decision"] is None
    assert made["next_clock"]["state"] in ("running", "due_soon")
    assert "suggested_level" not in json.dumps(made)
    read = partner.client.get(sent["Location"], headers=partner.headers)
    assert read.json()["reference"] == made["reference"]
    listed = partner.get("referrals/", partner_reference="OUR-1").json()["results"]
    assert [r["reference"] for r in listed] == [made["reference"]]
    assert partner.get("referrals/", state="decided").json()["results"] == []


def test_reads_who_took_it_on(partner, body):
    reference = partner.send(body).json()["reference"]
    referral = Referral.objects.get(reference=reference)
    Referral.objects.filter(pk=referral.pk).update(
        state="decided", outcome="family_solutions", level=3, first_decided_at=referral.submitted_at
    )
    assert "chooses a key worker" in partner.get(f"referrals/{reference}/").json()["next_step"]
    episode = EpisodeFactory(allocated=True, referral=referral, family=referral.family, children=0)
    read = partner.get(f"referrals/{reference}/").json()
    assert episode.key_worker.name in read["next_step"] and read["next_clock"] is None


def test_the_same_key_makes_one_referral(partner, body):
    first, again = partner.send(body), partner.send(body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["reference"] == again.json()["reference"]
    assert Referral.objects.count() == 1
    changed = partner.send(body | {"worries": "Something else."})
    assert changed.status_code == 422
    assert Referral.objects.count() == 1


def test_another_system_sees_nothing_of_it(partner, other_partner, body):
    reference = partner.send(body).json()["reference"]
    hidden = other_partner.get(f"referrals/{reference}/")
    nothing = other_partner.get("referrals/EH-2026-999999/")
    assert hidden.status_code == nothing.status_code == 404
    assert hidden.content == nothing.content
    assert other_partner.get("referrals/").json()["results"] == []


def test_a_restricted_family_gives_no_sign_to_the_sites_other_system(partner, site, body):
    from tests.api.conftest import Partner, partner_system

    second = Partner(partner_system(site, name="The same school's register"))
    second.sign_in()
    reference = partner.send(body).json()["reference"]
    assert second.get(f"referrals/{reference}/").status_code == 200
    Family.objects.update(restricted=True)
    assert second.get(f"referrals/{reference}/").status_code == 404
    assert second.get("referrals/").json()["results"] == []


def born(day):
    return {"children": [{"key": "a", "last_name": "B", "born_on": day}]}


NUL, HALF = "\x00", "\ud800"
BAD = [
    ({"worries": ""}, "/worries"),
    ({"worries": f"x{NUL}"}, "/worries"),
    ({"worries": f"x{HALF}"}, "/worries"),
    ({"worries": "x" * 20_000}, "/worries"),
    ({"children": []}, "/children"),
    (born("0000-01-01"), "/children/0/born_on"),
    (born("2026-02-30"), "/children/0/born_on"),
    (born("2099-01-01"), "/children/0/born_on"),
    ({"home": {"area": "the moon"}}, "/home/area"),
    ({"home": {"area": "croydon", "postcode": "NOPE"}}, "/home/postcode"),
    ({"observations": [{"key": "child.nothing.9", "child": "ada"}]}, "/observations/0/key"),
    ({"threshold_version": "1999-01"}, "/threshold_version"),
    ({"agreement": None}, "/agreement"),
    ({"agreement": {"answer": "refused"}}, "/agreement/basis"),
    ({"first_contact_at": "9999-12-31T23:59:59Z"}, "/first_contact_at"),
    ({"urgent": "perhaps"}, "/urgent"),
]


@pytest.mark.parametrize(("change", "pointer"), BAD, ids=lambda v: str(v)[:40])
def test_bad_input_gets_a_pointer_and_a_sentence(partner, body, change, pointer):
    said = partner.send(body | change)
    assert said.status_code == 400, said.content
    assert said["Content-Type"] == "application/problem+json"
    errors = said.json()["errors"]
    assert pointer in [e["pointer"] for e in errors], errors
    assert all(e["detail"] for e in errors)
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("{", 400), ("[]", 400), ("null", 400), ('{"worries": NaN}', 400), ("[" * 100_000, 400),
        ('"' + "x" * 1_100_000 + '"', 413), ("\xff", 400),
    ],
    ids=["broken", "list", "null", "nan", "deep", "large", "latin"],
)  # fmt: skip
def test_a_body_that_is_no_referral(partner, raw, code):
    said = partner.send(None, raw=raw.encode("latin-1"))
    assert said.status_code == code, said.content
    assert said["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("key", [None, "short", "x" * 101, "tab\tin it"])
def test_a_key_is_needed(partner, body, key):
    said = partner.send(body, key=key)
    assert said.status_code == 400
    assert said.json()["errors"][0]["pointer"] == "/Idempotency-Key"


@pytest.mark.parametrize(
    "query",
    [{"state": "nonsense"}, {"cursor": "cD1ub3RhZGF0ZQ=="}, {"submitted_from": "0000-00-00"},
     {"submitted_from": "x"}, {"partner_reference": "a\x00b"}],
)  # fmt: skip
def test_a_bad_query_is_a_problem(partner, query):
    said = partner.get("referrals/", **query)
    assert said.status_code in (400, 404)
    assert said["Content-Type"] == "application/problem+json"


def test_pages_by_cursor_and_a_constant_number_of_queries(
    partner, body, django_assert_max_num_queries
):
    for number in range(4):
        assert partner.send(body | {"worries": f"Worry {number}"}, key=f"key-{number:06}")
    with django_assert_max_num_queries(6):
        page = partner.get("referrals/", page_size=3).json()
    assert len(page["results"]) == 3
    rest = partner.client.get(page["next"], headers=partner.headers).json()
    assert len(rest["results"]) == 1 and rest["next"] is None


def test_reference_data_and_figures(partner):
    assert {place["code"] for place in partner.get("localities/").json()} >= {"north"}
    indicators = partner.get("indicators/").json()
    assert "child.attendance.3" in {i["key"] for i in indicators}
    assert partner.get("indicators/", version="1066-10").status_code == 400
    assert partner.get("reports/").json() == []
    assert partner.get("reports/2026-Q1/").status_code == 404


def test_what_is_done_and_seen_leaves_its_rows(partner, body):
    partner.send(body)
    partner.get("referrals/")
    partner.get("referrals/EH-2026-999999/")
    rows = Event.objects.filter(actor_kind="partner", actor_id=partner.system.pk)
    assert set(rows.values_list("verb", "outcome")) >= {
        ("referrals.submit", "done"), ("api_referrals", "seen"), ("api_referral", "refused"),
    }  # fmt: skip


def test_a_method_that_is_not_served(partner):
    said = partner.client.delete("/api/v1/referrals/", headers=partner.headers)
    assert said.status_code == 405
    assert said["Content-Type"] == "application/problem+json"


def test_an_address_that_is_none_is_a_problem_too(partner):
    said = partner.get("nothing/")
    assert said.status_code == 404
    assert said["Content-Type"] == "application/problem+json"


def test_the_page_for_people_and_the_schema_for_machines(partner):
    page = partner.client.get("/api/v1/docs/")
    assert b"Send a referral" in page.content
    schema = partner.client.get("/api/v1/schema/").json()
    assert schema["openapi"].startswith("3.1")
    assert set(schema["paths"]) >= {"/api/v1/referrals/", "/api/v1/referrals/{reference}/"}


def test_tokens_are_not_in_the_database_in_the_clear(partner):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM oauth2_provider_accesstoken WHERE token <> ''")
        assert cursor.fetchone() == (0,)
