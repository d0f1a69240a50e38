"""What a client knows now: the newest view of each subject, and this laptop's own entries among everybody's.

Nothing is computed here that the server computes. The mirror is told what happened and keeps a list of what changed,
each thing once however often it changed, until somebody draws it.
"""

import time
from collections.abc import Callable
from enum import StrEnum

import msgspec

from server.domain.entries import AddEntry, EditEntry, Entry, WithdrawEntry
from server.domain.entry_flow import BATCH
from server.domain.kernel import View
from server.domain.root import AgendaView
from server.protocol.hall import HallView
from server.protocol.messages import Welcome
from spilter_tui.link.core import Core, State
from spilter_tui.link.happened import (
    Acknowledged,
    CameBack,
    Happened,
    Joined,
    ViewChanged,
    WasQueued,
    WasRefused,
    WasSentAway,
    WentStale,
)
from spilter_tui.link.records import Book, personal

SOON = 2 * BATCH  # seconds after which an entry of one's own has come out in its batch, in sight or not


class LinkChanged(msgspec.Struct, frozen=True):
    """The link has another state."""


class SubjectChanged(msgspec.Struct, frozen=True):
    """A subject has another view."""

    subject: str


class OwnChanged(msgspec.Struct, frozen=True):
    """This laptop's own things in an activity changed, or how they stand."""

    activity: str


Change = LinkChanged | SubjectChanged | OwnChanged


class Arrival(StrEnum):
    """How far an entry came."""

    WAITING = "waiting"  # on this laptop; the server may not have it yet
    RECEIVED = "received"  # the server has it on disk


class Row(msgspec.Struct, frozen=True):
    """An entry as this laptop shows it. `op`: the operation that made it, if it is this laptop's own."""

    entry: Entry
    op: str = ""
    arrival: Arrival = Arrival.RECEIVED


class Mirror:
    """Fed by `take` with all that the link tells. `changed` is called when there is something to `drain` again."""

    def __init__(self, core: Core, changed: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self.core = core
        self._changed, self._clock = changed, clock
        self._changes: dict[Change, None] = {}
        self._came_in: dict[str, float] = {}  # operation → when it was acknowledged, while it is not yet in sight
        self._sealed: set[str] = set()

    def take(self, happened: Happened) -> None:
        """Take in what happened; what no screen can see from here changes nothing."""
        match happened:
            case Joined() | CameBack() | WentStale() | WasSentAway():
                self._note(LinkChanged())
            case ViewChanged(subject=subject, view=view):
                self._see(subject, view)
            case Acknowledged(op=op, scope=scope):
                self._came_in[op] = self._clock()
                self._note(OwnChanged(scope))
            case WasQueued(scope=scope) | WasRefused(scope=scope):
                self._note(OwnChanged(scope))

    def drain(self) -> tuple[Change, ...]:
        """What changed since the last time, in the order in which it first did."""
        changes, self._changes = tuple(self._changes), {}
        return changes

    # --- what is so now ---------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """How the link is."""
        return self.core.state

    @property
    def welcome(self) -> Welcome | None:
        """Who this laptop is in the workshop; None before it ever sat there."""
        return self.core.welcome

    @property
    def book(self) -> Book:
        """What this laptop keeps: drafts, what waits, what came back, what is its own. Empty before the first join."""
        return self.core.outbox.journal.book if self.core.outbox else Book()

    @property
    def agenda(self) -> AgendaView | None:
        """The workshop as a whole, as far as it came in."""
        view = self.view("agenda")
        return view if isinstance(view, AgendaView) else None

    @property
    def hall(self) -> HallView | None:
        """Who is here, as counts, as far as it came in."""
        view = self.view("hall")
        return view if isinstance(view, HallView) else None

    def view(self, subject: str) -> View | None:
        """The newest view of a subject; None before it came in."""
        return self.core.views.held.get(subject)

    def server_time(self) -> float:
        """The server's clock now, for timers: seconds since 1970."""
        return self.core.server_time(self._clock())

    # --- one's own among everybody's --------------------------------------------------------------------------

    def rows(self, activity: str) -> tuple[Row, ...]:
        """The entries that may be seen, then one's own that others can't see yet: it stands there at once.

        An edit of one's own shows at once too, and a withdrawal; both as waiting until the server has them.
        """
        mine = {owned.id: op for op, owned in self.book.own.get(activity, {}).items()}
        seen = [Row(entry, mine.get(entry.id, "")) for entry in _entries(self.view(activity))]
        rows = {row.entry.id: row for row in seen}
        for row in self._fresh(activity):
            rows.setdefault(row.entry.id or row.op, row)
        self._expect(activity, rows)
        return tuple(rows.values())

    def _fresh(self, activity: str) -> list[Row]:
        """One's own that can't be in the view yet: what came in just now, then what is on its way."""
        since = self._clock() - SOON
        owned = self.book.own.get(activity, {})
        came_in = [Row(_entry(owned[op].entry, owned[op].id), op) for op in owned if self._came_in.get(op, 0.0) > since]
        sent = [queued for queued in self.book.outbox.values() if queued.scope == activity]
        commands = ((queued.op, personal(queued.command)) for queued in sent)
        waiting = [Row(_entry(each), op, Arrival.WAITING) for op, each in commands if isinstance(each, AddEntry)]
        return came_in + waiting

    def _expect(self, activity: str, rows: dict[str, Row]) -> None:
        for queued in self.book.outbox.values():
            command = personal(queued.command) if queued.scope == activity else None
            if isinstance(command, WithdrawEntry):
                rows.pop(command.entry, None)
            elif isinstance(command, EditEntry) and command.entry in rows:
                row = rows[command.entry]
                entry = msgspec.structs.replace(row.entry, text=command.text)
                rows[command.entry] = Row(entry, row.op, Arrival.WAITING)

    def _see(self, subject: str, view: View) -> None:
        self._note(SubjectChanged(subject))
        own = self.book.own.get(subject, {})
        shown = {entry.id for entry in _entries(view)} if own else frozenset()
        for op, owned in own.items():
            if owned.id in shown:
                self._came_in.pop(op, None)
        if isinstance(view, AgendaView):
            sealed = {row.id for row in view.rows if row.sealed}
            for activity in sorted(sealed - self._sealed):
                self._note(OwnChanged(activity))  # the laptop forgot what was its own there
            self._sealed = sealed

    def _note(self, change: Change) -> None:
        idle = not self._changes
        self._changes[change] = None
        if idle:
            self._changed()


def _entry(command: AddEntry, key: str = "") -> Entry:
    return Entry(key, command.text, about=command.about, side=command.side, parent=command.parent)


def _entries(view: View | None) -> tuple[Entry, ...]:
    return tuple(row for row in getattr(view, "rows", ()) if isinstance(row, Entry))
