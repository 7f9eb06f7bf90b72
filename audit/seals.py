"""A chain of SHA-256 over the audit events, sealed in batches.

Ids commit out of order, so a batch is a range of *transactions* that have all ended (below the
oldest one still running): no event can join it any more.
"""

import hashlib
import json

from django.db import connection, transaction

from audit.models import Event, Seal

GENESIS = "0" * 64


def _hash(previous, rows):
    digest = hashlib.sha256(previous.encode())
    count = 0
    for row in rows.iterator(chunk_size=5000):
        digest.update(json.dumps(row, default=str).encode())
        count += 1
    return digest.hexdigest(), count


def _events(start, end):
    return (
        Event.objects.filter(transaction__gte=start, transaction__lt=end)
        .order_by("id")
        .values_list(
            "id", "happened_at", "transaction", "actor_kind", "actor_id", "actor_role",
            "verb", "outcome", "kind", "ids", "fields",
        )
    )  # fmt: skip


def _horizon(cursor):
    cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    return cursor.fetchone()[0]


def seal():
    """Seal every finished transaction's events since the last seal; None when there are none."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7241)")
        last = Seal.objects.order_by("to_transaction").last()
        start, previous = (last.to_transaction, last.hash) if last else (0, GENESIS)
        end = _horizon(cursor)
        if not _events(start, end).exists():
            return None
        digest, count = _hash(previous, _events(start, end))
        return Seal.objects.create(
            from_transaction=start,
            to_transaction=end,
            events=count,
            previous_hash=previous,
            hash=digest,
        )


def verify():
    """Yield a sentence for each thing wrong with the chain: nothing when it is whole."""
    previous, reached = GENESIS, 0
    for link in Seal.objects.order_by("to_transaction").iterator():
        if link.previous_hash != previous or link.from_transaction != reached:
            yield f"Seal {link.pk} does not follow the one before it."
        digest, count = _hash(
            link.previous_hash, _events(link.from_transaction, link.to_transaction)
        )
        if count != link.events:
            yield f"Seal {link.pk} covers {link.events} events, but {count} are there."
        elif digest != link.hash:
            yield f"An event under seal {link.pk} was changed."
        previous, reached = link.hash, link.to_transaction
