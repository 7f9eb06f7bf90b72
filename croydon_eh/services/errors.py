"""What the supervisor says, in one sentence, when it cannot go on."""


class CannotStart(Exception):
    """A service cannot start; the message is for the person at the keyboard."""


class Stopped(BaseException):
    """A signal asked us to stop; not an error, so that no `except Exception` swallows it."""

    def __init__(self, signum):
        super().__init__(signum)
        self.signum = signum
