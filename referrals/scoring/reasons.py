"""Why a score is what it is and what would change it, in sentences for a head teacher."""

from referrals.scoring.vocabulary import LEVELS


def reasons_for(thresholds, rule, themes, red_flags, discussed, up, down):
    """The sentences, in the order: why, what to talk through, what would change it."""
    named = _Named(thresholds, themes)
    sentences = [_why(rule, named, red_flags)]
    sentences += [
        f"Talk this through with a SPOC social worker: {_small(i.text)}." for i in discussed
    ]
    sentences += _rises(rule, up)
    sentences += _falls(rule, down)
    return tuple(sentences)


class _Named:
    """Observed themes by level, as words."""

    def __init__(self, thresholds, themes):
        self.labels = [(thresholds.themes[t].label, level) for t, level in themes.items()]

    def at_least(self, level):
        return [label for label, at in self.labels if at >= level]

    def below(self, level):
        return [label for label, at in self.labels if at < level]


def _why(rule, named, red_flags):
    if rule == 1:
        concerns = "; ".join(_small(i.text) for i in red_flags)
        return f"This is an immediate safeguarding concern: {concerns}."
    return _WHY[rule](named)


def _why_2(named):
    four, three = named.at_least(4), named.at_least(3)
    if len(four) >= 2:
        return f"{_areas(four)} at level 4 (specialist): {_listed(four)}."
    return (
        f"{_capital(four[0])} is at level 4 (specialist), and with it {len(three)} areas in more"
        f" than one part of family life are at level 3 or above: {_listed(three)}."
    )


def _why_3(named):
    (four,) = named.at_least(4)
    return (
        f"One area is at level 4 (specialist): {four}. A SPOC social worker decides, and may"
        " agree level 3 with reasons."
    )


def _why_4(named):
    three = named.at_least(3)
    if len(three) >= 2:
        return f"{_areas(three)} at level 3 (intensive): {_listed(three)}."
    others = named.below(3)
    return (
        f"{_capital(three[0])} is at level 3 (intensive), and {_areas(others, more=True).lower()}"
        f" at level 2, in more than one part of family life: {_listed(others)}."
    )


def _why_5(named):
    two = named.at_least(2)
    return (
        f"{_areas(two)} at level 2 or above, across the child's own needs, parenting, and family"
        f" and home. Together they add up to level 3: {_listed(two)}."
    )


def _why_6(named):
    three, two = named.at_least(3), named.below(3)
    if not three:
        return f"{_areas(two)} at level 2 (additional): {_listed(two)}."
    beside = f" Also at level 2: {_listed(two)}." if two else ""
    return f"One area is at level 3: {three[0]}. That is level 2, but close to level 3.{beside}"


def _why_7(named):
    return "No area of need was ticked, so this is level 1 (universal)."


_WHY = {2: _why_2, 3: _why_3, 4: _why_4, 5: _why_5, 6: _why_6, 7: _why_7}
# From a rule below level 4, needs at 2 or 3 lead to the next level and a need at 4 to level 4.
_NEXT_LEVEL = {4: 4, 5: 4, 6: 3, 7: 2}


def _rises(rule, up):
    steps = {}
    for adding, fewest in up.items():
        if fewest is not None:
            reached = 4 if adding == 4 else _NEXT_LEVEL[rule]
            areas = "area" if fewest == 1 else "areas"
            steps.setdefault(reached, []).append(f"{fewest} more {areas} at level {adding}")
    return [
        f"It would rise to level {reached} ({LEVELS[reached]}) with {', or '.join(ways)}."
        for reached, ways in sorted(steps.items())
    ]


def _falls(rule, down):
    if rule == 1:
        return ["It stays at level 4 while there is an immediate safeguarding concern."]
    if down is None:
        return []
    if rule in (2, 3):
        areas = "area" if down == 1 else f"{down} areas"
        return [f"It would be lower if the {areas} at level 4 no longer applied."]
    areas = "one" if down == 1 else down
    return [f"It would be lower if {areas} of these areas no longer applied."]


def _areas(labels, more=False):
    other = " other" if more else ""
    return f"One{other} area is" if len(labels) == 1 else f"{len(labels)}{other} areas are"


def _listed(labels):
    # Several labels contain "and" or "or", so commas alone would leave the last pair unclear.
    return "; ".join(labels)


def _capital(text):
    return text[:1].upper() + text[1:]


def _small(text):
    return text[:1].lower() + text[1:]
