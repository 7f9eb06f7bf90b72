"""Goal 4: the queries of a page, whatever the number of rows; pinned in query_counts.json."""

import json
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.api.conftest import Partner
from tests.queries import counting
from tests.referrals.conftest import TOBI, Journey

PINNED = json.loads((Path(__file__).parents[1] / "query_counts.json").read_text())["goals"]
GOALS = {
    "list of referrals": 6, "screening board": 6, "API list": 6, "page of a referral": 12,
    "visit form": 10, "sending a referral": 25,
}  # fmt: skip


@dataclass
class Subjects:
    """Somebody who sees the front door's lists, a system that lists, and what they open."""

    manager: object
    practitioner: object
    partner: object  # a PartnerSystem
    referral: object
    episode: object  # open, with a key worker


def counts(subjects):
    """Queries of each page of GOALS, BEGIN, COMMIT and savepoints left out."""
    manager, worker = _signed_in(subjects.manager), _signed_in(subjects.episode.key_worker)
    detail = reverse("referral_detail", args=[subjects.referral.reference])
    partner = Partner(subjects.partner)
    partner.sign_in()
    return {
        "list of referrals": _count(lambda: manager.get(reverse("referral_list"))),
        "screening board": _count(lambda: manager.get(reverse("screening_board"))),
        "API list": _count(lambda: partner.get("referrals/")),
        "page of a referral": _count(lambda: manager.get(detail)),
        "visit form": _visit(worker, subjects.episode),
        "sending a referral": _sent(subjects.practitioner),
    }


def _signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def _count(ask, status=200):
    ask()  # what a process loads once is not a page's
    with counting() as found:
        answer = ask()
    assert answer.status_code == status, (answer.status_code, answer.content[:2000])
    return len(found)


def _visit(worker, episode):
    now = timezone.localtime()
    form = {
        "kind": "home", "notes": "We talked about mornings.", "next_step": "",
        "seen": [child.person_id for child in episode.children.all()],
        "happened_at_day": now.day, "happened_at_month": now.month, "happened_at_year": now.year,
        "happened_at_time": f"{now:%H:%M}",
    }  # fmt: skip
    url = reverse("visit_add", args=[episode.pk])
    return _count(lambda: worker.post(url, form | {"idempotency_key": uuid.uuid4()}), 302)


def _sent(user, children=3):
    journey = Journey(user)
    journey.start()
    journey.fill()
    more = {f"t{number}": TOBI | {"first_name": f"Tobi{number}"} for number in range(1, children)}
    for key, answers in more.items():
        journey.child(answers, key=key)
    journey.serious("attendance", child_a1="3", **{f"child_{key}": "2" for key in more})
    with counting() as found:
        answer = journey.finish()
    assert answer.status_code == 302, answer.content.decode()[:5000]
    return len(found)


def goals():
    """The counts on the bench's rows beside their goals."""
    from accounts.models import User
    from casework.models import Episode
    from localities.models import PartnerSystem
    from referrals.models import Referral

    found = counts(
        Subjects(
            manager=User.objects.get(email="manager@example.org"),
            practitioner=User.objects.get(email="practitioner@example.org"),
            partner=PartnerSystem.objects.get(client_id="bench"),
            referral=Referral.objects.filter(state="decided").order_by("pk").last(),
            episode=Episode.objects.filter(state="open").order_by("pk").last(),
        )
    )
    return [
        {"goal": "4", "what": f"{name}: queries", "measured": number, "target": GOALS[name],
         "met": number <= GOALS[name]}
        for name, number in found.items()
    ]  # fmt: skip
