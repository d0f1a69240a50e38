"""What a delivery costs the server's processor: each entry to each of N, beside a bare `websockets` broadcast."""

import asyncio
from pathlib import Path

from server.domain.entries import AddEntry
from tests.bench.figures import Figure
from tests.bench.load import AT_ONCE, Crowd, marked
from tests.bench.machine import Machine, Spent, machine
from tests.bench.pace import staff

PEOPLE = 500
ENTRIES = 150
EVERY = 0.06  # seconds: 500 people, an entry every 30 s each


async def fanning_out(folder: Path) -> list[Figure]:
    """Server CPU a delivery, ours and bare."""
    async with machine(folder / "hall.spilter") as server:
        crowd = Crowd(server.door.port, server.door.code, "named")
        await staff(crowd, server.door.key, "named")
        await crowd.gather(PEOPLE, "named")
        ours = await delivery(server, crowd, ENTRIES)
    bare = await bare_delivery(folder, PEOPLE + 1, ENTRIES)
    return [
        Figure(f"server CPU a delivery, {PEOPLE} screens, all kept, views and patches", 1e6 * ours, "µs"),
        Figure("a bare broadcast of `websockets` over TLS, nothing kept", 1e6 * bare, "µs"),
        Figure("ratio", ours / bare, "×", 1.5),
    ]


async def bare_delivery(folder: Path, people: int, entries: int) -> float:
    """The same for a server that keeps nothing and passes each entry on at once."""
    async with machine(folder / "bare.db", "tests.bench.bare", "broadcast") as server:
        crowd = Crowd(server.door.port, "", "named")
        for first in range(0, people, AT_ONCE):
            numbers = range(first, min(people, first + AT_ONCE))
            crowd.guests += await asyncio.gather(*map(crowd.connect, numbers))
        for guest in crowd.guests:
            guest.hear = crowd.hear
        return await delivery(server, crowd, entries)


async def delivery(server: Machine, crowd: Crowd, entries: int) -> float:
    """Seconds of the server's processor for one entry to reach one screen."""
    crowd.watching = len(crowd.guests)
    beating = asyncio.create_task(crowd.beat())
    with Spent(server) as spent:
        for number in range(entries):
            crowd.type(crowd.guests[number % len(crowd.guests)], "named", AddEntry(marked(number)), number)
            await asyncio.sleep(EVERY)
        await crowd.until(lambda: len(crowd.everywhere) == entries)
    beating.cancel()
    return spent.cpu / (entries * len(crowd.guests))
