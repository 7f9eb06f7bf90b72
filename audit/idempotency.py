"""One key, one effect: the key is stored in the same transaction as what it caused."""

import hashlib
import json

from django.db import transaction

from audit.errors import KeyReused
from audit.models import Submission


def fingerprint(body):
    """SHA-256 of a body of plain values, whatever the order of its keys."""
    canonical = json.dumps(body, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _lock(scope, key, cursor):
    # A second sender of the same key waits here until the first has committed, then finds its row.
    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{scope} {key}"])


def once(*, scope, key, body, model, do):
    """Run `do()` unless this key was used before; return (row of `model`, whether it is new).

    `do` returns a saved row of `model`. Raises KeyReused when the key came with another body.
    """
    digest = fingerprint(body)
    with transaction.atomic():
        with transaction.get_connection().cursor() as cursor:
            _lock(scope, key, cursor)
        used = Submission.objects.filter(scope=scope, key=key).first()
        if used:
            if used.fingerprint != digest:
                raise KeyReused("This key was used before with different contents.")
            return model._base_manager.get(pk=used.result_id), False
        row = do()
        Submission.objects.create(
            scope=scope,
            key=key,
            fingerprint=digest,
            result_kind=model._meta.label_lower,
            result_id=row.pk,
        )
        return row, True
