"""What every kind of ballot shares: how it is refused."""


class InvalidBallot(ValueError):
    """A ballot that the rules of its vote don't allow; `reason` is a code that a screen translates."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
