"""Names as people sort and look for them."""

import unicodedata


def sort_name(name):
    """Lower case without accents or apostrophes: "O’Brien-Núñez" gives "obrien nunez"."""
    plain = unicodedata.normalize("NFKD", name)
    kept = (c for c in plain if not unicodedata.combining(c) and c not in "'’`´")
    return " ".join("".join(kept).replace("-", " ").lower().split())
