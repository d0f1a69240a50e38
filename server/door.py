"""The door: joining with the room code and taking a seat, with a brake on guessing."""

from collections.abc import Callable

from server.domain.kernel import Refused
from server.joining import Guesses
from server.outgoing import Outgoing
from server.protocol import messages
from server.protocol.joining import JoinProof
from server.records import Person
from server.seats import Hall, Peer


class Door:
    """Answers proofs and `Enter`s. `seated` is told who took a seat, and gives the welcome."""

    def __init__(self, hall: Hall, out: Outgoing, seated: Callable[[Person, float], messages.Welcome]) -> None:
        self._hall, self._out, self._seated = hall, out, seated
        self._guesses = Guesses()
        self._waiting: list[tuple[float, int, JoinProof | messages.Enter]] = []

    def knock(self, peer: Peer, message: JoinProof | messages.Enter, now: float) -> None:
        """Answer a proof or an `Enter`: at once, or late where its address guessed wrong too often."""
        delay = self._guesses.delay(peer.address, now) if _is_guess(message) else 0.0
        if delay:
            self._waiting.append((now + delay, peer.number, message))
        else:
            self._answer(peer, message, now)

    def tick(self, now: float) -> None:
        """Answer those who have waited long enough."""
        due = [each for each in self._waiting if each[0] <= now]
        self._waiting = [each for each in self._waiting if each[0] > now]
        for _, number, message in due:
            if number in self._hall.peers:
                self._answer(self._hall.peers[number], message, now)

    def deadlines(self) -> list[float]:
        """When those who wait must be answered."""
        return [time for time, _, _ in self._waiting]

    def _answer(self, peer: Peer, message: JoinProof | messages.Enter, now: float) -> None:
        right = self._judge(peer, message) if isinstance(message, JoinProof) else self._enter(peer, message, now)
        if right:
            self._guesses.note_right(peer.address)
        elif _is_guess(message):
            self._guesses.note_wrong(peer.address, now)

    def _judge(self, peer: Peer, message: JoinProof) -> bool:
        self._out.send(peer.number, peer.join.receive(message))
        if not peer.join.joined:
            self._out.close(peer.number)
        return peer.join.joined

    def _enter(self, peer: Peer, message: messages.Enter, now: float) -> bool:
        """Seat who may sit; False for a wrong key only, as that alone is a guess."""
        try:
            person = self._hall.enter(peer, message, now)
        except Refused as refused:
            self._out.away(peer.number, refused.code, **refused.facts)
            return refused.code != "wrong_key"
        for other in self._hall.taken_by(person):
            if other != peer.number:
                self._out.away(other, "taken")
        self._out.send(peer.number, self._seated(person, now))
        return True


def _is_guess(message: JoinProof | messages.Enter) -> bool:
    return isinstance(message, JoinProof) or bool(message.key)
