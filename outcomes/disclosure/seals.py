"""What shows that figures are the ones that were frozen."""

from __future__ import annotations

import hashlib
import hmac
import json

NOT_FIGURES = frozenset({"sha256", "state", "made_at"})


def canonical(snapshot: dict) -> bytes:
    """JSON with sorted keys and no spaces, in UTF-8, without the hash, the state and the clock."""
    figures = {key: value for key, value in snapshot.items() if key not in NOT_FIGURES}
    text = json.dumps(
        figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode("utf-8")


def public_sha256(snapshot: dict) -> str:
    """The SHA-256 of the public figures, in hexadecimal: for a public snapshot only.

    Of true counts it would give the hidden ones back to anyone who tries them all.
    """
    return hashlib.sha256(canonical(snapshot)).hexdigest()


def internal_seal(snapshot: dict, key: bytes | str) -> str:
    """The keyed seal (HMAC-SHA-256, hexadecimal) of true counts. Raises ValueError with no key."""
    secret = key.encode("utf-8") if isinstance(key, str) else key
    if not secret:
        raise ValueError("A seal needs a key")
    return hmac.new(secret, canonical(snapshot), hashlib.sha256).hexdigest()
