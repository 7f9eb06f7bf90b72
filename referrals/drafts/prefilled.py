"""What a draft already knows when it goes on from a call or a conversation."""

from accounts.govuk.times import say_moment


def from_call(call):
    """Pages of a draft: the family's name, and what the caller said with who said it."""
    who = ", ".join(filter(None, (call.caller_name, call.agency)))
    return _pages(call.family_name, f"{call.said}\n\nTold by phone, {who}, {_when(call)}.")


def from_consultation(consultation):
    """Pages of a draft: the family's name, what was asked, and the advice that was given."""
    asked = f"{consultation.asked}\n\nTalked through with {consultation.with_whom}, "
    tried = f"Advice we were given: {consultation.advice}"
    return _pages(consultation.family_name, f"{asked}{_when(consultation)}.", tried=tried)


def _when(told):
    return say_moment(told.happened_at)


def _pages(family_name, worries, **more):
    pages = {"worries": {"worries": worries, **more, "complete": True}}
    if family_name:
        pages["family"] = {"family_name": family_name, "complete": False}
    return {name: page | {"saved": 1, "made": 1} for name, page in pages.items()}
