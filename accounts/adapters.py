"""allauth, told our rules: nobody signs up, and second-factor secrets are encrypted at rest."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings

from audit.mail import post


class AccountAdapter(DefaultAccountAdapter):
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
    def encrypt(self, text):
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _cipher().decrypt(encrypted_text.encode()).decode()
