"""Which database each goal needs, what is compared, and whether it is met."""

import contextlib
import sys
import time

from django.conf import settings
from django.db import connections

from tests.bench import filling, lists, people, queries, rig, writes


def measure(arguments):
    if arguments.quick:
        arguments.rows, arguments.report_rows = 10_000, 100_000
        arguments.rounds, arguments.requests, arguments.people = 3, 20, 30_000
    wanted = set(arguments.only.split(","))
    results = []
    if wanted & {"1", "2", "4", "5", "6"}:
        with filled("pages", arguments.rows) as (owner, url):
            results += list(_pages(wanted, arguments, url))
    if "8" in wanted:
        from tests.bench import report

        with filled("report", arguments.report_rows, access=False) as (owner, url):
            results += report.goals(owner, url, rounds=arguments.rounds)
    if "12" in wanted:
        from tests.bench import lab

        with filled("lab", arguments.rows):
            results += lab.goals(rounds=arguments.rounds)
    if "11" in wanted:
        results += _who(arguments)
    return sorted(results, key=lambda one: int(one["goal"]))


@contextlib.contextmanager
def filled(name, referrals, **more):
    """A database of that many referrals, which Django here uses too: (owner's URL, web's URL)."""
    with rig.database(name) as (owner, url), django_uses(owner):
        began = time.monotonic()
        people.make_people()
        written = filling.fill(owner, referrals, **more)
        _say(f"{sum(written.values()):,} rows loaded in {time.monotonic() - began:.0f} s")
        yield owner, url
        connections.close_all()


@contextlib.contextmanager
def django_uses(url):
    """As the owner, so that rows can be counted and cleared away whatever the web may do."""
    name = url.rpartition("/")[2]
    before = settings.DATABASES["default"]["NAME"]
    for place in (settings.DATABASES["default"], connections["default"].settings_dict):
        place["NAME"] = name
    connections.close_all()
    try:
        yield
    finally:
        connections.close_all()
        for place in (settings.DATABASES["default"], connections["default"].settings_dict):
            place["NAME"] = before


def _pages(wanted, arguments, url):
    size = {"rounds": arguments.rounds, "requests": arguments.requests}
    with rig.web(url) as web:
        if wanted & {"1", "2"}:
            yield from _worklists(wanted, lists.worklists(web, **size))
        if "4" in wanted:
            yield from queries.goals()
        if "5" in wanted:
            cost = writes.visits(web, **size)
            yield ratio("5", "visit form / two bare inserts", cost, "product", "bare", 2.5)
            cost = writes.submissions(web, **size)
            yield ratio("5", "sending a referral / its own SQL", cost, "product", "bare", 2.5)
        if "6" in wanted:
            cost = lists.api_lists(web, **size)
            yield ratio("6", "API list / plain ModelViewSet", cost, "product", "plain", 0.75)
            cost = writes.api_creations(web, **size)
            yield ratio("6", "API create / plain ModelViewSet", cost, "product", "plain", 1.5)


def _who(arguments):
    from tests.bench import who

    size = {"rounds": arguments.rounds, "requests": arguments.requests}
    with rig.database("who") as (owner, _), django_uses(owner):
        *figures, cost = who.goals(owner, people=arguments.people, **size)
        connections.close_all()
    what = "look-up of one person / a trigram scan"
    return [*figures, ratio("11", what, cost, "look-up", "scan", 10)]


def _worklists(wanted, cost):
    for name, label in (("referrals", "list of referrals"), ("screening", "screening board")):
        if "1" in wanted:
            yield ratio("1", f"{label} / bare view", cost, name, f"{name}, bare", 2.0)
        if "2" in wanted:
            yield ratio("2", f"{label} / Django admin", cost, name, "admin", 0.5)


def ratio(goal, what, cost, ours, other, target):
    found = round(cost[ours] / cost[other], 2)
    _say(f"{goal} {what}: {found} (target {target})")
    return {
        "goal": goal, "what": what, "measured": found, "target": target, "met": found <= target,
        "milliseconds": {"ours": cost[ours], "other": cost[other]},
        "detail": f"{cost[ours]:.2f} ms / {cost[other]:.2f} ms",
    }  # fmt: skip


def _say(text):
    print(text, file=sys.stderr, flush=True)
