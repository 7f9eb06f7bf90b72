"""What numbers and dates of people can be: a sentence for what is wrong, "" when all is well."""

import re
from datetime import date, timedelta

from localities.calendar import age_on

# What a database cannot keep: NUL, and half of a surrogate pair.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
LONGEST_PREGNANCY = timedelta(weeks=42)
OVERDUE_BIRTH = timedelta(weeks=4)


def is_storable(text):
    return not UNSTORABLE.search(text)


def nhs_number_problem(number):
    """Ten digits, the last a check digit by modulus 11 (NHS Data Dictionary)."""
    if not re.fullmatch("[0-9]{10}", number):
        return "NHS number must have 10 digits, like 999 000 0018"
    total = sum(
        int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False)
    )
    return "" if (11 - total % 11) % 11 == int(number[9]) else "NHS number is not right: check it"


def upn_problem(upn):
    """A check letter, eleven digits, and a digit or (temporary) a letter (DfE UPN guide)."""
    if not re.fullmatch("[A-Z][0-9]{11}[0-9A-Z]", upn) or upn[12] in "IOS":
        return "UPN must be a letter and 12 numbers, like H801200001001"
    values = [*map(int, upn[1:12]), int(upn[12]) if upn[12].isdigit() else _letter(upn[12])]
    total = sum(value * weight for value, weight in zip(values, range(2, 14), strict=True))
    return "" if UPN_LETTERS[total % 23] == upn[0] else "UPN is not right: check it"


def _letter(letter):
    return UPN_LETTERS.index(letter)


def birth_problem(born_on: date, today: date):
    """A child is born already and not 18 yet."""
    if born_on > today:
        return "Date of birth must be today or earlier"
    if age_on(born_on, today) >= 18:
        return "This must be a child under 18: check the date of birth"
    return ""


def due_problem(due_on: date, today: date):
    """An unborn child is due within a pregnancy's length, or was due a few weeks ago at most."""
    if due_on < today - OVERDUE_BIRTH:
        return "The due date has passed: give the date of birth instead"
    if due_on > today + LONGEST_PREGNANCY:
        return "The due date must be within the next 10 months"
    return ""
