"""Signing in and looking after one's own account, by allauth; nobody signs up."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import register_converter
from django.urls.converters import StringConverter

from accounts import views
from accounts.policy import ANYONE, SIGNED_IN, route
from accounts.roles import Permission


class Base36(StringConverter):
    """The user's part of a password link; what follows its hyphen is the key."""

    regex = "[0-9A-Za-z]+"


register_converter(Base36, "base36")


def own(pattern, view, name, *, who=SIGNED_IN):
    """A page about one's own account: no rows of anybody else."""
    return route(pattern, view, name=name, get=who, post=who, rows="own account")


urlpatterns = [
    own("sign-in/", account.login, "account_login", who=ANYONE),
    own("sign-out/", account.logout, "account_logout", who=ANYONE),
    own("sign-up/", account.signup, "account_signup", who=ANYONE),  # answers that nobody can
    own("account-closed/", account.account_inactive, "account_inactive", who=ANYONE),
    own("password/", account.password_change, "account_change_password"),
    own("password/set/", account.password_set, "account_set_password"),
    own("password/reset/", account.password_reset, "account_reset_password", who=ANYONE),
    own("password/reset/sent/", account.password_reset_done, "account_reset_password_done",
        who=ANYONE),
    own("password/reset/key/<base36:uidb36>-<key>/", account.password_reset_from_key,
        "account_reset_password_from_key", who=ANYONE),
    own("password/reset/done/", account.password_reset_from_key_done,
        "account_reset_password_from_key_done", who=ANYONE),
    own("sign-in/again/", account.reauthenticate, "account_reauthenticate"),
    own("sign-in/code/", mfa.authenticate, "mfa_authenticate", who=ANYONE),
    own("sign-in/code/again/", mfa.reauthenticate, "mfa_reauthenticate"),
    own("account/two-step/", mfa.index, "mfa_index"),
    own("account/two-step/app/", totp.activate_totp, "mfa_activate_totp"),
    own("account/two-step/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    own("account/two-step/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    own("account/two-step/codes/new/", codes.generate_recovery_codes,
        "mfa_generate_recovery_codes"),
    own("account/two-step/codes/download/", codes.download_recovery_codes,
        "mfa_download_recovery_codes"),
    route("people/", views.user_list, name="user_list",
          get=Permission.MANAGE_USERS, rows="every account; no family"),
    route("people/add/", views.user_add, name="user_add", rows="every account; no family",
          get=Permission.MANAGE_USERS, post=Permission.MANAGE_USERS),
    route("people/<int:user_id>/", views.user_edit, name="user_edit",
          rows="every account; no family",
          get=Permission.MANAGE_USERS, post=Permission.MANAGE_USERS),
]  # fmt: skip
