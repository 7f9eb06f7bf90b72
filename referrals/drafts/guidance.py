"""A draft that was begun under an earlier version of the thresholds.

A page remembers the version by which it was answered. Where what was picked reads differently now,
the pick is kept, said again, and asked anew: nothing is sent that nobody chose.
"""

from referrals import thresholds
from referrals.scoring.vocabulary import RED_FLAG, STRENGTH

DANGER, THEMES, STRENGTHS, SERIOUS = "danger", "themes", "strengths", "serious"
MARK = "guidance"


def depends(page):
    """Whether the choices of a page come from the thresholds."""
    return page.partition("/")[0] in (DANGER, THEMES, STRENGTHS, SERIOUS)


def marked(found, page, given):
    """A page's answers with the version by which they were given."""
    return given | {MARK: found.version} if depends(page) else given


def was(found, page, stored):
    """The texts of what was picked under another version and reads differently now.

    None where the page stands as it is. A list of red flags that changed is always asked again.
    """
    if not stored or not depends(page) or stored.get(MARK, found.version) == found.version:
        return None
    before, now = _choices(thresholds.called(stored[MARK]), page), _choices(found, page)
    changed = {key: text for key, text in before.items() if now.get(key) != text}
    picked = list(dict.fromkeys(changed[key] for key in _picks(stored) if key in changed))
    return picked if picked or (page == DANGER and before != now) else None


def as_now(found, page, stored):
    """The stored answers without what reads differently now; such a page is not complete."""
    if was(found, page, stored) is None:
        return stored
    before, now = _choices(thresholds.called(stored[MARK]), page), _choices(found, page)
    gone = {key for key, text in before.items() if now.get(key) != text}
    return {name: _without(value, gone) for name, value in stored.items()} | {"complete": False}


def _choices(found, page):
    """value -> text"""
    kind, _, theme = page.partition("/")
    if kind == THEMES:
        return {key: theme.label for key, theme in found.themes.items()}
    if kind == SERIOUS:
        levels = found.themes[theme].levels if theme in found.themes else {}
        return {str(level): indicator.text for level, indicator in levels.items()}
    of_kind = found.of_kind(RED_FLAG if kind == DANGER else STRENGTH)
    return {indicator.key: indicator.text for indicator in of_kind}


def _picks(stored):
    for value in stored.values():
        yield from value if isinstance(value, list) else [value]


def _without(value, gone):
    if isinstance(value, list):
        return [one for one in value if one not in gone]
    return None if isinstance(value, str) and value in gone else value
