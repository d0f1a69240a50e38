"""A conversation that really took place, voted again: each voter a client of its own with its own key, over sockets.

A client sends its whole ballot after every vote, as the real one does, and after an outage sends what was not
acknowledged again, with the same operation id. The server is killed with SIGKILL on the way.
"""

import asyncio
import contextlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from server.domain import steering
from server.domain.activities.vote import Vote, VoteView
from server.domain.ballots import CastBallot
from server.domain.figures import Figures
from server.domain.importing import Judgement, judgements, statements
from server.domain.kernel import Phase
from server.domain.root import AgendaView, ResultView
from server.domain.workshop import Workshop
from server.log import read_only
from server.protocol.messages import Done
from spilter_tui.link.keys import new_op, voter_key
from tests.client import Client, Left
from tests.crashing import free_port, launch

KEY = "vote"
JOINING = 20  # clients at a time: a hall doesn't come in at one moment either


@dataclass
class Voter:
    """Somebody with votes to cast, one after the other."""

    client: Client
    votes: Sequence[Judgement]
    sent: int = 0  # votes acknowledged
    changed: int = 0  # votes on a statement that had one
    resent: int = 0
    values: dict[str, int] = field(default_factory=dict)
    open: str = ""  # the operation on its way

    async def vote(self, upto: float) -> None:
        """Cast this share of the votes, or as many as the connection lets."""
        key = voter_key(self.client.seat, KEY, 1)
        with contextlib.suppress(Left):
            while self.sent < math.ceil(upto * len(self.votes)):
                each = self.votes[self.sent]
                self.resent += bool(self.open)
                self.open = self.open or new_op()
                ballot = CastBallot(key, {**self.values, each.item: each.value})
                answer = await self.client.do(KEY, ballot, self.open)
                assert isinstance(answer, Done), answer
                self.changed += each.item in self.values
                self.values[each.item] = each.value
                self.sent, self.open = self.sent + 1, ""


@dataclass
class Replayed:
    """What came of it: the vote's figures from the file, what the desk saw, and how it went."""

    figures: Figures
    result: ResultView
    ids: dict[str, str]  # by the file's id of a statement, the item's
    votes: int
    changed: int
    resent: int


async def replay(conversation: Path, folder: Path, kills: int) -> Replayed:
    """Vote a conversation again in `folder/hall.spilter`, killing the server so many times."""
    path, port = folder / "hall.spilter", free_port()
    process, door = await launch(path, port)
    chair = await Client(door.port, door.code, role="facilitator", key=door.key).join()
    ids = await prepare(chair, conversation)
    given = judgements((conversation / "votes.csv").read_bytes(), ids).given
    names = list(dict.fromkeys(each.voter for each in given))
    voters = [Voter(Client(door.port, door.code), [each for each in given if each.voter == name]) for name in names]
    for at in range(0, len(voters), JOINING):
        await asyncio.gather(*(voter.client.join() for voter in voters[at : at + JOINING]))
    for n in range(kills):
        half = asyncio.gather(*(voter.vote((n + 1) / (kills + 1)) for voter in voters[::2]))
        rest = asyncio.gather(*(voter.vote(1.0) for voter in voters[1::2]))  # these are in the middle of a ballot
        await half
        process.kill()
        await asyncio.gather(process.wait(), rest)
        process, door = await launch(path, port)
        await asyncio.gather(*(voter.client.reconnect() for voter in voters), chair.reconnect())
    await asyncio.gather(*(voter.vote(1.0) for voter in voters))
    result = await close(chair)
    await asyncio.gather(chair.close(), *(voter.client.close() for voter in voters))
    process.terminate()
    assert await process.wait() == 0
    return Replayed(
        figures(path),
        result,
        ids,
        *(sum(getattr(each, name) for each in voters) for name in ("sent", "changed", "resent")),
    )


async def prepare(chair: Client, conversation: Path) -> dict[str, str]:
    """Make the vote of agree, disagree or pass, put the statements on it and open it: their ids and the items'."""
    found = statements((conversation / "comments.csv").read_bytes())
    agenda = await chair.watch("agenda")
    assert isinstance(agenda, AgendaView)
    card = next(row.card for row in agenda.rows if row.id == KEY)
    assert card is not None
    await chair.done(KEY, steering.EditCard(msgspec.structs.replace(card, settings={"method": "opinion"})))
    await chair.done(KEY, steering.Seed(tuple(each.text for each in found), conversation.name))
    view = await chair.watch(KEY)
    assert isinstance(view, VoteView)
    await chair.done(KEY, steering.ChangePhase(Phase.OPEN))
    return {each.id: item.id for each, item in zip(found, view.items, strict=True)}


async def close(chair: Client) -> ResultView:
    """Close the vote; what the desk sees of it."""
    await chair.watch(f"{KEY}/result")
    await chair.done(KEY, steering.ChangePhase(Phase.CLOSED))
    view = await chair.until(f"{KEY}/result", lambda result: not result.hidden)
    assert isinstance(view, ResultView)
    return view


def figures(path: Path) -> Figures:
    """The vote's figures, from the file alone."""
    workshop = Workshop()
    for record in read_only(path).records:
        workshop.take(record)
    vote = workshop.activities[KEY]
    assert isinstance(vote, Vote)
    assert vote.sealed
    return vote.figures()
