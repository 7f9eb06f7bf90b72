"""What may leave the house: see docs/adr/0020-disclosure-control.md."""

from outcomes.disclosure.public import publish
from outcomes.disclosure.rows import HIDDEN
from outcomes.disclosure.seals import canonical, internal_seal, public_sha256

__all__ = ["HIDDEN", "canonical", "internal_seal", "public_sha256", "publish"]
