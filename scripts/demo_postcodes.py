"""Make croydon_eh/demo/reference/postcodes.csv: postcodes that look right and do not exist.

    python scripts/demo_postcodes.py POSTCODES.csv > croydon_eh/demo/reference/postcodes.csv

The input has the columns `postcode` and `ward_gss` and holds every postcode of the borough, ended
ones too (see localities/reference/SOURCES.md). For each ward: real sectors in which it has many
postcodes, with last letters that none of the borough's postcodes has.
"""

import csv
import random
import sys
from collections import Counter, defaultdict
from itertools import product

FOR_EACH_WARD = 16
SECTORS_OF_A_WARD = 3
LAST_LETTERS = ["".join(pair) for pair in product("ABDEFGHJLNPQRSTUWXYZ", repeat=2)]
NOT_HOMES = ("CR9 ", "CR90 ")  # large users only


def main(path):
    used, sectors = set(), defaultdict(Counter)
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            used.add(row["postcode"])
            if not row["postcode"].startswith(NOT_HOMES):
                sectors[row["ward_gss"]][row["postcode"][:-2]] += 1
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["postcode", "ward_gss"])
    for ward, found in sorted(sectors.items()):
        nearest = sorted(found, key=lambda sector: (-found[sector], sector))[:SECTORS_OF_A_WARD]
        free = [s + end for s in nearest for end in LAST_LETTERS if s + end not in used]
        chosen = sorted(random.Random(ward).sample(free, FOR_EACH_WARD))
        used.update(chosen)
        table.writerows([postcode, ward] for postcode in chosen)


if __name__ == "__main__":
    main(sys.argv[1])
