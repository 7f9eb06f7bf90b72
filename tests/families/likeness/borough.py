"""Invented people as they are written down: names with a long tail, siblings, twins, postcodes."""

import csv
from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

from faker.providers.person import en_GB, en_IN, es_ES, fr_FR, tw_GH, yo_NG

import croydon_eh.demo
from croydon_eh.demo.numbers import upn
from families.likeness import Someone

TODAY = date(2026, 11, 22)
DEMO = Path(croydon_eh.demo.__file__).parent / "reference" / "names.csv"
# Where names come from, how many of a hundred families.
COMMUNITIES = {"british": 45, "west_african": 17, "south_asian": 16, "muslim": 10, "latin": 7,
               "eastern_european": 5}  # fmt: skip
LISTS = {"british": [en_GB], "west_african": [tw_GH, yo_NG], "south_asian": [en_IN],
         "latin": [es_ES, fr_FR]}  # fmt: skip
STARTS = "Ash Bar Beck Black Brad Brook Bur Cart Chad Cold Cran Dal East Fair Farn Glad Green Hal"
MORE = "Hart Haw Hol Kirk Lang Lin Mar Mel Nor Oak Pem Rad Red Row Sher Stan Sut Thorn Wal West Win"
ENDS = "bourne bury by combe cott den field ford gate ham hurst ington land ley more ridge ton"
OLD = [start + end for start in f"{STARTS} {MORE}".split() for end in ENDS.split()]


@cache
def names(community, kind):
    """(names, running total of how often each is given): few are common, most are rare."""
    found = _listed(community, kind)
    if kind == "last" and community == "british":
        found = [*found, *OLD]
    return found, list(accumulate(1 / (place + 12) for place in range(len(found))))


def _listed(community, kind):
    part = {"F": "first_names_female", "M": "first_names_male", "last": "last_names"}[kind]
    listed = [
        name for module in LISTS.get(community, ())
        for name in getattr(module.Provider, part)
    ]  # fmt: skip
    with DEMO.open(encoding="utf-8", newline="") as file:
        mine = [row["name"] for row in csv.DictReader(file)
                if row["kind"] == kind and row["names"] == community]  # fmt: skip
    return list(dict.fromkeys([*mine, *listed]))


def name(dice: Random, community, kind):
    found, often = names(community, kind)
    return dice.choices(found, cum_weights=often)[0]


def postcode(dice: Random):
    area = dice.choice(("CR0", "CR2", "CR5", "CR7", "CR8", "SE19", "SE25", "SW16"))
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"{area} {dice.randrange(10)}{dice.choice(letters)}{dice.choice(letters)}"


def nhs_number(dice: Random):
    while True:
        nine = f"{dice.randrange(400_000_000, 800_000_000)}"
        check = (11 - sum(int(nine[n]) * (10 - n) for n in range(9)) % 11) % 11
        if check < 10:
            return f"{nine}{check}"


def child(dice: Random, community, last, at, born_on=None):
    """Half of all records hold a number; both of a pair do in a quarter of the cases."""
    sex = dice.choice("FM")
    born_on = born_on or TODAY - timedelta(days=dice.randrange(30, 6500))
    return Someone(
        first_name=name(dice, community, sex), last_name=last, born_on=born_on, sex=sex,
        nhs_number=nhs_number(dice) if dice.random() < 0.5 else "",
        upn=upn(dice, born_on.year) if dice.random() < 0.5 else "", postcodes=frozenset([at]),
    )  # fmt: skip


def somebody(dice: Random):
    community = dice.choices(list(COMMUNITIES), list(COMMUNITIES.values()))[0]
    return community, child(dice, community, name(dice, community, "last"), postcode(dice))


def households(seed, people):
    """Lists of children of one home each, some of them twins, until there are so many people."""
    dice, made = Random(seed), 0
    while made < people:
        community, eldest = somebody(dice)
        home, (at,) = [eldest], eldest.postcodes
        for _ in range(dice.choices((0, 1, 2, 3), (30, 40, 20, 10))[0]):
            twin = home[-1].born_on if dice.random() < 0.03 else None
            home.append(child(dice, community, eldest.last_name, at, twin))
        made += len(home)
        yield home


@cache
def with_other_names():
    """First names of each community's lists that have a short or other form."""
    from families.likeness.weights import other_names

    others, found = other_names("2026-11"), defaultdict(list)
    for community in COMMUNITIES:
        for sex in "FM":
            found[sex] += [n for n in names(community, sex)[0] if n.lower() in others]
    return dict(found)
