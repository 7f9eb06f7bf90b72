"""Make localities/reference/postcode_sectors.csv from a CSV of Croydon postcodes and their wards.

    python scripts/postcode_sectors.py POSTCODES.csv > localities/reference/postcode_sectors.csv

The input has the columns `postcode` and `ward_gss`; where it came from is said in
localities/reference/SOURCES.md. For each sector ("CR0 2") the ward that holds most of its
postcodes, how many Croydon postcodes it has, the share of them in that ward, and a confidence.
"""

import csv
import sys
from collections import Counter, defaultdict

# A sector has about this many postcodes at least. With fewer in Croydon the rest lies across the
# border, and an address there is as likely our neighbour's.
SECTOR_AT_LEAST = 50


def main(path):
    wards = defaultdict(Counter)
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            outward, inward = row["postcode"].split()
            wards[f"{outward} {inward[0]}"][row["ward_gss"]] += 1
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["sector", "ward_gss", "postcodes", "share", "confidence"])
    for sector, found in sorted(wards.items()):
        ward, most = min(found.items(), key=lambda item: (-item[1], item[0]))
        count = found.total()
        confidence = most / max(count, SECTOR_AT_LEAST)
        table.writerow([sector, ward, count, f"{most / count:.3f}", f"{confidence:.3f}"])


if __name__ == "__main__":
    main(sys.argv[1])
