"""Numbers that look right and belong to nobody."""

from families.validators import UPN_LETTERS

NHS_NUMBERS = 1_000_000  # 999 000 000x to 999 999 999x: the range for tests
STEP = 380_011  # shares no factor with it, so that every number comes once


def nhs_numbers(start: int):
    """Numbers of the test range with right check digits, each once, in no visible order."""
    for place in range(NHS_NUMBERS):
        nine = f"999{(start + place * STEP) % NHS_NUMBERS:06}"
        total = sum(int(nine[n]) * (10 - n) for n in range(9))
        check = (11 - total % 11) % 11
        if check < 10:
            yield f"{nine}{check}"


def upn(dice, born_year: int) -> str:
    """A pupil number of Croydon (306), of schools whose numbers (9nnn) are not given out."""
    digits = f"3069{dice.randrange(1000):03}{(born_year + 5) % 100:02}{dice.randrange(1000):03}"
    total = sum(int(digits[n]) * (n + 2) for n in range(12))
    return UPN_LETTERS[total % 23] + digits


def mobile(dice) -> str:
    """Ofcom keeps 07700 900000 to 900999 for films."""
    return f"07700 900{dice.randrange(1000):03}"


def landline(dice) -> str:
    return f"020 7946 0{dice.randrange(1000):03}"
