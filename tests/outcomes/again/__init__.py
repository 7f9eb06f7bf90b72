from tests.outcomes.again.counted import Counted

__all__ = ["Counted"]
