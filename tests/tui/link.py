"""Clients and the real session joined in memory, over connections that a test may cut, delay, double and thin out."""

import itertools
from collections import deque
from pathlib import Path

import msgspec

from server.domain import kinds, root, steering
from server.domain.history import Recorded
from server.domain.kernel import Card, Command, Phase
from server.domain.workshop import Workshop
from server.protocol import codec, messages
from server.protocol.joining import ClientJoin, JoinAccepted, JoinChallenge, open_room, title_salt
from server.records import Close, Person, Send
from server.session import Session
from spilter_tui.link.core import Core
from spilter_tui.link.happened import Happened
from spilter_tui.link.keys import new_op
from spilter_tui.link.profile import Profile

FINGERPRINT = b"f" * 32
ROOM = open_room(FINGERPRINT, b"n" * 16, title_salt("Almere"))
FACILITATOR_KEY = "0" * 26
DESK = 0  # its connection


class Cable:
    """One connection: frames on their way up and down."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.up: deque[bytes] = deque()
        self.down: deque[bytes] = deque()


class Hall:
    """The session, a file that is a list, and the cables to the clients."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.numbers = itertools.count(1)
        self.cables: dict[int, Cable] = {}
        self.people: dict[str, Person] = {}
        self.records: list[Recorded] = []
        kinds.load()
        self.begin(Session(Workshop(), ROOM, FACILITATOR_KEY))
        self.steer("", root.Describe(root.Info("Almere", id="almere")))
        self.steer("", root.AddActivity(Card("b1", "brainstorm", "Wat ontbreekt?")))
        self.steer("b1", steering.ChangePhase(Phase.OPEN))

    def begin(self, session: Session) -> None:
        """The server runs, and the desk sits at it."""
        self.session = session
        session.connected(DESK, "127.0.0.1", self.now)
        self.tell(DESK, messages.Enter("desk", "facilitator", key=FACILITATOR_KEY))

    def tell(self, peer: int, message: messages.ToServer) -> None:
        """A message reaches the server, and what it leads to is committed and told."""
        self.session.receive(peer, codec.encode(message), self.now)
        self.settle()

    def steer(self, scope: str, command: Command) -> None:
        """The desk does something."""
        self.tell(DESK, messages.Do(new_op(), msgspec.Raw(codec.encode(command)), scope))

    def settle(self) -> None:
        """Commit, and put what may then be told on the cables."""
        batch = self.session.take_batch()
        self.records += batch.records
        self.people.update({person.seat: person for person in batch.people})
        for effect in self.session.flush(self.now):
            if isinstance(effect, Send):
                for peer in effect.peers:
                    if peer in self.cables:
                        self.cables[peer].down.append(effect.data)
            elif isinstance(effect, Close):
                self.session.gone(effect.peer, self.now)

    def later(self, seconds: float) -> None:
        """Time passes, and nobody is silent."""
        self.now += seconds
        for peer in list(self.session.hall.peers):
            self.tell(peer, messages.Ping())
        self.session.tick(self.now)
        self.settle()

    def restart(self) -> None:
        """The server is killed and started again on its file: every cable is dead."""
        again = Workshop()
        for record in self.records:
            again.take(record)
        self.cables.clear()
        self.begin(Session(again, ROOM, FACILITATOR_KEY, self.people.values()))

    def deliver_up(self, cable: Cable) -> None:
        """One frame reaches the server."""
        if cable.up:
            self.session.receive(cable.number, cable.up.popleft(), self.now)
            self.settle()


class Laptop:
    """A client: its core, its folder, and the cable it is at now."""

    def __init__(self, hall: Hall, folder: Path) -> None:
        self.hall, self.folder = hall, folder
        self.happened: list[Happened] = []
        self.cable: Cable | None = None
        self.start()

    def start(self) -> None:
        """The program starts."""
        self.profile = Profile(self.folder)
        self.core = Core(self.profile, messages.Enter("", table=1))
        for subject in ("agenda", "b1"):
            self.core.watch(subject)

    def crash(self) -> None:
        """The program is killed and starts again."""
        self.profile.close()
        self.cable = None
        self.start()

    def connect(self) -> None:
        """A new connection, joined with the room code; the one before is dead, if there was one."""
        self.cut()
        cable = Cable(next(self.hall.numbers))
        self.hall.cables[cable.number] = cable
        self.hall.session.connected(cable.number, "10.0.0.9", self.hall.now)
        join = ClientJoin(ROOM.code, FINGERPRINT, b"c" * 16)
        challenge = self._handshake(cable, codec.encode(join.hello()))
        assert isinstance(challenge, JoinChallenge)
        accepted = self._handshake(cable, codec.encode(join.receive(challenge)))
        assert isinstance(accepted, JoinAccepted)
        join.receive(accepted)
        workshop = next(iter(self.profile.workshops()), "")
        self.core.connected(self.hall.now, workshop)
        self.cable = cable
        self.pump_out()

    def _handshake(self, cable: Cable, data: bytes) -> messages.ToClient:
        self.hall.session.receive(cable.number, data, self.hall.now)
        self.hall.settle()
        return codec.from_server(cable.down.popleft())

    def cut(self) -> None:
        """The client's end of the connection is gone; the server may still get what is on its way."""
        if self.cable is not None:
            self.happened += self.core.lost(self.hall.now)
            self.cable.down.clear()
            self.cable = None

    def pump_out(self) -> None:
        """What the core wants to send goes on the cable."""
        frames = self.core.outgoing()
        if self.cable is not None:
            self.cable.up.extend(frames)

    def deliver_down(self) -> None:
        """One frame reaches this client."""
        if self.cable is not None and self.cable.down:
            self.happened += self.core.receive(self.cable.down.popleft(), self.hall.now)
            self.pump_out()
            if self.core.hang_up:
                self.cut()

    def drain(self) -> None:
        """Everything on its way arrives, both ways, until it is quiet."""
        while self.cable is not None and (self.cable.up or self.cable.down):
            self.hall.deliver_up(self.cable)
            self.deliver_down()
