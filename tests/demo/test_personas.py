"""The demo's sign-ins."""

import json
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.roles import Role
from croydon_eh.demo.accounts import PASSWORD
from croydon_eh.demo.personas import describe_clients, describe_people, make_personas
from localities.access import scope_of
from localities.models import Membership, PartnerSystem, Site

pytestmark = pytest.mark.django_db


def personas_json():
    out = StringIO()
    call_command("demo_personas", "--json", stdout=out)
    return json.loads(out.getvalue())


def test_each_role_has_somebody():
    assert {person["role"] for person in describe_people()} == set(Role.values)


def test_a_persona_signs_in_and_works_where_the_table_says():
    people = make_personas()
    user = authenticate(None, email="grace.adeyemi@example.org", password=PASSWORD)
    assert user == people["head_teacher"]
    assert user.is_demo
    larkspur = Site.objects.get(name="Larkspur Primary School")
    assert scope_of(user).shared_site_ids == (larkspur.pk,)
    assert scope_of(people["teacher"]).shared_site_ids == ()
    assert Membership.objects.get(user=people["key_worker"]).team.code == "hub-north"


def test_making_them_again_changes_nothing():
    make_personas()
    before = [
        list(model.objects.order_by("pk").values())
        for model in (User, Membership, Site, PartnerSystem)
    ]
    make_personas()
    assert before == [
        list(model.objects.order_by("pk").values())
        for model in (User, Membership, Site, PartnerSystem)
    ]


def test_a_changed_role_is_left_as_it_is():
    people = make_personas()
    User.objects.filter(pk=people["gp"].pk).update(role=Role.AUDITOR)
    assert make_personas()["gp"].role == Role.AUDITOR


def test_the_printed_secret_opens_the_partner_system(settings):
    make_personas()
    for printed in describe_clients():
        client = PartnerSystem.objects.get(client_id=printed["client_id"])
        assert check_password(printed["client_secret"], client.client_secret)
        assert client.site.name == printed["site"]


def test_with_another_seal_key_the_printed_secret_is_put_right(settings):
    make_personas()
    settings.SEAL_KEY = "another key altogether, long enough"
    printed = describe_clients()[0]
    client = PartnerSystem.objects.get(client_id=printed["client_id"])
    assert not check_password(printed["client_secret"], client.client_secret)
    make_personas()
    client.refresh_from_db()
    assert check_password(printed["client_secret"], client.client_secret)


def test_json_has_its_keys_even_when_there_is_no_family():
    found = personas_json()
    assert found.keys() == {"people", "clients", "examples"}
    assert len({person["key"] for person in found["people"]}) == len(found["people"])
    assert set(found["examples"]) >= {
        "own_referral", "other_site_referral", "restricted_family", "restricted_referral",
        "undecided_referral", "urgent_referral", "waiting_episode", "open_episode",
        "other_locality_episode", "published_report", "draft_report", "family",
    }  # fmt: skip
    assert set(found["examples"].values()) == {None}


def test_the_table_names_everybody():
    out = StringIO()
    call_command("demo_personas", stdout=out)
    assert PASSWORD in out.getvalue()
    assert all(person["email"] in out.getvalue() for person in describe_people())


def test_production_has_none(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo and test mode only"):
        call_command("demo_personas")
    assert not User.objects.exists()
