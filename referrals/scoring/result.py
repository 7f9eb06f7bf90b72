"""What a score says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One child's score. Levels 1 to 4, rules 1 to 7; counts are of themes.

    `themes` holds each observed theme at its highest level, most serious first. `indicators` are
    the needs and red flags behind the result. `up[k]` is the fewest further themes which, all at
    level k, would raise the level, `down` the fewest whose removal would lower it; None for none.
    """

    version: str
    level: int
    rule: int
    flags: tuple[str, ...]
    themes: dict[str, int]
    indicators: tuple[str, ...]
    reasons: tuple[str, ...]
    up: dict[int, int | None]
    down: int | None

    @property
    def urgent(self):
        """Whether the decision has the 3-hour clock: a red flag or level 4 suggested."""
        return self.level == 4

    def as_json(self):
        """The published shape, made of plain lists, dicts, strings and numbers."""
        return {
            "level": self.level,
            "rule": self.rule,
            "flags": list(self.flags),
            "themes": dict(self.themes),
            "reasons": list(self.reasons),
            "nearest_change": {
                "up": {str(level): fewest for level, fewest in self.up.items()},
                "down": self.down,
            },
        }
