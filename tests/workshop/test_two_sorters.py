"""Two or three sorters put the same two hundred entries in order at the same time, and never overwrite each other."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from server.domain import sorting, steering
from server.domain.entries import AddPaper
from server.domain.kernel import Card, Selection
from server.domain.root import Agenda, Info
from server.protocol.queries import Granted, GrantSeat
from server.serve import Serving
from spilter_tui.link.happened import Acknowledged, WasRefused
from tests.serving import started
from tests.workshop.evening import OPEN, Laptop, desk, records, seated

AGENDA = Agenda(Info("Ordenen"), cards=(Card("ideas", "brainstorm", "Ideeën"), Card("order", "group", "Ordenen")))
ITEMS = 200


@asynccontextmanager
async def board(folder: Path, *titles: str) -> AsyncIterator[tuple[Serving, Laptop, list[str]]]:
    """Two hundred entries to order, and the themes."""
    async with started(folder / "hall.spilter", agenda=AGENDA) as serving, desk(folder / "desk", serving) as chair:
        await chair.do("ideas", OPEN)
        await chair.do("ideas", AddPaper(tuple(f"idee {number}" for number in range(ITEMS))))
        await chair.do("order", steering.Carry(Selection("ideas")))
        await chair.do("order", OPEN)
        yield serving, chair, [await chair.do("order", sorting.AddTheme(title)) for title in titles]


@asynccontextmanager
async def sorter(folder: Path, serving: Serving, chair: Laptop) -> AsyncIterator[Laptop]:
    granted = await chair.link.ask(GrantSeat("sorter"))
    assert isinstance(granted, Granted)
    async with seated(folder, serving.port, serving.code, role="sorter", key=granted.code) as laptop:
        yield laptop


def without(items: list[str]) -> Callable[[Any], bool]:
    """Whether none of these is claimed any more."""
    return lambda view: not {claim.id for claim in view.claims} & set(items)


async def empty_the_queue(laptop: Laptop, theme: str) -> int:
    """Take what is at hand, six at a time, as the screen does, until nothing is left; how many were put away."""
    welcome = laptop.link.core.welcome
    assert welcome is not None
    done = 0
    while True:
        await laptop.do("order", sorting.ClaimItems(6))
        view = await laptop.sees("order")
        mine = [claim.id for claim in view.claims if claim.desk == welcome.desk]
        if not mine and not any(not row.themes for row in view.rows):
            return done
        for item in mine:
            await laptop.do("order", sorting.PlaceItem(item, (theme,)))
            done += 1
        await laptop.sees("order", without(mine))


async def put(laptop: Laptop, items: list[str], theme: str) -> dict[str, Acknowledged | WasRefused]:
    """Put every item in a theme; what the server said of each."""
    sent = {}
    for item in items:
        sent[item] = laptop.link.send("order", sorting.PlaceItem(item, (theme,)))
        await asyncio.sleep(0)
    return {item: await laptop.answer(op) for item, op in sent.items()}


async def test_of_two_sorters_the_first_wins_each_item_and_the_other_is_told(tmp_path: Path) -> None:
    async with board(tmp_path, "Links", "Rechts") as (serving, chair, themes):
        items = list(serving.hub.session.workshop.activities["order"].received)
        assert len(items) == ITEMS
        async with sorter(tmp_path / "1", serving, chair) as ans, sorter(tmp_path / "2", serving, chair) as bert:
            orders = [random.Random(seed).sample(items, ITEMS) for seed in (1, 2)]
            said = await asyncio.gather(*(put(*each) for each in zip((ans, bert), orders, themes, strict=True)))
            winners = {item: [w for w in (0, 1) if isinstance(said[w][item], Acknowledged)] for item in items}
            assert all(len(winner) == 1 for winner in winners.values())
            assert {winner for [winner] in winners.values()} == {0, 1}
            told = [answer for each in said for answer in each.values() if isinstance(answer, WasRefused)]
            assert {answer.code for answer in told} == {"taken"}
            assert {answer.facts["desk"] for answer in told} == {"sorter 1", "sorter 2"}
            for laptop in (ans, bert):
                view = await laptop.sees("order", lambda view: all(row.themes for row in view.rows))
                assert {row.id: row.themes for row in view.rows} == {
                    item: (themes[winner],) for item, [winner] in winners.items()
                }


async def test_three_sorters_finish_two_hundred_and_nothing_is_assigned_twice(tmp_path: Path) -> None:
    async with board(tmp_path, "Links", "Midden", "Rechts") as (serving, chair, themes), AsyncExitStack() as stack:
        seats = [await stack.enter_async_context(sorter(tmp_path / str(n), serving, chair)) for n in range(3)]
        done = await asyncio.gather(*(empty_the_queue(*each) for each in zip(seats, themes, strict=True)))
        assert sum(done) == ITEMS
        assert min(done) > 0
        events = [each.event for each in records(serving, "order", sorting.Placed)]
        placed = [event.item for event in events if isinstance(event, sorting.Placed)]
        assert len(placed) == len(set(placed)) == ITEMS
        assert not any(laptop.of(WasRefused) for laptop in seats)
