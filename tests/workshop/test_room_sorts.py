"""The room sorts: several laptops at once, with nothing put away twice; or each its own, as long as it knows which."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from server.domain import sorting, steering
from server.domain.entries import AddEntry, AddPaper
from server.domain.kernel import Card, Phase, Selection
from server.domain.keys import hash_of
from server.domain.root import Agenda, AgendaView, Info
from server.domain.sorting import SORT_OWN, SORT_TOGETHER, Put, PutItem, TakeBack
from server.protocol.queries import AtHand, BackUp, ToSort
from server.serve import Serving
from spilter_tui.link import keys
from spilter_tui.link.happened import Acknowledged, WasRefused
from spilter_tui.own import mine_in
from tests.serving import started
from tests.workshop.evening import CLOSED, OPEN, Laptop, desk, guests, records
from tests.workshop.test_anonymity import holding

ITEMS = 60
PAUSED = steering.ChangePhase(Phase.PAUSED)


@asynccontextmanager
async def hall(folder: Path, preset: str, laptops: int) -> AsyncIterator[tuple[Serving, Laptop, list[Laptop]]]:
    """A brainstorm that is open, an ordering after it, and people."""
    cards = (
        Card("ideas", "brainstorm", "Ideeën", grace=0),
        Card("order", "group", "Ordenen", preset=preset, grace=0, carry=Selection("ideas")),
    )
    agenda = Agenda(Info("Ordenen"), cards=cards)
    (folder / "hall").mkdir()
    async with (
        started(folder / "hall" / "hall.spilter", agenda=agenda) as serving,
        desk(folder / "desk", serving) as chair,
        guests(folder, serving, laptops) as people,
    ):
        await chair.do("ideas", OPEN)
        yield serving, chair, people


async def at_hand(laptop: Laptop, claim: str = "", item: str = "") -> AtHand:
    """What a laptop gets to put somewhere; its own, as it knows them."""
    reply = await laptop.link.ask(ToSort("order", mine_in(laptop.book, "order").elsewhere, item, claim))
    assert isinstance(reply, AtHand)
    return reply


async def empty_the_queue(laptop: Laptop, theme: str) -> list[str]:
    """Put away what is at hand until nothing waits; what this laptop put somewhere."""
    done: list[str] = []
    hand = await at_hand(laptop)
    while hand.left:
        for row in hand.rows[:1]:
            if isinstance(
                await laptop.answer(laptop.link.send("order", PutItem(row.id, theme, hand.claim))), Acknowledged
            ):
                done.append(row.id)
        hand = await at_hand(laptop, hand.claim)
    return done


async def test_six_laptops_sort_together_and_nothing_is_put_away_twice(tmp_path: Path) -> None:
    async with hall(tmp_path, SORT_TOGETHER, 6) as (serving, chair, people):
        await chair.do("ideas", AddPaper(tuple(f"idee {number}" for number in range(ITEMS))))
        await chair.do("order", OPEN)
        themes = [await chair.do("order", sorting.AddTheme(title)) for title in ("Links", "Midden", "Rechts")]
        done = await asyncio.gather(*(empty_the_queue(each, themes[at % 3]) for at, each in enumerate(people)))
        placed = [item for each in done for item in each]
        assert len(placed) == len(set(placed)) == ITEMS
        assert all(done)
        puts = [each.event.item for each in records(serving, "order", Put) if isinstance(each.event, Put)]
        assert sorted(puts) == sorted(placed)
        assert not any(laptop.of(WasRefused) for laptop in people)
        view = await chair.sees("order", lambda view: not view.left)
        assert {row.id: row.themes for row in view.rows} == {
            item: (themes[at % 3],) for at, each in enumerate(done) for item in each
        }
        seen = await people[0].sees("order", lambda view: not view.left)
        assert sum(theme.count for theme in seen.themes) == ITEMS
        assert seen.rows == ()


async def test_of_two_laptops_the_first_wins_and_the_other_is_told_and_takes_the_next(tmp_path: Path) -> None:
    async with hall(tmp_path, SORT_TOGETHER, 2) as (_, chair, (ans, bert)):
        await chair.do("ideas", AddPaper(("een", "twee")))
        await chair.do("order", OPEN)
        theme = await chair.do("order", sorting.AddTheme("Links"))
        first, second = await at_hand(ans), await at_hand(bert)
        told = await bert.answer(bert.link.send("order", PutItem(first.rows[0].id, theme, second.claim)))
        assert isinstance(told, WasRefused)
        assert told.code == "claimed"
        await ans.do("order", PutItem(first.rows[0].id, theme, first.claim))
        refused = await bert.answer(bert.link.send("order", TakeBack(first.rows[0].id)))
        assert isinstance(refused, WasRefused)
        await ans.do("order", TakeBack(first.rows[0].id))
        again = await at_hand(ans, item=first.rows[0].id)
        assert again.rows[0] == first.rows[0]
        assert (await at_hand(bert, second.claim)).rows[0] == second.rows[0]


async def test_each_puts_away_its_own_until_nobody_knows_any_more_whose_it_is(tmp_path: Path) -> None:
    async with hall(tmp_path, SORT_OWN, 2) as (serving, chair, people):
        for laptop, name in zip(people, ("ans", "bert"), strict=True):
            for number in range(2):
                await laptop.do("ideas", AddEntry(f"{name} {number}"))
        await chair.do("ideas", PAUSED)
        await chair.do("order", OPEN)
        theme = await chair.do("order", sorting.AddTheme("Links"))
        ans, bert = people
        hand = await at_hand(ans)
        assert ([row.text for row in hand.rows], hand.left, hand.claim) == (["ans 0", "ans 1"], 2, "")
        mine = hand.rows[0].id
        key = keys.put_key(ans.book.secret, "order", mine)
        op = ans.link.send("order", PutItem(mine, theme, mine=True))
        assert isinstance(await ans.answer(op), Acknowledged)
        links = {key, hash_of(key), op}
        assert holding(tmp_path / "hall", links)  # while it is open, this laptop may take it back
        refused = await bert.answer(bert.link.send("order", PutItem(hand.rows[1].id, theme, mine=True)))
        assert isinstance(refused, WasRefused)
        assert refused.code == "not_own_here"
        await chair.do("ideas", CLOSED)
        agenda = await bert.sees("agenda", lambda agenda: _sealed(agenda, "ideas"))
        assert not _sealed(agenda, "order")
        assert mine_in(bert.book, "order").elsewhere == ()
        await chair.do("order", CLOSED)
        await ans.sees("agenda", lambda agenda: _sealed(agenda, "order"))
        kept = [(each.event, each.op) for each in records(serving, "order", Put)]
        assert kept == [(Put(mine, theme, seal=1), "")]
        await chair.link.ask(BackUp())
        assert holding(tmp_path / "hall", links) == {}
        assert holding(tmp_path / "laptop 0", links | {mine}) == {}
        view = await chair.sees("order", lambda view: view.left == 3)
        assert {row.themes for row in view.rows if row.id == mine} == {(theme,)}


def _sealed(agenda: AgendaView, activity: str) -> bool:
    return any(row.id == activity and row.sealed for row in agenda.rows)
