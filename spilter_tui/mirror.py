"""What a client knows now: the newest view of each subject, and which of this laptop's own entries are news.

Nothing is computed here that the server computes. The mirror is told what happened and keeps a list of what changed,
each thing once however often it changed, until somebody draws it.
"""

import time
from collections.abc import Callable, Mapping

import msgspec

from server.domain.entries import Entry, Hidden
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
from spilter_tui.link.records import Book

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


class Mirror:
    """Fed by `take` with all that the link tells. `changed` is called when there is something to `drain` again."""

    def __init__(self, core: Core, changed: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self.core = core
        self._changed, self._clock = changed, clock
        self._changes: dict[Change, None] = {}
        self._came_in: dict[str, float] = {}  # operation → when it was acknowledged, while it is not yet in sight
        self._sealed: set[str] = set()
        self._held_back: set[str] = set()  # the activities of which something is kept back

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

    def kept_back(self, activity: str) -> Mapping[str, str]:
        """What only the staff sees, of anybody: by its id the reason, empty while it waits at the gate."""
        rows = getattr(self.view(activity), "hidden", ())
        return {row.id: row.reason for row in rows if isinstance(row, Hidden)}

    def server_time(self) -> float:
        """The server's clock now, for timers: seconds since 1970."""
        return self.core.server_time(self._clock())

    def fresh(self, activity: str) -> frozenset[str]:
        """The operations whose entries can't be among what all see yet: the server has them, but only just now."""
        since = self._clock() - SOON
        own = self.book.own.get(activity, {})
        return frozenset(op for op in own if self._came_in.get(op, 0.0) > since)

    # --- what is noted ----------------------------------------------------------------------------------------

    def _see(self, subject: str, view: View) -> None:
        self._note(SubjectChanged(subject))
        own = self.book.own.get(subject, {})
        if own:
            self._note_back(subject)
        shown = {entry.id for entry in _entries(view)} if own else frozenset()
        for op, owned in own.items():
            if owned.id in shown and self._came_in.pop(op, None) is not None:
                self._note(OwnChanged(subject))  # from now on it stands where all see it, or has left their window
        if isinstance(view, AgendaView):
            sealed = {row.id for row in view.rows if row.sealed}
            for activity in sorted(sealed - self._sealed):
                self._note(OwnChanged(activity))  # the laptop forgot what was its own there
            self._sealed = sealed

    def _note_back(self, activity: str) -> None:
        back = bool(self.kept_back(activity))
        if back or activity in self._held_back:
            self._note(OwnChanged(activity))
        (self._held_back.add if back else self._held_back.discard)(activity)

    def _note(self, change: Change) -> None:
        idle = not self._changes
        self._changes[change] = None
        if idle:
            self._changed()


def _entries(view: View | None) -> tuple[Entry, ...]:
    return tuple(row for row in getattr(view, "rows", ()) if isinstance(row, Entry))
