"""A program for a machine on a test's network: the server of a conference of ten tables, and its desk.

Prints the port and the room code once everybody may type; after a line on its input it stops, and prints the longest
that the desk was behind what the server could tell, in seconds.
"""

import asyncio
import sys
import time
from collections import deque
from pathlib import Path

import uvloop

from server.domain.kernel import Card
from server.domain.root import Agenda, Info, Table
from server.serve import Serving
from tests.serving import started
from tests.workshop.evening import OPEN, Laptop, desk
from tests.workshop.lan_table import SCOPE, SEATS

TABLES = 10
AGENDA = Agenda(
    Info("Werkconferentie"),
    tuple(Table(number, seats=SEATS) for number in range(1, TABLES + 1)),
    (Card(SCOPE, "brainstorm", "Knelpunten", "Welk knelpunt kent u uit uw praktijk?", preset="table"),),
)
LOOK = 0.02  # seconds between two looks at the desk


class Lag:
    """How far a desk is behind: `longest`, in seconds."""

    def __init__(self, serving: Serving, chair: Laptop) -> None:
        self._serving, self._chair = serving, chair
        self._behind: deque[tuple[float, int]] = deque()
        self.longest = 0.0

    async def watch(self) -> None:
        """Look until cancelled: what the server may tell now must stand on the desk within what `longest` will say."""
        activity = self._serving.hub.session.workshop.activities[SCOPE]
        while True:
            now, held = time.monotonic(), self._chair.link.core.views.held[SCOPE]
            self._behind.append((now, activity.total(time.time())))
            while self._behind and self._behind[0][1] <= getattr(held, "total", 0):
                self._behind.popleft()
            if self._behind:
                self.longest = max(self.longest, now + LOOK - self._behind[0][0])
            await asyncio.sleep(LOOK)


async def main(folder: Path) -> None:
    """Open the brainstorm, and watch the desk until a line comes in; then the server stops, in order."""
    async with (
        started(folder / "conference.spilter", agenda=AGENDA, host="") as serving,
        desk(folder / "desk", serving) as chair,
    ):
        await chair.do(SCOPE, OPEN)
        await chair.sees(SCOPE)
        lag = Lag(serving, chair)
        watching = asyncio.create_task(lag.watch())
        print(serving.port, serving.code, flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        assert not watching.done(), "the desk was not looked at"
        watching.cancel()
    print(lag.longest, flush=True)


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1])))
