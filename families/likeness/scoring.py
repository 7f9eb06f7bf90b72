"""How much speaks for two records being one person, in bits, and why in plain words."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2

from families.likeness.days import compare_days
from families.likeness.someone import Someone
from families.likeness.weights import Weights
from families.likeness.words import compare_first, compare_last

NUMBERS = ("nhs_number", "upn")
OF_THE_NAME = ("first_name", "last_name", "name_order")
SAME_NAME = ("same", "part", "sounds", "typo")


@dataclass(frozen=True, slots=True)
class Likeness:
    """`bits` may be negative. `reasons` are those for it, the strongest first."""

    bits: float
    name_bits: float  # of them, what the names weigh
    reasons: tuple[str, ...]
    answers: Mapping[str, str]

    @property
    def lives_there(self):
        """Not the same person, but the same last name at the same postcode: of one home?"""
        answers = self.answers
        return answers["postcode"] == "same" and answers["last_name"] in SAME_NAME


def score(ours: Someone, theirs: Someone, *, weights: Weights, sounds, others) -> Likeness:
    """Add up the weights of what agrees and what does not (Fellegi and Sunter 1969).

    `sounds` maps a word to the code of its sound, `others` a first name to its other forms; a word
    that is in neither is compared by its letters alone. Each number counts only if both are given;
    its check digit was verified when it was written down. Never raises for missing facts.
    """
    answers = {
        **_names(ours, theirs, weights, sounds, others),
        "birth": compare_days(ours, theirs),
        "postcode": _postcodes(ours.postcodes, theirs.postcodes),
        "sex": _codes(ours.sex, theirs.sex, unknown=("", "U")),
        **{name: _codes(getattr(ours, name), getattr(theirs, name)) for name in NUMBERS},
    }
    bits = {name: weights.bits[name, answer] for name, answer in answers.items()}
    of_the_name = sum(bits.get(name, 0) for name in OF_THE_NAME)
    return Likeness(sum(bits.values()), of_the_name, _reasons(answers, weights), answers)


def in_company(likenesses: Sequence[Likeness]) -> list[Likeness]:
    """Each of the records that one person was compared with, less log2 of its namesakes among them.

    A namesake agrees in name at least as well: of a hundred, each is a hundredth as likely.
    """
    ranked = sorted(likeness.name_bits for likeness in likenesses)
    return [
        replace(one, bits=one.bits - log2(len(ranked) - bisect_left(ranked, one.name_bits)))
        for one in likenesses
    ]


def _names(ours, theirs, weights, sounds, others):
    """The better of the names as they stand and with first and last in each other's place."""
    firsts = [name for name in (theirs.first, theirs.known) if name] or [()]
    best = max(
        ({"first_name": compare_first(a, b, sounds, others)}
         for a in filter(None, (ours.first, ours.known)) for b in firsts),
        key=lambda answers: weights.bits["first_name", answers["first_name"]],
        default={"first_name": "missing"},
    )  # fmt: skip
    straight = best | {"last_name": compare_last(ours.last, theirs.last, sounds)}
    crossed = {
        "first_name": compare_first(ours.first, theirs.last, sounds, others),
        "last_name": compare_last(ours.last, theirs.first, sounds),
        "name_order": "swapped",
    }
    if "missing" in crossed.values() or "different" in crossed.values():
        return straight
    return max(straight, crossed, key=lambda a: sum(weights.bits[found] for found in a.items()))


def _postcodes(ours, theirs):
    if not ours or not theirs:
        return "missing"
    if ours & theirs:
        return "same"
    sectors = {postcode[:-2] for postcode in ours} & {postcode[:-2] for postcode in theirs}
    return "sector" if sectors else "different"


def _codes(ours, theirs, unknown=("",)):
    if ours in unknown or theirs in unknown:
        return "missing"
    return "same" if ours == theirs else "different"


def _reasons(answers, weights):
    """Words of what speaks for it, by weight."""
    told = [found for found in answers.items() if weights.words[found]]
    told.sort(key=lambda found: -weights.bits[found])
    return tuple(weights.words[found] for found in told)
