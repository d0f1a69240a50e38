"""How long after a key the sorter's next item is painted, with 5,000 items on the board and 20 a second coming in.

Run: python -m tests.bench.sorter_keys
"""

import asyncio
import re
import sys
from collections.abc import Callable

from textual import on
from textual.screen import Screen

from server.domain.root import AgendaView
from server.domain.steering import Seed
from spilter_tui.link.happened import Acknowledged, Happened, Joined, ViewChanged, WasRefused
from spilter_tui.own import Standing
from spilter_tui.pauses import Pauses
from spilter_tui.screens.sorter import SorterScreen
from tests.bench.pressing import ITEMS, Seat, Terminal, measure, serve, text_of
from tests.tui.sorting import SCOPE, board


class Sorter(Seat):
    """The sorter's screen."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "sorter")
        self.sorter = SorterScreen(self.send_command)
        self.pauses = Pauses()

    def room(self) -> Screen[None]:
        """The screen."""
        return self.sorter

    def take(self, happened: Happened) -> None:
        """Tell the screen."""
        self.pauses.hear(happened)
        match happened:
            case Joined(welcome=welcome):
                self.sorter.me, self.sorter.standing = welcome.desk, Standing("live")
            case ViewChanged(view=AgendaView() as view):
                self.sorter.agenda = view
            case ViewChanged(subject=subject, view=view):
                self.sorter.take_view(subject, view)
            case Acknowledged() | WasRefused():
                self.sorter.take_settled(happened)

    @on(SorterScreen.Went)
    def watch_board(self, event: SorterScreen.Went) -> None:
        """Watch the board."""
        self.core.watch(event.activity)
        self.pump()


def begin(terminal: Terminal) -> Callable[[int], tuple[bytes, bytes]]:
    """At the first item; each key puts one into a theme, and brings the next."""
    terminal.until(re.escape(text_of(0).encode()))
    terminal.drain(3)
    return lambda n: (b"12345"[n % 5 : n % 5 + 1], re.escape(text_of(n).encode()))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["server", where]:
            asyncio.run(serve(board([text_of(n) for n in range(ITEMS)]), where, SCOPE, lambda text: Seed((text,))))
        case ["screen", where]:
            Sorter(where).run()
        case _:
            measure("tests.bench.sorter_keys", begin)
