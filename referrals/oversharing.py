"""What a referrer wrote that may be more than the SPOC needs: advice, never a refusal.

It looks for what is easily seen. What it finds may be right to keep: only the writer can say.
"""

import re
from collections.abc import Iterable

from families.validators import nhs_number_problem, upn_problem

LONG = 3000  # characters: more was often copied from somewhere
NHS_NUMBER = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
UPN = re.compile(r"\b[A-Z]\d{11}[0-9A-Z]\b")
PHONE = re.compile(r"(?<!\d)(?:\+44 ?|0)\d(?:[ -]?\d){8,9}(?!\d)")
EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]*\w")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
OF_OTHERS = re.compile(
    r"\b((?:[Ff]riend|[Nn]eighbour|[Cc]lassmate|[Cc]ousin|[Pp]upil|[Bb]oyfriend|[Gg]irlfriend)s?"
    r"(?: called| named)?,? ([A-Z][\w'’-]+))"
)
HEALTH = re.compile(
    r"\b(HIV|hepatitis|chlamydia|abortion|miscarriage|cancer|schizophreni\w*|bipolar|psychosis"
    r"|depressi\w+|depressed|antidepressants?|methadone|diagnos\w+|overdosed?|medication)\b",
    re.IGNORECASE,
)
SAID = {
    "nhs": "An NHS number. It has a place of its own, with the child.",
    "upn": "A pupil number (UPN). It has a place of its own, with the child.",
    "phone": "A telephone number. “Safe contact” asks for it, and whether calling is safe.",
    "email": "An email address. “Safe contact” asks for it, and whether writing is safe.",
    "postcode": "A postcode. “Family and home” asks for it, and whether it must stay secret.",
    "long": "Much text. If it was copied from a report, say in your own words what matters.",
}


def advice(text: str, names: Iterable[str] = ()) -> list[str]:
    """A sentence for each thing to look at again. `names` are those of the family's people."""
    ours = {word.lower() for name in names for word in name.split()}
    kinds = [
        ("nhs", any(not nhs_number_problem(_digits(n)) for n in NHS_NUMBER.findall(text))),
        ("upn", any(not upn_problem(number) for number in UPN.findall(text))),
        ("phone", PHONE.search(text)),
        ("email", EMAIL.search(text)),
        ("postcode", POSTCODE.search(text)),
    ]
    found = [SAID[kind] for kind, there in kinds if there]
    others = [words for words, name in OF_OTHERS.findall(text) if name.lower() not in ours]
    if others:
        found.append(f"Somebody of another family: {_quoted(others)}. Leave the name out.")
    if health := HEALTH.findall(text):
        found.append(
            f"Somebody’s health: {_quoted(health)}. Keep it if it matters for the children, and "
            "say how you know."
        )
    return [*found, SAID["long"]] if len(text) > LONG else found


def _digits(number):
    return re.sub(r"\D", "", number)


def _quoted(words):
    different = {}
    for word in words:
        different.setdefault(word.lower(), word)
    return ", ".join(f"“{word}”" for word in list(different.values())[:4])
