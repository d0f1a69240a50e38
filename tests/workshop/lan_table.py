"""A program for a machine on a test's network: the laptops of some tables, each of which types at its own pace.

Prints "seated" when all have joined, and for each word on standard input: "type" sends every laptop's entries, "told"
waits until the server has answered every one of them; then prints the word.
"""

import asyncio
import random
import sys
from pathlib import Path

from server.domain.entries import AddEntry
from server.protocol.messages import Enter
from spilter_tui.link.happened import Joined
from spilter_tui.link.place import Endpoint
from tests.workshop.evening import Laptop

SEATS = 10  # laptops at a table
PATIENCE = 120.0  # seconds, beyond how long the network may be away
SCOPE = "ideas"


class Tables:
    """The laptops of these tables, each with so many entries to send, `pace` seconds apart on average."""

    def __init__(self, folder: Path, place: Endpoint, code: str, tables: range, entries: int, pace: float) -> None:
        self._entries, self._pace = entries, pace
        self._laptops = {
            f"t{table} p{seat}": Laptop(
                folder / f"t{table}p{seat}", place, code, Enter("", table=table), patience=PATIENCE
            )
            for table in tables
            for seat in range(SEATS)
        }
        self._sent: list[tuple[Laptop, str]] = []

    async def seated(self) -> None:
        """Wait until everybody sits and knows what is open."""
        for laptop in self._laptops.values():
            await laptop.until(lambda laptop=laptop: laptop.of(Joined))  # type: ignore[misc]
            await laptop.sees(SCOPE)

    async def type(self) -> None:
        """Everybody sends all entries, whether or not the network is there."""
        await asyncio.gather(*(self._one(name, laptop) for name, laptop in self._laptops.items()))

    async def _one(self, name: str, laptop: Laptop) -> None:
        moments = random.Random(name)
        for number in range(self._entries):
            await asyncio.sleep(moments.expovariate(1 / self._pace))
            self._sent.append((laptop, laptop.link.send(SCOPE, AddEntry(f"{name} #{number:02d}"))))

    async def told(self) -> None:
        """Wait until the server has answered everything that was sent."""
        for laptop, op in self._sent:
            await laptop.answer(op)


async def main(folder: Path, place: Endpoint, code: str, tables: range, entries: int, pace: float) -> None:
    hall = Tables(folder, place, code, tables, entries, pace)
    await hall.seated()
    print("seated", flush=True)
    for word in ("type", "told"):
        await asyncio.to_thread(sys.stdin.readline)
        await getattr(hall, word)()
        print(word, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    _, where, address, port, room, first, last, many, every = sys.argv
    at = Endpoint(address, int(port))
    asyncio.run(main(Path(where), at, room, range(int(first), int(last) + 1), int(many), float(every)))
