"""Every URL stands in the policy table, and the table names only what exists."""

from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from accounts.policy import ANYONE, PARTNER, SIGNED_IN, TABLE
from accounts.roles import MATRIX, Permission, Role


def routes(patterns=None, prefix=""):
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield where, entry
        else:
            yield from routes(entry.url_patterns, where)


def test_every_url_has_its_row():
    outside = [where for where, entry in routes() if entry.name not in TABLE]
    assert outside == []


def test_every_view_goes_through_its_row():
    for where, entry in routes():
        policy = TABLE[entry.name]
        partner = PARTNER in policy.methods.values()
        guarded = getattr(entry.callback, "policy", None) is policy
        by_token = getattr(entry.callback, "view_initkwargs", {}).get("policy_name") == entry.name
        assert by_token if partner else guarded, where


def test_rows_say_who_and_which_rows():
    rules = {ANYONE, SIGNED_IN, PARTNER, *Permission}
    for policy in TABLE.values():
        assert policy.methods, policy.name
        assert set(policy.methods.values()) <= rules, policy.name
        assert policy.rows, policy.name


def test_only_public_pages_are_open_to_anyone():
    """The list is short and stands here, so that opening one more page is a decision."""
    opened = {p.name for p in TABLE.values() if ANYONE in p.methods.values()}
    assert opened == {
        "account_login", "account_logout", "account_signup", "account_inactive",
        "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key", "account_reset_password_from_key_done",
        "mfa_authenticate", "accessibility", "privacy", "cookies", "help", "healthz", "readyz",
        "demo_mail", "demo_components", "demo_suggestions",
        "api_token", "api_schema", "api_docs",
        "ask_for_help", "read_answer",
    }  # fmt: skip


def test_each_role_stands_in_the_matrix_and_each_permission_is_held():
    assert set(MATRIX) == set(Role)
    assert set().union(*MATRIX.values()) == set(Permission)


def test_who_may_never_see_a_family():
    no_family = {Role.BOARD_MEMBER, Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR,
                 Role.BUSINESS_SUPPORT}  # fmt: skip
    about_families = {p.name for p in TABLE.values() if p.reads}
    assert about_families
    for policy in TABLE.values():
        if policy.reads and policy.name != "home":
            for rule in policy.methods.values():
                holders = {role for role in Role if rule in MATRIX[role]}
                assert not holders & no_family, policy.name
