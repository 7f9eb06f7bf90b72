"""Chance that falls the same way each time for the same seed."""

import random


class Dice(random.Random):
    def __init__(self, *seed):
        super().__init__("/".join(map(str, seed)))  # text is hashed by SHA-512, the same everywhere

    def chance(self, share: float) -> bool:
        return self.random() < share

    def one(self, weights: dict):
        """A key of `weights`, as often as its weight says."""
        return self.choices(list(weights), list(weights.values()))[0]

    def some(self, things, count):
        """At most `count` different ones."""
        things = list(things)
        return self.sample(things, min(count, len(things)))

    def pull(self, low, mode, high):
        """Between `low` and `high`, mostly about `mode`."""
        return self.triangular(low, high, mode)
