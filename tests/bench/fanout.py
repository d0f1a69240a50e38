"""What a delivery costs the server's processor: each entry to each of N, beside a bare `websockets` broadcast."""

import asyncio
from pathlib import Path

from server.domain.entries import AddEntry
from tests.bench.figures import Figure
from tests.bench.load import Crowd, marked
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
        ours = await delivery(server, crowd)
    async with machine(folder / "bare.db", "tests.bench.bare", "broadcast") as server:
        crowd = Crowd(server.door.port, "", "named")
        crowd.guests = list(await asyncio.gather(*(crowd.connect(number) for number in range(PEOPLE + 1))))
        for guest in crowd.guests:
            guest.hear = crowd.hear
        bare = await delivery(server, crowd)
    return [
        Figure(f"server CPU a delivery, {PEOPLE} screens, all kept, views and patches", 1e6 * ours, "µs"),
        Figure("a bare broadcast of `websockets` over TLS, nothing kept", 1e6 * bare, "µs"),
        Figure("ratio", ours / bare, "×", 1.5),
    ]


async def delivery(server: Machine, crowd: Crowd) -> float:
    """Seconds of the server's processor for one entry to reach one screen."""
    crowd.watching = len(crowd.guests)
    beating = asyncio.create_task(crowd.beat())
    with Spent(server) as spent:
        for number in range(ENTRIES):
            crowd.type(crowd.guests[number % PEOPLE], "named", AddEntry(marked(number)), number)
            await asyncio.sleep(EVERY)
        await crowd.until(lambda: len(crowd.everywhere) == ENTRIES)
    beating.cancel()
    return spent.cpu / (ENTRIES * len(crowd.guests))
