"""The client's half of the wire, without any network: bytes in, bytes and facts out, the clock an argument.

searching → joining → live → stale (→ joining), and away when the server said that coming back is of no use.
A command is written in the journal before it is sent, and sent again on each connection, in order, until the server
acknowledges or refuses it.
"""

from collections.abc import Callable
from enum import StrEnum

import msgspec

from server.domain.kernel import Command, View
from server.protocol import codec, messages
from server.protocol.queries import Query
from spilter_tui.link import keys
from spilter_tui.link.happened import (
    Answered,
    CameBack,
    Happened,
    Joined,
    ViewChanged,
    WasNotAnswered,
    WasSentAway,
    WentStale,
)
from spilter_tui.link.outbox import CannotSend, Outbox
from spilter_tui.link.profile import Profile
from spilter_tui.link.views import Gap, Views

BEAT = 2.0  # seconds between two pings
PATIENCE = 6.0  # seconds of silence after which the connection is given up
FINAL = frozenset({"version", "taken", "wrong_key", "not_yours", "garbled", "too_large"})


class State(StrEnum):
    """How the link is."""

    SEARCHING = "searching"
    JOINING = "joining"
    LIVE = "live"
    STALE = "stale"
    AWAY = "away"


class Core:
    """One client's link. The shell says `connected`, `receive`, `lost` and `tick`, and sends what is `outgoing`.

    `connected` means: over TLS, to a server that may be trusted. When `hang_up` is set, the shell ends the connection.
    """

    def __init__(
        self,
        profile: Profile,
        enter: messages.Enter,
        *,
        beat: float = BEAT,
        patience: float = PATIENCE,
        ops: Callable[[], str] = keys.new_op,
    ) -> None:
        """`enter`: role, key, table, name and persons; its seat is filled in here."""
        self.state = State.SEARCHING
        self.hang_up = False
        self.workshop = ""
        self.welcome: messages.Welcome | None = None
        self.outbox: Outbox | None = None  # from the first welcome on
        self.views = Views()
        self._profile, self._enter, self._ops = profile, enter, ops
        self.beat, self._patience = beat, patience
        self._secret, self._secret_of = "", ""
        self.said = messages.Say()
        self._asked: set[str] = set()
        self._out: list[bytes] = []
        self._heard = self._pinged = 0.0
        self._offset = 0.0
        self.lost_at = 0.0

    # --- the connection ---------------------------------------------------------------------------------------

    def connected(self, now: float, workshop: str = "") -> None:
        """There is a connection: take the seat that this laptop has in that workshop, or a new one."""
        self._secret_of = workshop or self.workshop
        known = self._profile.secret(self._secret_of) if self._secret_of else ""
        self._secret = known or keys.new_secret()
        self.state, self.hang_up = State.JOINING, False
        self._heard = self._pinged = now
        enter = msgspec.structs.replace(self._enter, seat=keys.seat_token(self._secret))
        self._out = [codec.encode(enter)]

    def lost(self, now: float) -> list[Happened]:
        """The connection is gone, whoever ended it."""
        was_live = self.state is State.LIVE
        self.lost_at = now if was_live else self.lost_at
        if self.state is not State.AWAY:
            self.state = State.STALE if self.welcome else State.SEARCHING
        self._out = []
        unanswered: list[Happened] = [WasNotAnswered(op, "lost") for op in sorted(self._asked)]
        self._asked.clear()
        return [WentStale(), *unanswered] if was_live else unanswered

    def tick(self, now: float) -> list[Happened]:
        """Let time pass: ping, and give up a connection that has been silent too long."""
        if self.state not in (State.JOINING, State.LIVE):
            return []
        if now - self._heard >= self._patience:
            self.hang_up = True
            return self.lost(now)
        if now - self._pinged >= self.beat:
            self._pinged = now
            self._out.append(codec.encode(messages.Ping()))
        return []

    def outgoing(self) -> list[bytes]:
        """What must be sent now, in order, each a text frame; it counts as sent."""
        out, self._out = self._out, []
        return out

    def server_time(self, now: float) -> float:
        """The server's clock (seconds since 1970) at this moment of the shell's own."""
        return now + self._offset

    # --- what the client wants --------------------------------------------------------------------------------

    def send(self, scope: str, command: Command, slot: str = "") -> str:
        """Keep a command and send it, now or when there is a connection again; its operation's id.

        The keys of entries are filled in here. `slot`: the draft that it takes the place of, in the same write.
        Raises `CannotSend`, or `OSError` where the disk doesn't take it; the draft is then still there.
        """
        if self.outbox is None:
            raise CannotSend("not_joined")
        op, frame = self.outbox.queue(scope, command, slot)
        if self.state is State.LIVE:
            self._out.append(frame)
        return op

    def watch(self, subject: str) -> None:
        """Keep this subject's view, on this connection and each later one."""
        if subject not in self.views.wanted:
            self.views.wanted[subject] = None
            self._put(messages.Watch(subject))

    def unwatch(self, subject: str) -> None:
        """No longer keep this subject's view."""
        if subject in self.views.wanted:
            self.views.drop(subject)
            self._put(messages.Unwatch(subject))

    def ask(self, query: Query) -> str:
        """Ask a question; the id that `Answered` or `WasNotAnswered` carries. Raises `CannotSend` when not live."""
        if self.state is not State.LIVE:
            raise CannotSend("not_joined")
        op = self._ops()
        self._asked.add(op)
        self._put(messages.Ask(op, msgspec.Raw(codec.encode(query))))
        return op

    def say(self, said: messages.Say) -> None:
        """Tell how it is here; on each later connection too. Fields left None keep what was said before."""
        known = {name: value for name, value in msgspec.structs.asdict(said).items() if value is not None}
        seat = {name: known[name] for name in ("table", "name", "persons") if name in known}
        self._enter = msgspec.structs.replace(self._enter, **seat)
        self.said = msgspec.structs.replace(self.said, **known)
        self._put(self.said)

    # --- what the server says ---------------------------------------------------------------------------------

    def receive(self, data: bytes | str, now: float) -> list[Happened]:
        """A frame came in: what happened. Raises `OSError` where the disk doesn't take the first welcome's seat."""
        self._heard = now
        if self.state not in (State.JOINING, State.LIVE):
            return []
        try:
            return list(self._handle(codec.from_server(data), now))
        except codec.Garbled:
            return [self._sent_away(messages.Goodbye("garbled"))]

    def _handle(self, message: messages.ToClient, now: float) -> list[Happened]:
        match message:
            case messages.Welcome():
                return self._welcomed(message, now)
            case messages.Goodbye():
                return [self._sent_away(message)]
            case messages.Pong():
                self._offset = message.now - now
            case messages.Snapshot():
                return self._seen(message.subject, self.views.snapshot(message))
            case messages.Patch():
                return self._patched(message)
            case messages.Done() | messages.Refusal() | messages.Answer():
                return self._settled(message)
        return []

    def _welcomed(self, welcome: messages.Welcome, now: float) -> list[Happened]:
        journal = self._profile.journal(welcome.workshop)
        other_workshop = self._secret_of not in ("", welcome.workshop)
        if welcome.workshop != self.workshop:
            self.views.clear()
        self.workshop = welcome.workshop
        if other_workshop or journal.book.secret not in ("", self._secret):
            # A secret is for one workshop only, and this laptop's seat here is another: come back to that.
            self.hang_up = True
            return []
        if not journal.book.secret:
            journal.seat(welcome.workshop, self._secret)
        first = self.outbox is None or self.outbox.journal is not journal
        self.welcome, self._offset = welcome, welcome.now - now
        self.outbox = Outbox(journal, self._ops)
        self.state = State.LIVE
        self._take_up(self.outbox)
        return [Joined(welcome) if first else CameBack(welcome)]

    def _take_up(self, outbox: Outbox) -> None:
        self._out += outbox.frames()
        self.views.begin()
        for subject in self.views.wanted:
            self._put(messages.Watch(subject))
        if self.said != messages.Say():
            self._put(self.said)

    def _settled(self, message: messages.Done | messages.Refusal | messages.Answer) -> list[Happened]:
        if message.op in self._asked:
            self._asked.discard(message.op)
            if isinstance(message, messages.Answer):
                return [Answered(message.op, codec.reply(message.answer))]
            if isinstance(message, messages.Refusal):
                return [WasNotAnswered(message.op, message.code, dict(message.facts))]
        if self.outbox is None or isinstance(message, messages.Answer):
            return []
        settle = self.outbox.done(message) if isinstance(message, messages.Done) else self.outbox.refused(message)
        happened: list[Happened] = list(settle)
        self.outbox.purge(self.views.held.get("agenda"))
        return happened

    def _patched(self, message: messages.Patch) -> list[Happened]:
        try:
            return self._seen(message.subject, self.views.patch(message))
        except Gap:
            self._put(messages.Watch(message.subject))
            return []

    def _seen(self, subject: str, view: View | None) -> list[Happened]:
        if view is None:
            return []
        if subject == "agenda" and self.outbox is not None:
            self.outbox.purge(view)
        return [ViewChanged(subject, view)]

    def _sent_away(self, message: messages.Goodbye) -> WasSentAway:
        final = message.code in FINAL
        self.hang_up = True
        if final:
            self.state = State.AWAY
        return WasSentAway(message.code, dict(message.facts), final)

    def _put(self, message: messages.ToServer) -> None:
        if self.state is State.LIVE:
            self._out.append(codec.encode(message))
