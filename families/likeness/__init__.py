"""Who might be the same person: compare two people fact by fact, and say why.

`score` and what it calls are pure: no database, no clock. `look_up` finds whom to compare.
"""

from families.likeness.scoring import Likeness, score
from families.likeness.someone import Someone
from families.likeness.weights import weights

__all__ = ["Likeness", "Someone", "score", "weights"]
