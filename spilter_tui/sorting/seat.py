"""A sorter and a line to the server: keys in, commands out. Keys wait only for what the server must make."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from server.domain.activities.group import GroupView
from server.domain.kernel import Command
from server.domain.root import Undo
from spilter_tui.link.happened import Acknowledged, WasRefused
from spilter_tui.link.outbox import CannotSend
from spilter_tui.sorting.board import Act
from spilter_tui.sorting.sorter import Sorter

Send: TypeAlias = Callable[[str, Command], str]
"""Keep a command for a scope and send it, now or after an outage; the operation's id. Raises `CannotSend`."""

Key: TypeAlias = Callable[[], None]


class Refused(NamedTuple):
    """An act that was not done, and why."""

    act: Act
    code: str
    facts: Mapping[str, str | int]

    @property
    def typed(self) -> str:
        """What somebody typed for it; that must not be lost."""
        command = self.act.command
        return str(getattr(command, "title", "") or getattr(command, "text", "") or "|".join(_parts(command)))


class Seat:
    """One sorter at the board of one activity."""

    def __init__(self, send: Send, scope: str, me: str) -> None:
        self.sorter = Sorter(me)
        self.scope = scope
        self._send = send
        self._later: list[Key] = []

    def turn(self, key: Key) -> None:
        """Do what a key asks for: now, or when the item is there that it is about."""
        self._later.append(key)
        self.go_on()

    def go_on(self) -> None:
        """Do what waits, as far as it can be done."""
        while self._later and not self.sorter.hand.waits:
            self._later.pop(0)()

    def stop_waiting(self) -> None:
        """Take what is there: what was waited for is done, but did not come in sight."""
        for act in self.sorter.board.under_way:
            act.waits = act.waits and not act.settled
        self.sorter.hand.stay()
        self.go_on()

    def send(self, act: Act | None) -> Refused | None:
        """Send what was done; what can't even be sent, or kept on this laptop's disk, is refused at once."""
        if act is None:
            return None
        try:
            act.op = self._send("" if isinstance(act.command, Undo) else self.scope, act.command)
        except (CannotSend, OSError) as error:
            act.op, code = "unsent", getattr(error, "code", "not_kept")
            self.sorter.settle(act.op, code=code)
            return Refused(act, code, {})
        return None

    def take_view(self, view: GroupView) -> None:
        """The board is now this one."""
        self.sorter.take(view)
        self.go_on()

    def take_settled(self, settled: Acknowledged | WasRefused) -> Act | Refused | None:
        """The server did something, or refused it; None where it was not asked from this seat."""
        if isinstance(settled, Acknowledged):
            return self.sorter.settle(settled.op, settled.ref)
        act = self.sorter.settle(settled.op, code=settled.code)
        return Refused(act, settled.code, settled.facts) if act else None


def _parts(command: Command) -> tuple[str, ...]:
    return tuple(getattr(command, "texts", ()))
