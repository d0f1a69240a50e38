"""The hard moments: everybody joins, everybody comes back at once, a phase opens, and somebody reads nothing."""

import asyncio
import statistics
import time
from pathlib import Path

from server.domain import steering
from server.domain.entries import AddEntry
from server.domain.kernel import Phase
from server.protocol import messages
from tests.bench.figures import Figure
from tests.bench.load import Crowd, Guest, marked
from tests.bench.machine import Machine, Spent, machine
from tests.bench.pace import staff

SUBJECTS = ("agenda", "hall", "named")
STALLED = 10  # clients that read nothing
LONG = 3000  # long entries sent meanwhile
THERE = 1000  # entries that are there when everybody comes back


async def storms(folder: Path, people: int) -> list[Figure]:
    """What joining, coming back and an opening take, for so many people."""
    async with machine(folder / "hall.spilter") as server:
        door = server.door
        bare = await handshakes(server, people)
        crowd = Crowd(door.port, door.code, "named")
        desk = await staff(crowd, door.key, "named")
        with Spent(server) as joining:
            await crowd.gather(people, *SUBJECTS)
        await fill(crowd, desk)
        seats = [guest.seat for guest in crowd.guests[1:]]
        crowd.cut()
        with Spent(server) as coming_back:
            await asyncio.gather(*(come_back(crowd, number, seat) for number, seat in enumerate(seats)))
        opening = await opens(crowd, door.key)
        beside = (coming_back.cpu - bare.cpu) / people
        return [
            Figure(f"{people} join with the code and hold three views", joining.seconds, "s", 5),
            Figure("of which server CPU, all told", joining.cpu, "s"),
            Figure("of which ours: without TCP, TLS and the upgrade", max(0.0, joining.cpu - bare.cpu), "s", 1),
            Figure(f"{people} bare TLS connections beside it, server CPU", bare.cpu, "s"),
            Figure(f"{people} come back and hold the whole state ({THERE:,} entries)", coming_back.seconds, "s", 1.5),
            Figure("of which server CPU", coming_back.cpu, "s"),
            Figure("of which ours, a person", 1000 * max(0.0, beside), "ms"),
            Figure(f"an activity opens: on the last of {people} screens", 1000 * opening, "ms", 250),
        ]


async def handshakes(server: Machine, people: int) -> Spent:
    """What so many connections cost on which nobody says anything."""
    crowd = Crowd(server.door.port, server.door.code)
    with Spent(server) as spent:
        guests = await asyncio.gather(*(crowd.connect(number) for number in range(people)))
    for guest in guests:
        guest.transport.abort()
    return spent


async def fill(crowd: Crowd, desk: Guest) -> None:
    """Have the entries there that who comes back must see."""
    for number in range(THERE):
        crowd.type(desk, "named", AddEntry(marked(number)), number)
    await crowd.until(lambda: len(crowd.acknowledged) == THERE)


async def come_back(crowd: Crowd, number: int, seat: str) -> None:
    """Sit at a known seat again, without the code, and hold what was held."""
    guest = await crowd.connect(number, seat)
    await crowd.sit(guest, SUBJECTS)
    crowd.guests.append(guest)


async def opens(crowd: Crowd, key: str) -> float:
    """Seconds from the desk's key until the last screen has the view of an activity that opened."""
    crowd.guests = [guest for guest in crowd.guests if not guest.transport.is_closing()]
    left, done = set(crowd.guests), asyncio.Event()

    def hear(guest: Guest, frame: bytes) -> None:
        if frame.startswith(b'{"type":"snapshot","subject":"batches"'):
            left.discard(guest)
            if not left:
                done.set()

    for guest in crowd.guests:
        guest.hear = hear
        guest.say(messages.Watch("batches"))
    desk = await crowd.connect(-1)
    desk.enter("facilitator", key)
    start = time.perf_counter()
    desk.do("f" * 32, "batches", steering.ChangePhase(Phase.OPEN))
    async with asyncio.timeout(30):
        await done.wait()
    return time.perf_counter() - start


async def stalled(folder: Path) -> list[Figure]:
    """What clients that read nothing cost: the server's memory and the others' waiting, beside a run without them."""
    (alone, waited), (beside, hindered) = [await flooded(folder / str(slow), slow) for slow in (0, STALLED)]
    return [
        Figure("server memory a stalled client, at the most", (beside - alone) / STALLED / 1024 / 1024, "MB", 1),
        Figure(f"acknowledged beside {STALLED} stalled clients, against none", hindered / waited, "×", 1.5),
    ]


async def flooded(folder: Path, slow: int) -> tuple[int, float]:
    """Long entries while so many clients read nothing: the most memory it took, and the middle acknowledgement."""
    async with machine(folder / "hall.spilter") as server:
        crowd = Crowd(server.door.port, server.door.code, "named")
        desk = await staff(crowd, server.door.key, "named")
        await crowd.gather(20, *SUBJECTS)
        before, most = server.memory(), 0
        for guest in crowd.guests[1 : slow + 1]:
            guest.transport.pause_reading()
        beating = asyncio.create_task(crowd.beat())
        for first in range(0, LONG, 20):
            await flood(crowd, desk, first)
            most = max(most, server.memory() - before)
        beating.cancel()
        return most, statistics.median(crowd.acknowledged.values())


async def flood(crowd: Crowd, desk: Guest, first: int) -> None:
    """Twenty long entries, until they are acknowledged."""
    for number in range(first, first + 20):
        crowd.type(desk, "named", AddEntry(marked(number) + "x" * 3800), number)
    await crowd.until(lambda: len(crowd.acknowledged) == first + 20)
