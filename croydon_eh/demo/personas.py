"""The named people of the demo, one at least for each role, and two partner systems."""

from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from croydon_eh.demo.accounts import PASSWORD, derived, make_memberships, make_users
from croydon_eh.demo.reading import rows
from croydon_eh.demo.sites import make_sites
from localities.models import PartnerSystem, Team
from localities.sync import sync


@transaction.atomic
def make_personas() -> dict:
    """The persona's key -> User. Makes what is missing, leaves the rest; safe to call again.

    Needs nothing to be there: loads localities and teams, sites and partner systems too.
    """
    if not Team.objects.exists():
        sync()
    sites, teams = make_sites(), {team.code: team for team in Team.objects.all()}
    users = make_users(
        {name: row[name] for name in ("email", "name", "role")} for row in rows("personas")
    )
    people = {row["key"]: users[row["email"]] for row in rows("personas")}
    make_memberships(
        {
            "user": people[row["key"]],
            "site": sites.get(row["agency_site"]),
            "team": teams.get(row["team"]),
            "fte": row["fte"],
        }
        for row in rows("personas")
        if row["agency_site"] or row["team"]
    )
    _make_clients(sites)
    return people


def describe_people() -> list[dict]:
    """What a stranger needs to sign in as each persona."""
    return [
        {
            "key": row["key"],
            "name": row["name"],
            "email": row["email"],
            "password": PASSWORD,
            "role": row["role"],
            "site": row["agency_site"],
            "team": row["team"],
            "does": row["does"],
        }
        for row in rows("personas")
    ]


def describe_clients() -> list[dict]:
    """What a script needs to use the API as each partner system."""
    return [
        {
            "key": row["key"],
            "name": row["name"],
            "client_id": client_id(row["key"]),
            "client_secret": client_secret(row["key"]),
            "site": row["site"],
            "scopes": row["scopes"].split(),
        }
        for row in rows("clients")
    ]


def client_id(key):
    return f"demo-{key.replace('_', '-')}"


def client_secret(key):
    return derived(f"client secret {key}")


def _make_clients(sites):
    known = {client.client_id: client for client in PartnerSystem.objects.filter(is_demo=True)}
    for row in rows("clients"):
        client = known.get(client_id(row["key"])) or _client(row, sites)
        # The seal key may be another one now than when the row was made.
        if client.pk is None or not check_password(client_secret(row["key"]), client.client_secret):
            client.client_secret = _hashed(client_secret(row["key"]))
            client.save()


def _client(row, sites):
    return PartnerSystem(
        name=row["name"],
        client_id=client_id(row["key"]),
        client_type=PartnerSystem.CLIENT_CONFIDENTIAL,
        authorization_grant_type=PartnerSystem.GRANT_CLIENT_CREDENTIALS,
        site=sites[row["site"]],
        scopes=row["scopes"],
        is_demo=True,
    )


@cache
def _hashed(secret):
    return make_password(secret)
