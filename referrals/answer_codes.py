"""Codes for reading an answer without an account: how they are made and compared."""

import re
from datetime import timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another
LENGTH = 10  # 30 ** 10 codes, and MOST_TRIES at one
MOST_TRIES = 10
HOLDS = timedelta(days=182)


def code_of(referral, key):
    """The code for a form's key: the same form sent twice is shown the same code."""
    number = int.from_bytes(_mac("referrals.code", f"{referral.reference}:{key}").digest()[:16])
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    text = "".join(letters)
    return f"{text[:5]}-{text[5:]}"


def digest_of(reference, code):
    return _mac("referrals.code.digest", f"{reference}:{tidy(code)}").hexdigest()


def right_one(kept, reference, code):
    """The one of these that the code opens, or None; as much work whether there is one or not."""
    typed = digest_of(reference, code)
    return next((one for one in kept if constant_time_compare(one.digest, typed)), None)


def tidy(code):
    """A code however it is typed: small letters, spaces and dashes do not matter."""
    return re.sub(r"[^0-9A-Z]", "", code.upper())


def _mac(salt, text):
    return salted_hmac(salt, text, algorithm="sha256")
