"""The policy table: for every URL and method, who may come in, which rows, and what is recorded.

`route()` stands where Django's `path()` would. Its wrapper opens the transaction, checks the
permission, runs and renders the view, writes the access row and commits: if the row cannot be
written, nothing is shown. What a person may not see answers as what does not exist.
"""

import functools
from dataclasses import dataclass, field

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed
from django.urls import path

from accounts import kept
from audit import events
from audit.models import Event

ANYONE = "anyone"
SIGNED_IN = "signed in"
PARTNER = "partner"  # a partner system's token; its scopes stand in `scopes`


@dataclass(frozen=True)
class Policy:
    name: str
    pattern: str
    methods: dict  # method -> ANYONE | SIGNED_IN | PARTNER | Permission
    rows: str  # which rows, in words: "none", or the queryset's scope
    reads: str | None = None  # the kind of person's record that the page shows
    scopes: dict = field(default_factory=dict)  # method -> OAuth scope, for partner routes
    keeps: bool = False  # what is sent after the session ended is shown again after signing in


TABLE = {}


def route(pattern, view, *, name, rows, get=None, post=None, reads=None, keeps=False):
    """A URL with its policy. `get` and `post` are ANYONE, SIGNED_IN or a Permission.

    `rows` says which rows the view starts from, `reads` the kind of record whose ids it must hand
    to `saw()`. Raises ValueError for a second route of the same name.
    """
    methods = {m: p for m, p in (("GET", get), ("POST", post)) if p}
    policy = Policy(name, pattern, methods, rows, reads, keeps=keeps)
    return path(pattern, _guard(policy, view), name=_entered(policy).name)


def partner_route(pattern, view_class, *, name, rows, scopes, reads=None):
    """An API URL: its class-based view checks the token against the scopes that stand here.

    `scopes` maps each allowed method to an OAuth scope, or to None where any token will do.
    """
    _entered(Policy(name, pattern, dict.fromkeys(scopes, PARTNER), rows, reads, scopes))
    return path(pattern, view_class.as_view(policy_name=name), name=name)


def _entered(policy):
    if policy.name in TABLE:
        raise ValueError(f"two routes are called {policy.name}")
    TABLE[policy.name] = policy
    return policy


def saw(request, ids, *, kind=None):
    """Called by a view for the records whose facts it shows; may be called more than once.

    `kind` names records of another kind than the page's own; they get an access row of their own.
    """
    seen = request.__dict__.setdefault("seen", {})
    seen[kind] = [*seen.get(kind, ()), *ids]


def _admits(user, rule):
    if rule == ANYONE:
        return True
    return rule == SIGNED_IN or user.has_perm(rule)


def _run(policy, view, request, args, kwargs):
    if policy.rows == "none":  # a page that is the same for everybody needs no database
        return view(request, *args, **kwargs)
    with transaction.atomic():
        response = view(request, *args, **kwargs)
        if hasattr(response, "render"):
            response.render()
        for kind, ids in getattr(request, "seen", {}).items():
            if policy.reads and ids:
                events.record(
                    policy.name, by=request.user, kind=kind or policy.reads, ids=ids,
                    outcome=Event.Outcome.SEEN,
                )  # fmt: skip
    return response


def _guard(policy, view):
    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        rule = policy.methods.get("GET" if request.method == "HEAD" else request.method)
        if rule is None:
            return HttpResponseNotAllowed(policy.methods)
        if rule != ANYONE and not request.user.is_authenticated:
            if policy.keeps and request.method == "POST":
                kept.keep(request)
            return redirect_to_login(request.get_full_path())
        try:
            if not _admits(request.user, rule):
                raise PermissionDenied
            return _run(policy, view, request, args, kwargs)
        except (PermissionDenied, Http404) as refusal:
            if request.user.is_authenticated:
                events.record(
                    policy.name, by=request.user, kind=policy.reads or "",
                    ids=[v for v in kwargs.values() if isinstance(v, int)],
                    outcome=Event.Outcome.REFUSED,
                )  # fmt: skip
            raise Http404 from refusal

    guarded.policy = policy
    return guarded
