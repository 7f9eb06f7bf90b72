"""Reading pages in tests: sign in by force, and a page as its words."""

import re
import uuid


def signed_in(client, user):
    client.force_login(user)
    return client


def text_of(page):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.content.decode()))


def once():
    """A fresh key, as a form is drawn with."""
    return {"idempotency_key": str(uuid.uuid4())}
