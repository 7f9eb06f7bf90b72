"""Compare names, written in lower case without accents, word by word."""

SHORT = 4  # letters; a shorter name differs by one letter from many others


def edits(one: str, other: str, most: int) -> int:
    """Letters to change, add, drop or swap with the next; `most` + 1 where it takes more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        two_before, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def is_typo(one: str, other: str) -> bool:
    """One slip of the finger; two in a name of seven letters or more."""
    longer = max(len(one), len(other))
    if longer < SHORT:
        return False
    most = 2 if longer >= 7 else 1
    return edits(one, other, most) <= most


def sounds_alike(one: str, other: str, sounds) -> bool:
    """The same sound, and not only the same consonants: `sounds` maps a word to its code."""
    code = sounds.get(one)
    return bool(code) and code == sounds.get(other) and _shares_half(one, other)


def _shares_half(one, other):
    most = max(len(one), len(other)) // 2
    return edits(one, other, most) <= most


def compare_last(ours, theirs, sounds) -> str:
    """An answer of the weights file for two last names, each a tuple of words."""
    if not ours or not theirs:
        return "missing"
    if ours == theirs or "".join(ours) == "".join(theirs):
        return "same"
    if set(ours) & set(theirs):
        return "part"
    return _near(ours, theirs, sounds)


def compare_first(ours, theirs, sounds, others) -> str:
    """As for last names; `others` maps a name to the other forms of it."""
    if not ours or not theirs:
        return "missing"
    if ours == theirs or "".join(ours) == "".join(theirs):
        return "same"
    if any(b in others.get(a, ()) for a in ours for b in theirs):
        return "nickname"
    if ours[0] == theirs[0] or (len(ours) != len(theirs) and set(ours) & set(theirs)):
        return "part"
    if _initial(ours, theirs):
        return "part"
    return _near(ours[:1], theirs[:1], sounds)


def _initial(ours, theirs):
    short, longer = sorted((ours[0], theirs[0]), key=len)
    return len(short) == 1 and longer.startswith(short)


def _near(ours, theirs, sounds):
    pairs = [(a, b) for a in ours for b in theirs]
    if any(sounds_alike(a, b, sounds) for a, b in pairs):
        return "sounds"
    if is_typo("".join(ours), "".join(theirs)) or any(is_typo(a, b) for a, b in pairs):
        return "typo"
    return "different"
