"""From the tables to the plenary: four tables of which two share a theme, two nominations each, ordered together."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from server.domain import root
from server.domain.activities.shortlist import Nominate
from server.domain.calls import AnswerHand, SendMessage
from server.domain.entries import AddEntry
from server.domain.kernel import Card, Item, Selection
from server.domain.root import Agenda, Info, Table
from server.protocol.messages import Say
from spilter_tui.link.happened import WasRefused
from tests.serving import started
from tests.workshop.evening import CLOSED, OPEN, Laptop, desk, seated

THEMES = ("Wonen", "Werk", "Zorg")
AGENDA = Agenda(
    Info("Werkconferentie"),
    tuple(Table(n, THEMES[(n - 1) % 3], 1) for n in range(1, 5)),
    (
        Card(
            "talk", "brainstorm", "Aan tafel", preset="table", grace=0,
            start=tuple(Item(f"t{n}", theme) for n, theme in enumerate(THEMES)), settings={"start": "topics"},
        ),
        Card("choose", "shortlist", "Voordragen", preset="table", grace=0, carry=Selection("talk"),
             settings={"quota": 2}),
        Card("order", "group", "Plenair", grace=0, carry=Selection("choose")),
    ),
)  # fmt: skip


async def go_on(chair: Laptop, here: str, there: str) -> None:
    """What the desk's key n, pressed twice, sends."""
    await chair.do(here, CLOSED)
    await chair.do("", root.GoTo(there))
    await chair.do(there, OPEN)


async def test_two_tables_with_one_theme_come_together_and_nominations_go_to_the_plenary(tmp_path: Path) -> None:
    async with (
        started(tmp_path / "hall.spilter", agenda=AGENDA) as serving,
        desk(tmp_path / "desk", serving) as chair,
        AsyncExitStack() as stack,
    ):
        laptops = {
            table: await stack.enter_async_context(
                seated(tmp_path / f"{table}", serving.port, serving.code, table=table)
            )
            for table in range(1, 5)
        }
        await chair.do("", root.GoTo("talk"))
        await chair.do("talk", OPEN)
        for table, laptop in laptops.items():
            for n in range(3):
                await laptop.do("talk", AddEntry(f"tafel {table}, idee {n}"))
        await go_on(chair, "talk", "choose")
        for table, laptop in laptops.items():
            view = await laptop.sees("choose", lambda view: view.rows)
            assert {row.text for row in view.rows} == {f"tafel {table}, idee {n}" for n in range(3)}
            first, second, third = view.rows
            await laptop.do("choose", Nominate(first.id))
            await laptop.do("choose", Nominate(second.id))
            answer = await laptop.answer(laptop.link.send("choose", Nominate(third.id)))
            assert isinstance(answer, WasRefused)
            assert answer.code == "quota"
        await go_on(chair, "choose", "order")
        board = await chair.sees("order", lambda view: view.rows)
        assert sorted(row.table for row in board.rows) == [1, 1, 2, 2, 3, 3, 4, 4]
        items = serving.hub.session.workshop.activities["order"].received.values()
        themes = {item.table: item.theme for item in items}
        assert themes == {1: "Wonen", 2: "Werk", 3: "Zorg", 4: "Wonen"}


@pytest.mark.parametrize("to", ["all", "table", "laptop"])
async def test_a_message_arrives_over_a_real_connection_also_after_it_was_lost(tmp_path: Path, to: str) -> None:
    async with (
        started(tmp_path / "hall.spilter", agenda=AGENDA) as serving,
        desk(tmp_path / "desk", serving) as chair,
    ):
        async with seated(tmp_path / "1", serving.port, serving.code, table=2) as guest:
            await guest.sees("me", lambda view: view.messages == ())
            assert guest.link.core.welcome is not None
            laptop = guest.link.core.welcome.laptop
        sent = {"all": {}, "table": {"table": 2}, "laptop": {"laptop": laptop}}[to]
        await chair.do("", SendMessage("Nog vijf minuten", **sent))
        async with seated(tmp_path / "1", serving.port, serving.code, table=2) as guest:
            (told,) = (await guest.sees("me", lambda view: view.messages)).messages
            assert told.text == "Nog vijf minuten"


async def test_a_raised_hand_is_seen_answered_and_goes_down(tmp_path: Path) -> None:
    async with (
        started(tmp_path / "hall.spilter", agenda=AGENDA) as serving,
        desk(tmp_path / "desk", serving) as chair,
        seated(tmp_path / "1", serving.port, serving.code, table=3) as guest,
    ):
        guest.link.say(Say(hand=True))
        hall = await chair.sees("hall", lambda view: view.hands)
        assert [(row.number, row.hands) for row in hall.tables] == [(1, 0), (2, 0), (3, 1), (4, 0)]
        await chair.do("", AnswerHand(int(hall.hands[0].id)))
        await chair.sees("hall", lambda view: not view.hands)
        await guest.sees("me", lambda view: view.hand_seen)
