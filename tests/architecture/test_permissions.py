"""Generated from the policy table: every URL × method × person × whose record.

What comes out must be what the table and `.visible_to` say, and no answer is a server error.
Each request runs in a savepoint that is rolled back, so that none changes the next one's world.
"""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.policy import ANYONE, PARTNER, SIGNED_IN, TABLE
from accounts.roles import Role
from audit.models import Event
from casework.models import Episode
from families.models import Family
from outcomes.models import Replay, Report
from referrals.models import Call, Consultation, Draft, LeadOffer, Referral, SecondLook
from tests.world import KINDS, make_world

pytestmark = pytest.mark.django_db

assert get_resolver().url_patterns  # loading the URLs fills the table
PAGES = {n: p for n, p in TABLE.items() if PARTNER not in p.methods.values()}


@pytest.fixture
def world():
    return make_world()


def subjects(policy, world):
    """(kind, URL keywords, the record that must be visible) for each family of the world."""
    names = re.findall(r"<(?:\w+:)?(\w+)>", policy.pattern)
    if not names:
        return [("own", {}, None)]
    return [(kind, *_subject(names, kind, world)) for kind in KINDS]


def _subject(names, kind, world):
    referral, episode = world.referrals[kind], world.episodes[kind]
    report = world.reports["published" if kind == "own" else "draft"]
    known = {
        "reference": (referral.reference, referral),
        "referral_id": (referral.pk, referral),
        "episode_id": (episode.pk, episode),
        "family_id": (referral.family_id, referral.family),
        "report_id": (report.pk, report),
        "proposal_id": (world.replays[kind].proposal_id, None),
        "look_id": (world.looks[kind].pk, world.looks[kind]),
        "replay_id": (world.replays[kind].pk, world.replays[kind]),
        "draft_id": (world.draft.pk, world.draft),
        "user_id": (world.users["stranger"].pk, None),
        "transfer_id": (getattr(referral.transfers.first(), "pk", 0), referral),
        "call_id": (world.calls[kind].pk, world.calls[kind]),
        "consultation_id": (world.consultations[kind].pk, world.consultations[kind]),
        "offer_id": (world.offers[kind].pk, world.offers[kind]),
        # parts of a page that every record has, or none: whose record decides
        "page": ("home", None), "key": ("decision_on_time", None), "kind": ("trend", None),
        "name": ("nothing.pdf", None), "quarter": ("2026-Q1", None), "person_key": ("0", None),
        "agreement_id": (getattr(referral.family.agreements.first(), "pk", 0), referral.family),
        "goal_id": (0, None), "visit_id": (0, None), "theme": ("child.attendance", None),
        "uidb36": ("1", None), "number": (1, None), "group": ("children", None),
        "merge_id": (0, None), "other_id": (0, None), "given_id": (0, None),
        "person_id": (referral.children.get().person_id, referral.family),
    }  # fmt: skip
    missing = set(names) - set(known)
    assert not missing, f"tell this test what {missing} stands for"
    record = next((known[name][1] for name in names if known[name][1] is not None), None)
    return {name: known[name][0] for name in names}, record


def visible(user, record):
    if record is None:
        return True
    if isinstance(record, Draft):
        return record.owner_id == user.pk
    model = type(record)
    assert model in (
        Referral, Episode, Family, Report, Replay, Call, Consultation, LeadOffer, SecondLook,
    )  # fmt: skip
    return model.objects.visible_to(user).filter(pk=record.pk).exists()


def attempt(client, method, url):
    """The response of one request that leaves no trace."""
    with transaction.atomic():
        response = client.generic(method, url)
        transaction.set_rollback(True)
    return response


@pytest.mark.parametrize("name", PAGES)
def test_each_role(name, world):
    policy = PAGES[name]
    clients = {role: Client() for role in Role}
    for role, client in clients.items():
        client.force_login(world.users[role])
    for kind, keywords, record in subjects(policy, world):
        url = reverse(name, kwargs=keywords)
        for role, client in clients.items():
            for method in policy.methods:
                said = attempt(client, method, url)
                _judge(
                    policy, method, world.users[role], record, said, f"{role} {method} {kind} {url}"
                )


def _judge(policy, method, user, record, said, what):
    rule = policy.methods[method]
    assert said.status_code < 500, what
    if rule not in (ANYONE, SIGNED_IN) and not user.has_perm(rule):
        assert said.status_code == 404, what
        assert b"EH-2026" not in said.content, what
    elif not visible(user, record):
        assert said.status_code == 404, what


@pytest.mark.parametrize("name", PAGES)
def test_each_page(name, world):
    """Three questions to one world: making it costs more than asking."""
    no_other_method_is_served(name, world)
    nobody_gets_in_without_signing_in(name, world)
    a_page_that_shows_a_record_leaves_its_access_row(name, world)


def no_other_method_is_served(name, world):
    policy = PAGES[name]
    client = Client()
    client.force_login(world.users[Role.HEAD])
    url = reverse(name, kwargs=subjects(policy, world)[0][1])
    for method in {"GET", "POST", "PUT", "DELETE"} - set(policy.methods):
        assert attempt(client, method, url).status_code == 405, method


def nobody_gets_in_without_signing_in(name, world):
    policy = PAGES[name]
    client = Client()
    for kind, keywords, _ in subjects(policy, world):
        url = reverse(name, kwargs=keywords)
        for method, rule in policy.methods.items():
            said = attempt(client, method, url)
            if rule == ANYONE:
                assert said.status_code < 500, url
            else:
                assert said.status_code == 302, f"{method} {kind} {url}"
                assert said["Location"].startswith("/sign-in/"), url


def a_page_that_shows_a_record_leaves_its_access_row(name, world):
    """Asked of the first role that may read the record and gets its page."""
    policy = PAGES[name]
    rule = policy.methods.get("GET")
    if not policy.reads or rule is None:
        return
    _, keywords, record = subjects(policy, world)[0]
    for user in (world.users[role] for role in Role) if record else ():
        if not (rule == SIGNED_IN or user.has_perm(rule)) or not visible(user, record):
            continue
        client = Client()
        client.force_login(user)
        said = client.get(reverse(name, kwargs=keywords))
        if said.status_code == 200:
            seen = Event.objects.filter(verb=name, outcome="seen", actor_id=user.pk)
            assert seen.get(kind=policy.reads).ids, f"{user.role} {name}"
            return


def test_a_deactivated_user_is_out_at_once(world):
    user = world.users[Role.HEAD]
    client = Client()
    client.force_login(user)
    assert client.get("/").status_code == 200
    user.is_active = False
    user.save()
    assert client.get("/")["Location"].startswith("/sign-in/")


def test_a_new_role_ends_the_session(world):
    from accounts import actions

    user = world.users[Role.HEAD]
    client = Client()
    client.force_login(user)
    actions.change_role(user=user, role=Role.BOARD_MEMBER, by=world.users[Role.ADMINISTRATOR])
    assert client.get("/")["Location"].startswith("/sign-in/")


def test_what_may_not_be_seen_answers_as_what_does_not_exist(world):
    client = Client()
    client.force_login(world.users[Role.PRACTITIONER])
    hidden = client.get(reverse("referral_detail", args=[world.referrals["other"].reference]))
    nothing = client.get(reverse("referral_detail", args=["EH-2026-000000"]))
    nowhere = client.get("/no/such/page/")
    assert hidden.status_code == nothing.status_code == nowhere.status_code == 404
    assert hidden.content == nothing.content == nowhere.content


def test_a_refusal_is_recorded(world):
    client = Client()
    client.force_login(world.users[Role.BOARD_MEMBER])
    client.get(reverse("screening_board"))
    assert Event.objects.get(outcome="refused").verb == "screening_board"
