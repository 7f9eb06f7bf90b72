"""What differs between two versions of the thresholds, and which indicator follows which."""

from dataclasses import dataclass

from referrals.scoring.proposed import same
from referrals.scoring.thresholds import Indicator, Thresholds


def successors(old: Thresholds, new: Thresholds) -> dict[str, str | None]:
    """Each key of the old version -> the key of the same indicator in the new one, or None.

    A key names a level, so an indicator that moves gets another key. What a referrer saw and
    ticked are the words: the same words are the same indicator. Where the words changed, the same
    key is, unless that key now carries the words of another old indicator.
    """
    by_words = {same(i.text): key for key, i in new.indicators.items()}
    kept = {key: by_words.get(same(i.text)) for key, i in old.indicators.items()}
    taken = set(kept.values())
    return {
        key: found or (key if key in new.indicators and key not in taken else None)
        for key, found in kept.items()
    }


@dataclass(frozen=True, slots=True)
class Changes:
    """Pairs are (old Indicator, new Indicator). What is in none of the lists is as it was."""

    moved: list[tuple[Indicator, Indicator]]
    reworded: list[tuple[Indicator, Indicator]]
    flagged: list[tuple[Indicator, Indicator]]
    added: list[Indicator]
    dropped: list[Indicator]

    def __bool__(self):
        return any((self.moved, self.reworded, self.flagged, self.added, self.dropped))


def changes(old: Thresholds, new: Thresholds) -> Changes:
    followed = successors(old, new)
    pairs = [
        (old.indicators[key], new.indicators[next_key])
        for key, next_key in followed.items() if next_key
    ]  # fmt: skip
    return Changes(
        moved=[(a, b) for a, b in pairs if a.key != b.key or a.kind != b.kind],
        reworded=[(a, b) for a, b in pairs if same(a.text) != same(b.text)],
        flagged=[(a, b) for a, b in pairs if a.flag != b.flag],
        added=[i for key, i in new.indicators.items() if key not in followed.values()],
        dropped=[old.indicators[key] for key, next_key in followed.items() if not next_key],
    )
