"""Goals 5 and 6: what a form and a new referral cost, and that each left the rows it should."""

import json
import uuid
from copy import deepcopy
from datetime import date, timedelta
from urllib.parse import urlencode

from django.apps import apps
from django.db import connection
from django.utils import timezone

from accounts.models import User
from casework.models import Episode
from referrals.models import Draft
from tests.bench.lists import token
from tests.bench.people import cookie_of
from tests.bench.rig import interleaved
from tests.referrals.conftest import Journey

FOUND = 302


class Rows:
    """How many rows each table has gained since the last look."""

    def __init__(self):
        self.tables = [model._meta.db_table for model in apps.get_models() if model._meta.managed]
        self.before = self._count()

    def _count(self):
        with connection.cursor() as cursor:
            present = set(connection.introspection.table_names(cursor))
            tables = [table for table in self.tables if table in present]
            cursor.execute(" UNION ALL ".join(f"SELECT '{t}', count(*) FROM {t}" for t in tables))
            return dict(cursor.fetchall())

    def gained(self):
        now = self._count()
        found = {t: now[t] - self.before[t] for t in now if now[t] != self.before[t]}
        self.before = now
        return found


def rows_of(send, times=3):
    """The rows that one request leaves, by table; told apart over several requests."""
    send()
    rows = Rows()
    for _ in range(times):
        send()
    gained = rows.gained()
    assert all(count % times == 0 for count in gained.values()), gained
    return {table: count // times for table, count in gained.items()}


def visits(web, *, rounds, requests):
    """A visit's form against two bare inserts."""
    open_ones = Episode.objects.filter(state="open", family__restricted=False)
    episode = open_ones.select_related("key_worker", "family").order_by("pk").last()
    child = episode.children.get().person_id
    cookie = cookie_of(episode.key_worker)
    now = timezone.localtime() - timedelta(minutes=5)
    form = {
        "kind": "home", "notes": "We talked about mornings.", "seen": child, "next_step": "",
        "happened_at_day": now.day, "happened_at_month": now.month, "happened_at_year": now.year,
        "happened_at_time": f"{now:%H:%M}",
    }  # fmt: skip

    def product():
        body = urlencode(form | {"idempotency_key": uuid.uuid4()})
        web.send(f"/episodes/{episode.pk}/visits/add/", cookie=cookie, body=body, expect=FOUND)

    def bare():
        path = f"/bench/visits/{episode.pk}/{child}/"
        web.send(path, cookie=cookie, body=urlencode(form), expect=FOUND)

    two = {"casework_visit": 1, "casework_seen": 1}
    assert rows_of(product) == two | {"audit_event": 1, "audit_submission": 1}
    assert rows_of(bare) == two
    sides = {"product": product, "bare": bare}
    return interleaved(web.meter, sides, rounds=rounds, requests=requests)


def submissions(web, *, rounds, requests):
    """A draft is sent, against the statements of sending it."""
    user = User.objects.get(email="practitioner@example.org")
    cookie, drafts = cookie_of(user), iter(_drafts(user, 2 * (rounds + 1) * requests + 20))

    def sender(path):
        return lambda: web.send(path.format(next(drafts)), cookie=cookie, body="", expect=FOUND)

    product = sender("/referrals/drafts/{}/check/")
    bare = sender("/bench/submit/{}/")
    left = rows_of(product), rows_of(bare)
    assert left[0] == left[1] and left[0]["referrals_referral"] == 1, left
    sides = {"product": product, "bare": bare}
    return interleaved(web.meter, sides, rounds=rounds, requests=requests)


def _drafts(user, number):
    """Complete drafts, each of another child; the first is filled page by page."""
    journey = Journey(user)
    journey.start()
    journey.fill()
    journey.draft.refresh_from_db()
    rows = [_draft(journey.draft, each) for each in range(number)]
    return [draft.pk for draft in Draft.objects.bulk_create(rows, batch_size=500)]


def _draft(draft, number):
    data = deepcopy(draft.data)
    for name, answers in data.items():
        if name.startswith("children/"):
            answers["first_name"] = f"Amara{number}"
    return Draft(owner_id=draft.owner_id, site_id=draft.site_id, data=data)


def api_creations(web, *, rounds, requests):
    headers = {"Authorization": f"Bearer {token(web)}", "Content-Type": "application/json"}
    numbers = iter(range(10**9))

    def product():
        given = headers | {"Idempotency-Key": str(uuid.uuid4())}
        body = json.dumps(_body(next(numbers)))
        web.send("/api/v1/referrals/", body=body, headers=given, expect=201)

    def plain():
        body = json.dumps(_plain_body(next(numbers)))
        web.send("/bench/api/referrals/", body=body, headers=headers, expect=201)

    left = rows_of(product)
    assert left.pop("audit_submission") == 1
    assert left == (other := rows_of(plain)), (left, other)
    sides = {"product": product, "plain": plain}
    return interleaved(web.meter, sides, rounds=rounds, requests=requests)


def _body(number):
    return {
        "family_name": "Okafor",
        "children": [{"key": "ada", "first_name": f"Ada{number}", "last_name": "Okafor",
                      "born_on": "2016-03-14", "school": "Invented Primary"}],
        "adults": [{"key": "mum", "first_name": "Ngozi", "last_name": "Okafor",
                    "relationship": "parent"}],
        "home": {"area": "unknown", "address": "1 Invented Road"},
        "worries": "She comes to school hungry and tired.",
        "observations": [{"key": "child.attendance.3", "child": "ada"},
                         {"key": "environment.money.2"}],
        "agreement": {"answer": "agreed", "sharing": "Y", "who": "mum", "how": "in_person"},
        "partner_reference": f"OUR-{number}",
    }  # fmt: skip


def _plain_body(number):
    """The same referral with what the product works out by itself."""
    now = timezone.now().isoformat()
    agreed = {"answer": "agreed", "how": "in_person", "happened_at": now}
    return {
        "family": {
            "name": "Okafor",
            "people": [
                {"first_name": f"Ada{number}", "last_name": "Okafor", "is_child": True,
                 "born_on": "2016-03-14", "school": "Invented Primary"},
                {"first_name": "Ngozi", "last_name": "Okafor", "is_child": False},
            ],
            "residence": {"area": "unknown", "address": "1 Invented Road", "postcode": "",
                          "from_on": date.today().isoformat(), "happened_at": now},
            "agreements": [agreed | {"purpose": "help"}, agreed | {"purpose": "share"}],
        },
        "observations": [{"key": "child.attendance.3", "answer": "observed"},
                         {"key": "environment.money.2", "answer": "observed"}],
        "worries": "She comes to school hungry and tired.", "area": "unknown",
        "suggested_level": 2, "suggested_rule": 4, "threshold_version": "2018-09",
        "clock_version": "2018-09", "first_contact_at": now, "submitted_at": now,
        "decision_due_at": now, "partner_reference": f"OUR-{number}",
    }  # fmt: skip
