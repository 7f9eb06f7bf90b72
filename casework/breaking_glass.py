"""Finding a restricted family by a number that somebody holds, and nothing else by it."""

import re

from accounts.govuk.times import say_time
from families.models import Family, FamilyAccess, together

REFERRAL = re.compile(r"EH-\d{4}-\d{6,9}")
NUMBER = re.compile(r"\d{1,18}")


def find(text):
    """The family of a referral's reference or of a family's number, or None."""
    text = text.strip().upper()
    families = Family.objects.select_related("merged_into")
    if REFERRAL.fullmatch(text):
        family = families.filter(referrals__reference=text).first()
    elif NUMBER.fullmatch(text):
        family = families.filter(pk=int(text)).first()
    else:
        family = None
    return family and (family.merged_into or family)


def opened_until(user, family):
    """Until when this user has opened the family with a reason; None where they have not."""
    rows = FamilyAccess.objects.open().filter(family__in=together(family), user=user)
    row = rows.filter(basis=FamilyAccess.Basis.BREAK_GLASS).order_by("-until_at").first()
    return row and row.until_at


def say_opened(until):
    return f"You opened this family with a reason. It closes by itself at {say_time(until)}."
