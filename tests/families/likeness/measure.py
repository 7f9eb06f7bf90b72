"""How many of one person are found (recall), and how many that are shown are one (precision)."""

from collections import Counter
from dataclasses import dataclass, field

from families.likeness import score, weights
from families.likeness.candidates import sounds_of
from families.likeness.weights import other_names

VERSION = "2026-11"


@dataclass
class Figures:
    shown: Counter = field(default_factory=Counter)  # of each kind
    of: Counter = field(default_factory=Counter)
    right: int = 0
    wrong: int = 0
    of_one_person: int = 0

    @property
    def recall(self):
        return self.right / self.of_one_person

    @property
    def precision(self):
        return self.right / (self.right + self.wrong)

    def __str__(self):
        kinds = ", ".join(f"{kind} {self.shown[kind]}/{self.of[kind]}" for kind in self.of)
        return f"recall {self.recall:.3f}, precision {self.precision:.3f} ({kinds})"


def of_pairs(labelled) -> Figures:
    """Each pair scored by itself, and shown from the possible match on."""
    labelled = list(labelled)
    words = set().union(*(one.words | other.words for _, one, other, _ in labelled))
    by = weights(VERSION)
    known = {"weights": by, "sounds": sounds_of(words), "others": other_names(VERSION)}
    figures = Figures()
    for kind, one, other, same in labelled:
        shown = score(one, other, **known).bits >= by.possible
        figures.of[kind] += 1
        figures.shown[kind] += shown
        figures.of_one_person += same
        figures.right += shown and same
        figures.wrong += shown and not same
    return figures


def of_look_ups(labelled, person_ids, look_up, *, at_once=50) -> Figures:
    """Each second record looked up among all people; the first is on record as `person_ids` say.

    Whoever else is shown as the same person is wrong, stranger or not.
    """
    labelled, figures = list(labelled), Figures()
    for start in range(0, len(labelled), at_once):
        part = labelled[start : start + at_once]
        shown = {
            (found.place, found.person_id)
            for found in look_up([other for _, _, other, _ in part]) if found.band != "home"
        }  # fmt: skip
        for place, (kind, _, _, same) in enumerate(part):
            hit = (place, person_ids[start + place]) in shown
            figures.of[kind] += 1
            figures.shown[kind] += hit
            figures.of_one_person += same
            figures.right += hit and same
        figures.wrong += len(shown)
    figures.wrong -= figures.right
    return figures
