"""A minute at a workshop's pace: everybody sends an entry every 30 s, everybody watches, drafts are counted."""

import asyncio
import random
from contextlib import suppress
from pathlib import Path

from server.domain import root, steering
from server.domain.entries import AddEntry
from server.domain.kernel import Phase
from server.protocol.messages import Say
from tests.bench.figures import Figure, percentiles
from tests.bench.load import DESK, Crowd, Guest, marked
from tests.bench.machine import Spent, machine

EVERY = 30.0  # seconds between two entries of one person
DRAFT = 8.0  # seconds that somebody types before sending
LAST = 0.5  # seconds
BATCH = 5.0  # seconds: others' anonymous entries come out in batches


async def at_pace(folder: Path, people: int, scope: str, seconds: float) -> list[Figure]:
    """Latencies and costs of so many people in an activity for so long."""
    async with machine(folder / "hall.spilter") as server:
        crowd = Crowd(server.door.port, server.door.code, scope)
        desk = await staff(crowd, server.door.key, scope, f"{scope}/result")
        before = server.memory()
        await crowd.gather(people, "agenda", "hall", scope)
        crowd.watching = people + 1
        held = server.memory() - before
        beating = asyncio.create_task(crowd.beat())
        with Spent(server) as spent:
            await typing(crowd, people, scope, seconds)
            await came_out(crowd)
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
        desk.transport.abort()
        assert len(crowd.acknowledged) == len(crowd.sent), "an entry was not acknowledged"
        batches = scope == "batches"
        return [
            Figure("entries", len(crowd.marks), ""),
            Figure("of which in the window of every screen", len(crowd.everywhere), ""),
            *percentiles("acknowledged", crowd.acknowledged.values(), 0.1),
            *percentiles("on every screen", crowd.everywhere.values(), BATCH + 0.25 if batches else 0.1),
            Figure("server, of one core", 100 * spent.cpu / spent.seconds, "%", 100 / 3),
            Figure("load generator, of one core", 100 * spent.load / spent.seconds, "%"),
            Figure("server CPU a frame to a screen", 1e6 * spent.cpu / crowd.frames, "µs"),
            Figure("frames a second", crowd.frames / spent.seconds, ""),
            Figure("server memory a connection", held / people / 1024, "kB"),
            Figure("server memory", server.memory() / 1024 / 1024, "MB"),
        ]


async def staff(crowd: Crowd, key: str, scope: str, *more: str) -> Guest:
    """The desk, seated at an activity that it opened, and hearing as a guest does."""
    desk = await crowd.connect(DESK)
    await crowd.sit(desk, ("agenda", "hall", scope, *more), "facilitator", key)
    desk.do("0" * 31 + "1", scope, steering.ChangePhase(Phase.OPEN))
    desk.do("0" * 31 + "2", "", root.GoTo(scope))
    crowd.guests.append(desk)
    return desk


async def typing(crowd: Crowd, people: int, scope: str, seconds: float) -> None:
    """Everybody types and sends; that they do is told a while before."""
    loop, start = asyncio.get_running_loop(), asyncio.get_running_loop().time()
    plan = moments(people, seconds)
    drafts = [(max(0.0, at - DRAFT), who, -1) for at, who, _ in plan]
    for at, who, number in sorted(plan + drafts):
        await asyncio.sleep(start + at - loop.time())
        guest = crowd.guests[-1 - who]
        if number < 0:
            guest.say(Say(drafts=1))
        else:
            crowd.type(guest, scope, AddEntry(marked(number)), number)
            guest.say(Say())


def moments(people: int, seconds: float) -> list[tuple[float, int, int]]:
    """When who sends an entry, and its number: at random, the same in every run, by number."""
    dice = random.Random(2002)
    return [(dice.uniform(0, seconds), dice.randrange(people), number)
            for number in range(round(people * seconds / EVERY))]  # fmt: skip


async def came_out(crowd: Crowd) -> None:
    """Wait until every entry is at the desk, and a moment for the last screens.

    Participants' views are windows: of a batch larger than that, they never get the first.
    """
    await crowd.until(lambda: len(crowd.at_desk) == len(crowd.marks))
    await asyncio.sleep(LAST)
