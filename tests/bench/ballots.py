"""A hall votes in the same second: 104 laptops, five persons at each, every one a ballot of sixty items."""

import random
import secrets
import time
from pathlib import Path

import msgspec

from server.domain import steering
from server.domain.activities.vote import VoteView
from server.domain.ballots import CastBallot
from server.domain.judging import BallotItem
from server.domain.kernel import Phase
from server.protocol import codec, messages
from tests.bench.figures import Figure, percentiles
from tests.bench.load import DESK, Crowd, Guest, encoded, marked
from tests.bench.machine import Spent, machine

LAPTOPS, PERSONS, ITEMS = 104, 5, 60
SCOPE = "vote"


class Tally:
    """The total of the vote as a desk is told it: in the view it asked for, and in what changed since."""

    def __init__(self) -> None:
        self.total = 0
        self.watching = False

    def hear(self, guest: Guest, frame: bytes) -> None:
        """A frame came in at the desk."""
        message = codec.from_server(frame)
        if isinstance(message, messages.Snapshot) and message.subject == SCOPE:
            self.watching = True
            self.total = vote(message).total
        elif isinstance(message, messages.Patch) and message.subject == SCOPE and "total" in message.changes:
            self.total = msgspec.json.decode(message.changes["total"], type=int)


async def ballots(folder: Path, laptops: int = LAPTOPS) -> list[Figure]:
    """From the first ballot until the desk says that all are there; and that sending all of them again adds none."""
    persons = laptops * PERSONS
    async with machine(folder / "hall.spilter") as server:
        crowd = Crowd(server.door.port, server.door.code, SCOPE)
        desk = await crowd.connect(DESK)
        await crowd.sit(desk, ("agenda",), "facilitator", server.door.key)
        await crowd.did(desk, SCOPE, steering.Seed(tuple(map(marked, range(ITEMS)))))
        await crowd.did(desk, SCOPE, steering.ChangePhase(Phase.OPEN))
        await crowd.gather(laptops, "agenda", "hall", SCOPE)
        for guest in crowd.guests:
            guest.say(messages.Say(persons=PERSONS))
        crowd.acknowledged.clear()
        tally, cast = Tally(), votes(crowd, (await seen(crowd, server.door.key)).items)
        desk.hear = tally.hear
        desk.say(messages.Watch(SCOPE))
        await crowd.until(lambda: tally.watching)
        with Spent(server) as spent:
            send(crowd, cast)
            await crowd.until(lambda: tally.total == persons)
        await crowd.until(lambda: len(crowd.acknowledged) == persons)
        answered = list(crowd.acknowledged.values())
        crowd.acknowledged.clear()
        send(crowd, cast)
        await crowd.until(lambda: len(crowd.acknowledged) == persons)
        counted = (await seen(crowd, server.door.key)).total
        assert counted == persons, f"{counted} of {persons} ballots count"
        return [
            Figure(f"ballots of {ITEMS} items, from {laptops} laptops at once, sent twice", persons, ""),
            Figure("of which count", counted, "", persons),
            Figure("until the desk says so", spent.seconds, "s", 1),
            Figure("server CPU a ballot", 1000 * spent.cpu / persons, "ms"),
            *percentiles("a voter reads that it counts", answered),
        ]


async def seen(crowd: Crowd, key: str) -> VoteView:
    """The vote as a desk that comes in now sees it."""
    desk = await crowd.connect(DESK)
    desk.enter("facilitator", key)
    desk.say(messages.Watch(SCOPE))
    while True:
        message = await desk.heard()
        if isinstance(message, messages.Snapshot) and message.subject == SCOPE:
            desk.transport.abort()
            return vote(message)


def vote(message: messages.Snapshot) -> VoteView:
    """What the message shows of the vote."""
    view = codec.view(message.view)
    assert isinstance(view, VoteView)
    return view


def votes(crowd: Crowd, items: tuple[BallotItem, ...]) -> list[tuple[Guest, str, bytes]]:
    """A ballot of each person at each laptop: who sends it, its operation, and the frame."""
    dice = random.Random(2026)
    found = []
    for person in range(PERSONS):
        for guest in crowd.guests:
            values = {item.id: dice.randint(1, 5) for item in items}
            ballot = CastBallot(f"voter-{PERSONS * guest.number + person:020d}", values, person=person)
            op = secrets.token_hex(16)
            found.append((guest, op, encoded(messages.Do(op, msgspec.Raw(codec.encode(ballot)), SCOPE))))
    return found


def send(crowd: Crowd, cast: list[tuple[Guest, str, bytes]]) -> None:
    """All of them, at once."""
    for guest, op, frame in cast:
        crowd.sent[op] = time.perf_counter()
        guest.transport.write(frame)
