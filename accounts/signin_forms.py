"""allauth's forms with plain labels and errors (settings: ACCOUNT_FORMS and MFA_FORMS)."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp

from accounts.govuk.forms import GovForm

EMAIL = {"label": "Email address", "help": "The one you use for work"}
PASSWORD = {"label": "Password", "help": ""}
AGAIN = {"label": "The new password again", "help": ""}
CODE = {"label": "Security code", "help": "6 numbers, or one of your recovery codes"}


class Plain(GovForm):
    """Labels and hints in our words, and no placeholder that hides what is being typed."""

    wording = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in self.wording.items():
            field = self.fields[name]
            field.label, field.help_text = words["label"], words["help"]
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["autocapitalize"] = "none"
            field.widget.attrs["spellcheck"] = "false"


class SignIn(Plain, account.LoginForm):
    wording = {"login": EMAIL, "password": PASSWORD}


class ForgottenPassword(Plain, account.ResetPasswordForm):
    wording = {"email": EMAIL}


class NewPassword(Plain, account.ResetPasswordKeyForm):
    wording = {"password1": {"label": "New password", "help": ""}, "password2": AGAIN}


class ChangePassword(Plain, account.ChangePasswordForm):
    wording = {
        "oldpassword": {"label": "The password you have now", "help": ""},
        "password1": {"label": "New password", "help": ""},
        "password2": AGAIN,
    }


class PasswordAgain(Plain, account.ReauthenticateForm):
    wording = {"password": PASSWORD}


class SecurityCode(Plain, mfa.AuthenticateForm):
    wording = {"code": CODE}


class SecurityCodeAgain(Plain, mfa.ReauthenticateForm):
    wording = {"code": CODE}


class TurnOnApp(Plain, totp.ActivateTOTPForm):
    wording = {"code": {"label": "Security code", "help": "6 numbers"}}
