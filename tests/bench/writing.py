"""What it costs to keep entries: against what this disk and these sockets can do, and as the workshop grows."""

import asyncio
import secrets
import time
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import msgspec

from server.domain.entries import AddEntry
from server.protocol import codec, messages
from tests.bench.bare import Disk
from tests.bench.desk import painting
from tests.bench.figures import Figure
from tests.bench.load import Crowd, Guest, marked
from tests.bench.machine import Machine, machine
from tests.bench.pace import staff

CLIENTS = 500
LONG = 6.0  # seconds
FEW, MANY, SAMPLE = 100, 20_000, 400  # entries


async def keeping(folder: Path) -> list[Figure]:
    """Acknowledged durable entries a second, everybody flat out, beside the same without a workshop."""
    before = await acknowledged(machine(folder / "hall.spilter"), joins=True)
    bare = await acknowledged(machine(folder / "bare.db", "tests.bench.bare"), joins=False)
    after = await acknowledged(machine(folder / "again" / "hall.spilter"), joins=True)
    ours = (before + after) / 2  # around the other, so that a machine that slows down meanwhile favours neither
    commits, rows = raw(folder / "raw.db")
    return [
        Figure(f"entries acknowledged a second, {CLIENTS} clients flat out", ours, ""),
        Figure("the same without a workshop: sockets, TLS, group commit", bare, ""),
        Figure("ratio", ours / bare, "", 0.8, at_least=True),
        Figure("this disk: commits of one row a second", commits, ""),
        Figure(f"this disk: rows a second, {CLIENTS} a commit, no sockets", rows, ""),
    ]


async def acknowledged(starting: AbstractAsyncContextManager[Machine], joins: bool) -> float:
    """Acknowledgements a second, each client sending its next entry as soon as it has the last one's."""
    async with starting as server:
        crowd = Crowd(server.door.port, server.door.code, "named")
        if joins:
            await staff(crowd, server.door.key, "named")
            await crowd.gather(CLIENTS)
        else:
            crowd.guests = list(await asyncio.gather(*(crowd.connect(number) for number in range(CLIENTS))))
        counted, frame = 0, msgspec.Raw(codec.encode(AddEntry(marked(0))))

        def next_one(guest: Guest, heard: bytes) -> None:
            nonlocal counted
            if heard.startswith(b'{"type":"done"'):
                counted += 1
                guest.say(messages.Do(secrets.token_hex(16), frame, "named"))

        for guest in crowd.guests[-CLIENTS:]:
            guest.hear = next_one
            next_one(guest, b'{"type":"done"')
        await asyncio.sleep(1.0)  # until it runs
        start, before = time.perf_counter(), counted
        await asyncio.sleep(LONG)
        return (counted - before) / (time.perf_counter() - start)


def raw(path: Path) -> tuple[float, float]:
    """Commits of one row, and rows in commits of `CLIENTS`, that this disk takes a second."""
    disk = Disk(path)
    entry = codec.encode(AddEntry(marked(0))).decode()
    found = []
    for size, commits in ((1, 1000), (CLIENTS, 200)):
        start = time.perf_counter()
        for first in range(0, size * commits, size):
            seq = first + 1_000_000 * size
            disk.commit(("named", entry, 0.0, secrets.token_hex(16), "", seq + each) for each in range(size))
        found.append(size * commits / (time.perf_counter() - start))
    return found[0], found[1]


async def growing(folder: Path) -> list[Figure]:
    """What an entry costs when many are there, against few: on the server, and at the desk."""
    async with machine(folder / "hall.spilter") as server:
        crowd = Crowd(server.door.port, server.door.code, "named")
        desk = await staff(crowd, server.door.key, "named")
        await crowd.gather(20, "agenda", "hall", "named")
        typist, beating = crowd.guests[-1], asyncio.create_task(crowd.beat())
        await one_by_one(crowd, typist, FEW)
        few = await costs(server, crowd, typist)
        await flat_out(crowd, desk, MANY - len(crowd.marks) - SAMPLE // 2)
        many = await costs(server, crowd, typist)
        beating.cancel()
    (fold_few, desk_few), (fold_many, desk_many) = [await painting(count) for count in (FEW, MANY)]
    return [
        Figure(f"server CPU of entry {FEW}, with 21 screens", 1000 * few, "ms"),
        Figure(f"server CPU of entry {MANY:,}", 1000 * many, "ms"),
        Figure("ratio", many / few, "×", 1.2),
        Figure(f"desk CPU of entry {FEW}, painted", 1000 * desk_few, "ms"),
        Figure(f"desk CPU of entry {MANY:,}, painted", 1000 * desk_many, "ms"),
        Figure("ratio", desk_many / desk_few, "×", 1.2),
        Figure(f"of which before painting, at entry {FEW}", 1000 * fold_few, "ms"),
        Figure(f"of which before painting, at entry {MANY:,}", 1000 * fold_many, "ms"),
    ]


async def costs(server: Machine, crowd: Crowd, typist: Guest) -> float:
    """Seconds of the server's processor an entry takes, one after the other."""
    before = server.cpu()
    await one_by_one(crowd, typist, SAMPLE)
    return (server.cpu() - before) / SAMPLE


async def one_by_one(crowd: Crowd, typist: Guest, count: int) -> None:
    """So many entries, each after the acknowledgement of the last."""
    for number in range(len(crowd.marks), len(crowd.marks) + count):
        crowd.type(typist, "named", AddEntry(marked(number)), number)
        await crowd.until(lambda: len(crowd.acknowledged) == len(crowd.sent))


async def flat_out(crowd: Crowd, desk: Guest, count: int) -> None:
    """So many entries, as fast as they go."""
    for number in range(len(crowd.marks), len(crowd.marks) + count):
        crowd.type(desk, "named", AddEntry(marked(number)), number)
        await crowd.until(lambda: len(crowd.acknowledged) >= len(crowd.sent) - CLIENTS)
    await crowd.until(lambda: len(crowd.acknowledged) == len(crowd.sent))
