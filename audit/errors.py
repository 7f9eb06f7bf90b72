"""What an action says when it will not do as asked. Web and API turn these into plain sentences."""


class Refused(Exception):
    """A rule says no. `message` is a whole plain sentence, `field` the form field it belongs to."""

    def __init__(self, message, *, field=None):
        super().__init__(message)
        self.message = message
        self.field = field


class Stale(Refused):
    """Somebody else changed the record after this person opened it."""


class KeyReused(Refused):
    """The same idempotency key came again with another body."""
