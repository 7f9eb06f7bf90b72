"""What can be wrong with a question put to the score; each message can be shown to a person."""


class ScoringError(ValueError):
    """Any refusal of the score. It is never answered with a silent level 1."""


class UnknownVersion(ScoringError):
    def __init__(self, version):
        self.version = version
        super().__init__(f"There is no threshold version {_shown(version)}.")


class UnknownIndicator(ScoringError):
    """Keys that this version does not have (another version may have them)."""

    def __init__(self, keys, version):
        self.keys = tuple(keys)
        self.version = version
        shown = ", ".join(_shown(key) for key in self.keys[:5])
        more = f" and {len(self.keys) - 5} more" if len(self.keys) > 5 else ""
        super().__init__(f"Threshold version {version} has no indicator {shown}{more}.")


class ChildNotNamed(ScoringError):
    """An indicator of the child's own needs was given for the whole family."""

    def __init__(self, keys):
        self.keys = tuple(keys)
        super().__init__(f"Say which child this is about: {', '.join(self.keys)}.")


class NoChildren(ScoringError):
    def __init__(self):
        super().__init__("A family's score needs at least one child.")


class BrokenThresholds(ScoringError):
    """A thresholds file that does not keep the rules of its own format."""


def _shown(value, longest=60):
    text = ascii(value)
    return text if len(text) <= longest else f"{text[:longest]}…'"
