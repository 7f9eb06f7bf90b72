"""Names for invented people, by the communities of a borough."""

from collections import defaultdict
from functools import cache

from croydon_eh.demo.reading import rows

ADULTS = {"F": "Angela Farida Grace Joy Karen Lakshmi Leila Lisa Lorraine Magdalena Michelle Nadia "
               "Nicola Patience Rashida Rosa Samantha Sandra Shanthi Stella Teresa Yasmin",
          "M": "Abdul Adrian Anthony Carlos Darren David Gary Hassan Ivan Joseph Kamal Kevin Mark "
               "Michael Mohan Nathan Paul Piotr Raj Richard Sunday Winston"}  # fmt: skip
LONG = ("Wilhelmina-Alexandrina Oluwadamilola", "Featherstonehaugh-Balasubramaniam")
ACCENTS = ("Zoë-Renée", "Núñez Gonçalves")
APOSTROPHE = ("D'Andre", "O’Shaughnessy-D'Souza")


@cache
def _lists():
    lists = defaultdict(list)
    for row in rows("names"):
        lists[row["names"], row["kind"]].append(row["name"])
    return lists


def first_name(dice, community, sex):
    return dice.choice(_lists()[community, sex])


def last_name(dice, community):
    return dice.choice(_lists()[community, "last"])


def adult_name(dice, community, sex):
    """Older first names for the ones that are common to everybody, else the community's own."""
    if dice.chance(0.35):
        return dice.choice(ADULTS[sex].split())
    return first_name(dice, community, sex)


def any_name(dice):
    """(first, last) of anybody: for the staff of agencies and teams."""
    groups = rows("ethnic_groups")
    group = dice.choices(groups, [float(row["weight"]) for row in groups])[0]
    community = group["names"].split("|")[0]
    return adult_name(dice, community, dice.choice("FM")), last_name(dice, community)
