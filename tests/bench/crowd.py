"""How many people fit on one core: each an entry every 30 s, all see all, beside a bare broadcast and Mosquitto.

By name, so that no batches hold entries back. Ours keeps everything, speaks TLS and sends views and patches; the
broadcast keeps nothing and folds nothing; Mosquitto keeps its sessions, and speaks no TLS.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from server.domain.entries import AddEntry
from server.protocol import codec
from tests.bench import broker
from tests.bench.fanout import bare_delivery
from tests.bench.figures import Figure, percentiles
from tests.bench.load import AT_ONCE, Crowd, marked
from tests.bench.machine import Spent, machine
from tests.bench.pace import moments, staff, typing

SUBJECTS = ("agenda", "hall", "named")
LIMIT = 0.25  # seconds, of the slowest in a hundred, until the last screen has it
BARE_ENTRIES = 60
MANY, TWICE = 2000, 2.0  # with so many people, so many times the broker's deliveries
PATIENCE = 180.0  # seconds for a broker that can't keep up


@dataclass(frozen=True)
class Measured:
    """What one server made of a crowd."""

    people: int
    crowd: Crowd
    spent: Spent

    @property
    def delivery(self) -> float:
        """Seconds of the server's processor for one entry to reach one screen."""
        return self.spent.cpu / (len(self.crowd.marks) * self.people)


async def crowded(
    folder: Path, people: int, seconds: float = 30.0, beside: int = 0, patience: float = 3.0
) -> list[Figure]:
    """Latency and cost with so many people; Mosquitto with as many, or with as many as `beside` says.

    `patience`: seconds for the last entries; one that gave way to fifty newer ones within a frame never comes.
    """
    ours = await at_ours(folder / "ours", people, seconds, patience)
    bare = await bare_delivery(folder / "bare", people, BARE_ENTRIES)
    entries = len(ours.crowd.marks)
    return [
        Figure("entries", entries, ""),
        Figure("of which in the window of every screen", len(ours.crowd.everywhere), "", entries, at_least=True),
        *percentiles("on every screen", ours.crowd.everywhere.values(), LIMIT),
        Figure("server, of one core", 100 * ours.spent.cpu / ours.spent.seconds, "%"),
        Figure("load generator, of one core", 100 * ours.spent.load / ours.spent.seconds, "%"),
        Figure("frames a second", ours.crowd.frames / ours.spent.seconds, ""),
        Figure("server CPU a delivery", 1e6 * ours.delivery, "µs"),
        Figure("a bare broadcast of `websockets`, each entry at once", 1e6 * bare, "µs"),
        Figure("ratio", ours.delivery / bare, "×", 1.5),
        *await beside_broker(folder, ours, beside or people, seconds),
    ]


async def at_ours(folder: Path, people: int, seconds: float, patience: float) -> Measured:
    """The product with so many people in an activity for so long."""
    async with machine(folder / "hall.spilter") as server:
        crowd = Crowd(server.door.port, server.door.code, "named")
        desk = await staff(crowd, server.door.key, "named", "named/result")
        beating = asyncio.create_task(crowd.beat())
        await crowd.gather(people, *SUBJECTS)
        crowd.watching = people + 1
        crowd.frames = 0
        with Spent(server) as spent:
            await typing(crowd, people, "named", seconds)
            await crowd.until(lambda: len(crowd.acknowledged) == len(crowd.sent))
            with suppress(TimeoutError):
                await crowd.until(lambda: len(crowd.everywhere) == len(crowd.marks), patience)
        beating.cancel()
        desk.transport.abort()
        return Measured(people, crowd, spent)


async def beside_broker(folder: Path, ours: Measured, people: int, seconds: float) -> list[Figure]:
    """Mosquitto's figures, and ours against them; none where it isn't here, which is said."""
    if broker.found() is None:
        print("Mosquitto is not here: its figures are left out")
        return []
    theirs = await at_broker(folder / "broker", people, seconds)
    typical, slowest = percentiles("on every screen", theirs.crowd.everywhere.values())
    figures = [
        Figure(f"Mosquitto (QoS 1, no TLS), {people:,} people, CPU a delivery", 1e6 * theirs.delivery, "µs"),
        Figure("of one core", 100 * theirs.spent.cpu / theirs.spent.seconds, "%"),
        Figure("load generator, of one core", 100 * theirs.spent.load / theirs.spent.seconds, "%"),
    ]
    if people < ours.people:  # what must be shown is that it does not carry these
        return [*figures, typical, Figure(slowest.what, slowest.value, "ms", 1000 * LIMIT, at_least=True)]
    ratio = theirs.delivery / ours.delivery
    goal = TWICE if people >= MANY else None
    return [*figures, typical, slowest, Figure("our deliveries a second and core, of its", ratio, "×", goal, True)]


async def at_broker(folder: Path, people: int, seconds: float) -> Measured:
    """Mosquitto with so many clients that get everything, each sending as often as with us."""
    async with machine(folder, "tests.bench.broker") as server:
        crowd = Crowd(server.door.port, "")
        crowd.watching = people
        clients: list[broker.Subscriber] = []
        for first in range(0, people, AT_ONCE):
            numbers = range(first, min(people, first + AT_ONCE))
            clients += await asyncio.gather(*(broker.subscribed(server.door.port, n, crowd.heard) for n in numbers))
        loop = asyncio.get_running_loop()
        with Spent(server) as spent:
            start = loop.time()
            for at, who, number in sorted(moments(people, seconds)):
                await asyncio.sleep(start + at - loop.time())
                crowd.mark(number)
                clients[who].publish(codec.encode(AddEntry(marked(number))))
            await crowd.until(lambda: len(crowd.everywhere) == len(crowd.marks), PATIENCE)
        return Measured(people, crowd, spent)
