"""allauth, told our rules: nobody signs up, and second-factor secrets are encrypted at rest."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings

from audit.mail import post

SIGN_IN_ERRORS = {
    "account_inactive": "This account is closed. Ask your administrator",
    "email_password_mismatch": "The email address or the password is not right. Try again",
    "enter_current_password": "That is not the password you have now. Try again",
    "incorrect_code": "That is not the right code. Wait for the next one and type it",
    "incorrect_password": "That is not the right password. Try again",
    "too_many_login_attempts": "You tried too many times. Wait 5 minutes, then try again",
    "rate_limited": "You tried too many times. Wait 5 minutes, then try again",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | SIGN_IN_ERRORS

    def is_open_for_signup(self, request):
        return False

    def send_mail(self, template_prefix, email, context):
        """Through the outbox, like every other mail."""
        message = self.render_mail(template_prefix, email, context)
        post(
            to=email,
            subject=message.subject,
            template="mail/plain.txt",
            context={"text": message.body},
            key=hashlib.sha256(message.body.encode()).hexdigest(),
        )


def _cipher():
    key = hashlib.sha256(b"mfa:" + settings.SEAL_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": SIGN_IN_ERRORS["incorrect_code"]
    }

    def encrypt(self, text):
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _cipher().decrypt(encrypted_text.encode()).decode()
