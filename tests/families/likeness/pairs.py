"""Pairs of records, labelled: one person written down twice, or two people who look alike.

`pairs(seed, count)` gives (kind, record, other record, whether they are one person), half of each.
A pair of one person has at least the change that it is named for, often another one as well.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

from families.likeness import Someone
from families.likeness.days import swapped
from families.likeness.weights import other_names
from tests.families.likeness import borough

LETTERS = "abcdefghijklmnopqrstuvwxyz"
NEAR_KEYS = {"a": "sq", "e": "wr", "i": "uo", "o": "ip", "n": "bm", "s": "ad", "t": "ry", "r": "et"}
ACCENTS = str.maketrans("aeioucnAEIOU", "áéíöüçñÁÉÍÖÜ")
RESPELT = (("ph", "f"), ("ck", "k"), ("ie", "y"), ("sh", "sch"), ("ee", "i"), ("ai", "ay"),
           ("y", "i"), ("c", "k"), ("z", "s"), ("ll", "l"), ("nn", "n"), ("ss", "s"), ("tt", "t"),
           ("oo", "ou"), ("w", "v"), ("l", "ll"), ("n", "nn"), ("s", "ss"))  # fmt: skip


def pairs(seed: int, count: int) -> Iterator[tuple[str, Someone, Someone, bool]]:
    dice = Random(seed)
    for place in range(count):
        one_person = place % 2 == 0
        kinds = list(ONE if one_person else TWO)
        kind = kinds[place // 2 % len(kinds)]
        record, other = (ONE if one_person else TWO)[kind](dice)
        if one_person:
            other = _also(dice, kind, other)
        yield kind, _forgotten(dice, record), _forgotten(dice, other), one_person


def typo(dice: Random, text: str) -> str:
    """A letter left out, doubled, swapped with the next, or a neighbouring key; never the first."""
    at = dice.randrange(1, max(len(text) - 1, 2))
    slip = dice.randrange(4)
    if slip == 0:
        return text[:at] + text[at + 1 :]
    if slip == 1:
        return text[:at] + text[at : at + 1] + text[at:]
    if slip == 2:
        return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
    letter = dice.choice(NEAR_KEYS.get(text[at : at + 1], LETTERS))
    return text[:at] + letter + text[at + 1 :]


def _same(dice):
    return borough.somebody(dice)[1]


def _typo(dice):
    one = _same(dice)
    field = dice.choice(("first_name", "last_name", "born_on"))
    if field == "born_on":
        return one, replace(one, born_on=_mistyped_day(dice, one.born_on))
    return one, replace(one, **{field: typo(dice, getattr(one, field))})


def _mistyped_day(dice, day):
    other = dice.choice((
        day.replace(year=day.year - 1, day=min(day.day, 28)),
        day + timedelta(days=dice.choice((-2, -1, 1, 2))),
        day.replace(day=min((day.day + 9) % 28 + 1, 28)),
        day.replace(month=day.month % 12 + 1, day=min(day.day, 28)),
    ))  # fmt: skip
    return min(other, borough.TODAY)


def _sound(dice):
    one = _same(dice)
    field = dice.choice(("first_name", "last_name"))
    text = getattr(one, field)
    fits = [pair for pair in RESPELT if pair[0] in text[1:]]
    if not fits:
        return one, replace(one, **{field: typo(dice, text)})
    old, new = dice.choice(fits)
    return one, replace(one, **{field: text[0] + text[1:].replace(old, new, 1)})


def _nickname(dice):
    one = _same(dice)
    first = dice.choice(borough.with_other_names()[one.sex])
    one = replace(one, first_name=first)
    other = dice.choice(sorted(other_names("2026-11")[first.lower()]))
    return one, replace(one, first_name=other.title())


def _changed_places(dice):
    one = _same(dice)
    return one, replace(one, first_name=one.last_name, last_name=one.first_name)


def _moved(dice):
    one = _same(dice)
    return one, replace(one, postcodes=frozenset([borough.postcode(dice)]))


def _day_and_month(dice):
    one = _same(dice)
    while not swapped(one.born_on) or swapped(one.born_on) > borough.TODAY:
        one = _same(dice)
    return one, replace(one, born_on=swapped(one.born_on))


def _accents(dice):
    one = _same(dice)
    first, last = one.first_name.translate(ACCENTS), one.last_name.translate(ACCENTS)
    return one, replace(one, first_name=first, last_name=last)


def _compound(dice):
    """Double-barrelled on one record, a single name (or none of the second) on the other."""
    one = _same(dice)
    if dice.random() < 0.5:
        second = borough.name(dice, "british", "last")
        return replace(one, last_name=f"{one.last_name}-{second}"), one
    second = borough.name(dice, "british", one.sex)
    return replace(one, first_name=f"{one.first_name} {second}"), one


def _unborn(dice):
    """Referred before the birth, often without a first name; then born."""
    one = replace(_same(dice), nhs_number="", upn="")
    due = one.born_on + timedelta(days=dice.randrange(-10, 21))
    first = one.first_name if dice.random() < 0.2 else ""
    return one, replace(one, born_on=None, due_on=due, first_name=first, sex="")


ONE = {
    "typing error": _typo, "sounds alike": _sound, "nickname": _nickname,
    "first and last swapped": _changed_places, "moved": _moved,
    "day and month swapped": _day_and_month, "accents": _accents, "compound name": _compound,
    "unborn, then born": _unborn,
}  # fmt: skip


def _also(dice, kind, other):
    """Three in ten records of one person differ in a second way; the commonest is a new home."""
    if dice.random() > 0.3 or kind == "moved":
        return other
    second = dice.choice(("moved", "moved", "typo", "numbers"))
    if second == "moved":
        return replace(other, postcodes=frozenset([borough.postcode(dice)]))
    if second == "numbers":
        return replace(other, nhs_number="", upn="")
    return replace(other, last_name=typo(dice, other.last_name))


def _forgotten(dice, record):
    """What a referrer did not know."""
    missing = {}
    if dice.random() < 0.04 and not record.due_on:
        missing["born_on"] = None
    if dice.random() < 0.08:
        missing["postcodes"] = frozenset()
    for field in ("nhs_number", "upn"):
        if dice.random() < 0.5:
            missing[field] = ""
    return replace(record, **missing)


def _other_child(dice, one, community, **facts):
    (at,) = one.postcodes
    other = one
    while other.first_name == one.first_name:
        other = borough.child(dice, community, one.last_name, at)
    return replace(other, **facts)


def _twins(dice):
    community, one = borough.somebody(dice)
    return one, _other_child(dice, one, community, born_on=one.born_on)


def _siblings(dice):
    community, one = borough.somebody(dice)
    return one, _other_child(dice, one, community)


def _same_name(dice):
    """Two strangers of one full name and sex."""
    one, other = _same(dice), _same(dice)
    return one, replace(other, first_name=one.first_name, last_name=one.last_name, sex=one.sex)


def _same_street(dice):
    one, other = _same(dice), _same(dice)
    return one, replace(other, postcodes=one.postcodes)


def _same_day(dice):
    """Two strangers of one last name and one birthday."""
    community, one = borough.somebody(dice)
    at = frozenset([borough.postcode(dice)])
    return one, _other_child(dice, one, community, born_on=one.born_on, postcodes=at)


def _same_name_near(dice):
    """Two strangers of one full name, born in one year, in one postcode sector."""
    one, other = _same_name(dice)
    (at,) = one.postcodes
    born = one.born_on + timedelta(days=dice.randrange(20, 300))
    return one, replace(other, born_on=born, postcodes=frozenset([at[:-2] + "ZZ"]))


def _cousins(dice):
    """One last name, one first letter, near in age, another home: named for a grandparent."""
    community, one = borough.somebody(dice)
    other = _other_child(dice, one, community, born_on=one.born_on + timedelta(days=40))
    return one, replace(other, postcodes=frozenset([borough.postcode(dice)]))


TWO = {
    "twins": _twins, "siblings": _siblings, "same name": _same_name, "same street": _same_street,
    "same last name and birthday": _same_day, "same name, age and area": _same_name_near,
    "cousins": _cousins,
}  # fmt: skip
