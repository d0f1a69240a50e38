"""How long after a key the desk's next entry is chosen, with 5,000 entries in its list and 20 a second coming in.

Run: python -m tests.bench.desk_keys
"""

import asyncio
import math
import re
import sys
import time
from collections.abc import Callable

from textual.screen import Screen

from server.domain.entries import AddEntry
from server.domain.root import AgendaView, GoTo
from server.protocol.hall import HallView
from spilter_tui.link.happened import Happened, Joined, ViewChanged
from spilter_tui.screens.desk import DeskScreen
from spilter_tui.widgets.signs import signs
from tests.bench.pressing import ITEMS, Seat, Terminal, measure, serve, text_of
from tests.tui.link import Hall

SCOPE = "b1"
DOWN = b"\x1b[B"


def hall() -> Hall:
    """A brainstorm in which much was typed."""
    there = Hall()
    there.steer("", GoTo(SCOPE))
    for n in range(ITEMS):
        there.steer(SCOPE, AddEntry(text_of(n)))
    return there


class Desk(Seat):
    """The facilitator's screen."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "facilitator")
        self.desk = DeskScreen()
        self.subjects: frozenset[str] = frozenset()

    def room(self) -> Screen[None]:
        """The screen; its clock runs."""
        self.set_interval(1, self.tick)
        return self.desk

    def tick(self) -> None:
        """A second went by."""
        self.desk.now = float(math.floor(self.core.server_time(time.time())))

    def take(self, happened: Happened) -> None:
        """Tell the screen."""
        match happened:
            case Joined(welcome=welcome):
                self.desk.code, self.desk.link = welcome.code, "live"
            case ViewChanged(view=AgendaView() as view):
                self.desk.agenda = view
            case ViewChanged(view=HallView() as view):
                self.desk.hall = view
            case ViewChanged(subject=subject, view=view):
                self.desk.take_view(subject, view)

    def on_role_screen_watched(self, event: DeskScreen.Watched) -> None:
        """Watch what it looks at."""
        for subject in event.subjects - self.subjects:
            self.core.watch(subject)
        self.subjects = event.subjects
        self.pump()


def chosen(text: bytes) -> bytes:
    """The line of an entry at which the keys are, among what is written to a terminal."""
    return re.escape(signs().here.encode()) + b"[^\n]{0,80}" + text


def begin(terminal: Terminal) -> Callable[[int], tuple[bytes, bytes]]:
    """At the newest entry; each key brings the one before it."""
    terminal.until(rb"\[0[0-9]{4}\]")
    terminal.drain(3)
    terminal.write(b"\t")
    at = int(terminal.until(chosen(rb"\[([0-9]{5})\]")).group(1))
    return lambda n: (DOWN, chosen(re.escape(text_of(at - n).encode()[:7])))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["server", where]:
            asyncio.run(serve(hall(), where, SCOPE, AddEntry))
        case ["screen", where]:
            Desk(where).run()
        case _:
            measure("tests.bench.desk_keys", begin)
