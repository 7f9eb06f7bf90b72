"""The suggestion, child by child, in words. It is shown to nobody before their own level."""

from referrals import thresholds

RULES = {
    1: "An immediate safeguarding concern was ticked.",
    2: "Two areas are at level 4, or one with three serious areas in more than one part of life.",
    3: "One area is at level 4. A SPOC social worker decides and may agree level 3.",
    4: "Two areas are at level 3, or one with three more at level 2 in more than one part of life.",
    5: "Five areas at level 2 or above, across all three parts of family life, add up to level 3.",
    6: "One or more areas are at level 2.",
    7: "No area of need was ticked.",
}
FLAGS = {
    "immediate": ("Immediate safeguarding concern", "red"),
    "discuss": ("Talk it through with a social worker", "purple"),
    "borderline": ("Close to level 3", "yellow"),
}


def suggestion(referral, children):
    """`children` are dicts of referral children: name, about, level, rule, result (as stored)."""
    version = thresholds.called(referral.threshold_version)
    return {
        "level": referral.suggested_level,
        "rule": RULES[referral.suggested_rule],
        "flags": [FLAGS[flag] for flag in referral.flags if flag in FLAGS],
        "version": referral.threshold_version,
        "children": [_of_child(child, version) for child in children],
    }


def _of_child(child, thresholds):
    themes = child["result"].get("themes", {})
    labels = [(thresholds.themes[t].label, level) for t, level in themes.items()]
    return {
        "name": child["name"],
        "about": child["about"],
        "level": child["level"],
        "rule": RULES[child["rule"]],
        "reasons": child["result"].get("reasons", []),
        "themes": [{"text": label[:1].upper() + label[1:], "level": at} for label, at in labels],
    }
