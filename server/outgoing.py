"""What a session wants told and ended, kept until the commit is done."""

import msgspec

from server.protocol import codec, messages
from server.records import Close, Effect, Question, Send


class Outgoing:
    """Effects in the order in which the hub must carry them out."""

    def __init__(self) -> None:
        self._told: list[Effect] = []
        self._pongs: list[Effect] = []  # told last: a ping is a barrier
        self._ended: list[Effect] = []

    def send(self, peer: int, message: msgspec.Struct) -> None:
        """Tell one connection something."""
        kept = self._pongs if isinstance(message, messages.Pong) else self._told
        kept.append(Send((peer,), codec.encode(message)))

    def ask(self, question: Question) -> None:
        """Let the hub look something up."""
        self._told.append(question)

    def close(self, peer: int) -> None:
        """End a connection."""
        self._ended.append(Close(peer))

    def away(self, peer: int, code: str, **facts: str | int) -> None:
        """Say goodbye, and end the connection."""
        self.send(peer, messages.Goodbye(code, facts))
        self.close(peer)

    def take(self, published: list[Send]) -> list[Effect]:
        """Everything since the last time: answers, then what changed in the views, then pongs, then ends."""
        effects = [*self._told, *published, *self._pongs, *self._ended]
        self._told, self._pongs, self._ended = [], [], []
        return effects
