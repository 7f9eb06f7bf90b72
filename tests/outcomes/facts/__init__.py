"""Random facts of two years, full of what goes wrong: late records, corrections, merges, ties.

Written by bulk, past the actions, so that every order of events that the tables allow can occur.
"""

from tests.outcomes.facts.borough import RandomFacts

__all__ = ["RandomFacts"]
