"""The pages of a referral as a head teacher fills them in."""

import re
from datetime import date

REFERENCE = re.compile(r"EH-\d{4}-\d{6}")
SCHOOL_AGE = date(2016, 3, 14)


def refer(visitor, family="Okafor", *, seen=None):
    """From the start page to the confirmation. Returns the reference. `seen` takes pictures."""
    look = seen or (lambda name: None)
    visitor.open("/referrals/new/")
    look("start")
    visitor.choose("None of these")
    visitor.press("Continue")
    visitor.fill("Family name", family)
    visitor.choose("In Croydon")
    visitor.fill("Postcode", "CR7 8AA")
    visitor.press("Save and continue")
    add_child(visitor, "Amara")
    add_adult(visitor, "Ngozi", family)
    answer_contact(visitor, f"Ngozi {family}")
    visitor.fill("What worries you?", "Amara is often absent and comes to school hungry.")
    visitor.fill("What works well?", "She has a warm relationship with her mother.")
    visitor.press("Save and continue")
    answer_themes(visitor)
    answer_agreement(visitor, f"Ngozi {family}")
    look("check")
    visitor.press("Send the referral")
    look("sent")
    return REFERENCE.search(visitor.text).group()


def add_child(visitor, name):
    visitor.press("Add a child")
    visitor.fill("First name", name)
    visitor.choose("Yes", within="Is the child born?")
    visitor.fill_date("Date of birth", SCHOOL_AGE)
    visitor.press("Save and continue")
    visitor.press("Continue")


def add_adult(visitor, first, last):
    visitor.press("Add an adult")
    visitor.fill("First name", first)
    visitor.fill("Last name", last)
    visitor.choose("Parent")
    visitor.press("Save and continue")
    visitor.press("Continue")


def answer_contact(visitor, name):
    visitor.choose(name)
    visitor.press("Save and continue")


def answer_themes(visitor):
    """Two themes at level 3, so that the suggestion is level 3; no strength; agreement."""
    for theme in ("School attendance", "Growth and eating"):
        visitor.choose(theme)
    visitor.press("Save and continue")
    for words in ("Regularly hungry", "Persistent absence"):
        visitor.page.get_by_label(words).first.check()
        visitor.press("Save and continue")
    visitor.press("Save and continue")


def answer_agreement(visitor, name):
    visitor.choose("Yes", within="Did the family agree to this referral?")
    visitor.choose(name, within="Who agreed?")
    visitor.choose("In person", within="How did they agree?")
    visitor.choose("Yes", within="Did they also agree that we share facts with other agencies")
    visitor.press("Save and continue")
