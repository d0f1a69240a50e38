"""Five hundred and twenty people vote on a hundred and four laptops, over real sockets, whatever is sent twice."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec

from server.domain.ballots import BallotCast, CastBallot
from server.domain.figures import Count
from server.domain.judging import Judging
from server.domain.kernel import Card
from server.domain.root import Agenda, Info
from server.protocol import codec
from server.protocol.messages import Do, Say
from server.serve import Serving
from spilter_tui.link.keys import voter_key
from tests.client import Client, joined, new_op
from tests.serving import started
from tests.workshop.evening import OPEN

LAPTOPS, PERSONS = 104, 5
AGENDA = Agenda(
    Info("Met 520", sharing=True), cards=(Card("mood", "pulse", "Peiling", "Hoe gaat het?", settings={"high": 7}),)
)
STEPS = range(1, 8)


@asynccontextmanager
async def hall(folder: Path) -> AsyncIterator[tuple[Serving, Client, list[Client]]]:
    """A desk that opened the pulse, and every laptop with its five."""
    async with AsyncExitStack() as stack:
        serving = await stack.enter_async_context(started(folder / "hall.spilter", agenda=AGENDA))
        chair = joined(serving.port, serving.code, role="facilitator", key=serving.key)
        desk = await stack.enter_async_context(chair)
        await desk.done("mood", OPEN)
        laptops = [Client(serving.port, serving.code) for _ in range(LAPTOPS)]
        for laptop in laptops:
            stack.push_async_callback(laptop.close)
            await laptop.join()
            await laptop.send(Say(persons=PERSONS))
        yield serving, desk, laptops


def ballots(secret: str, number: int) -> list[Do]:
    """What the five at one laptop send, one after the other."""
    return [
        Do(new_op(), msgspec.Raw(codec.encode(ballot)), "mood")
        for person in range(PERSONS)
        for ballot in [
            CastBallot(voter_key(secret, "mood", 1, person), {"mood": 1 + (number + person) % 7}, person=person)
        ]
    ]


async def send(laptop: Client, sent: list[Do], times: int = 1) -> None:
    """Send the frames, and wait until all are handled."""
    for frame in sent * times:
        await laptop.send(frame)
    await laptop.ping()


async def test_520_ballots_of_104_laptops_count_520_also_when_sent_again(tmp_path: Path) -> None:
    async with hall(tmp_path) as (serving, desk, laptops):
        sent = [ballots(secrets.token_hex(32), number) for number in range(LAPTOPS)]
        for laptop in laptops[::2]:  # half of them lose the connection halfway, and send all of it again
            await send(laptop, sent[laptops.index(laptop)][:3])
        await asyncio.gather(*(laptop.reconnect() for laptop in laptops[::2]))
        await asyncio.gather(*(send(*each, times=2) for each in zip(laptops, sent, strict=True)))
        await desk.watch("mood")
        view: Any = await desk.until("mood", lambda view: view.total >= LAPTOPS * PERSONS)
        assert (view.total, view.devices) == (520, 104)
        there: Any = await desk.watch("hall")
        assert (there.here, there.persons) == (104, 520)
        workshop = serving.hub.session.workshop
        mood = workshop.activities["mood"]
        assert isinstance(mood, Judging)
        assert mood.votes[1].count == Count(520, 104, 0)
        assert sum(isinstance(each.event, BallotCast) for each in workshop.records["mood"]) == 520


async def test_a_laptop_casts_no_more_ballots_than_it_has_people(tmp_path: Path) -> None:
    async with (
        started(tmp_path / "hall.spilter", agenda=AGENDA) as serving,
        joined(serving.port, serving.code, role="facilitator", key=serving.key) as desk,
        joined(serving.port, serving.code) as laptop,
    ):
        await desk.done("mood", OPEN)
        await laptop.send(Say(persons=2))
        for person in range(2):
            await laptop.done("mood", CastBallot(secrets.token_hex(32), {"mood": 4}, person=person))
        refused = await laptop.do("mood", CastBallot(secrets.token_hex(32), {"mood": 4}, person=2))
        assert getattr(refused, "code", "") == "one_vote"
