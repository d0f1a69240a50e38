"""The app against the real server, over TLS on loopback: from the door to the first idea, and back after anything."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from server.domain import root, steering
from server.domain.entries import EntryAdded, HideEntry
from server.domain.kernel import Card, Command, Phase
from server.serve import Serving
from spilter_tui import i18n
from spilter_tui.app import Spilter
from spilter_tui.screens.mine import MineScreen
from tests.client import Client
from tests.proxy import proxy_to
from tests.serving import started
from tests.tui.laptops import SOON, laptop, until, until_gone

AGENDA = root.Agenda(
    root.Info("Almere · zzp-brainstorm"),
    (root.Table(1, "Markt", 4), root.Table(2, "Haven", 4)),
    (
        Card("ideas", "brainstorm", "Knelpunten", "Welk knelpunt ontbreekt?", grace=60),
        Card("more", "brainstorm", "Oplossingen", "Wat helpt?", grace=60),
    ),
)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


@asynccontextmanager
async def hall(folder: Path) -> AsyncIterator[tuple[Serving, Callable[[str, Command], Awaitable[object]]]]:
    """A server with the first activity open, and how the desk steers it."""
    async with started(folder / "w.spilter", agenda=AGENDA) as serving:
        desk = Client(serving.port, serving.code, role="facilitator", key=serving.key)
        await desk.join()
        await desk.do("ideas", steering.ChangePhase(Phase.OPEN))
        await desk.do("", root.GoTo("ideas"))
        try:
            yield serving, desk.do
        finally:
            await desk.close()


async def kept(pilot: Pilot[int], text: str) -> None:
    """Wait until a text stands on the laptop's disk: on a slow machine a pause in typing comes before its end."""
    assert isinstance(pilot.app, Spilter)
    outbox = pilot.app._link.core.outbox
    assert outbox is not None
    async with asyncio.timeout(60):
        while text not in outbox.journal.book.drafts.values():
            await pilot.pause()


async def received(pilot: Pilot[int], serving: Serving, *expected: str) -> None:
    """Wait until these came in, in this order, and the laptop knows it: before it was sent all was received too."""
    async with asyncio.timeout(SOON):
        while texts(serving) != [*expected]:
            await pilot.pause()
    await until(pilot, "all received")


def texts(serving: Serving, activity: str = "ideas") -> list[str]:
    records = serving.hub.session.workshop.records[activity]
    return [record.event.text for record in records if isinstance(record.event, EntryAdded)]


async def sits(pilot: Pilot[int]) -> None:
    """Answer the table, and wait for the question."""
    await until(pilot, "At which table")
    await pilot.press("2")
    await until(pilot, "Welk knelpunt ontbreekt?")


async def test_from_the_door_to_the_first_idea(tmp_path: Path) -> None:
    async with hall(tmp_path) as (serving, _do), laptop(tmp_path / "1", serving.port) as pilot:
        await until(pilot, "Which code stands on the screen")
        await pilot.press(*"nope", "enter")
        await until(pilot, "A code has eight letters")
        assert isinstance(pilot.app, Spilter)
        await pilot.press(*["backspace"] * 4, *serving.code, "enter")
        await sits(pilot)
        await pilot.press(*"Eén loket", "enter")
        await received(pilot, serving, "Eén loket")
        seen = await until(pilot, "mine")
        assert "Eén loket" in seen
        assert pilot.app.room.standing.table == 2


async def test_a_laptop_that_died_while_somebody_typed_has_the_draft_and_its_seat(tmp_path: Path) -> None:
    async with hall(tmp_path) as (serving, do):
        async with laptop(tmp_path / "1", serving.port, serving.code) as pilot:
            await sits(pilot)
            await pilot.press(*"half")
            await kept(pilot, "half")
            await until(pilot, "draft kept")
        async with laptop(tmp_path / "1", serving.port) as pilot:
            seen = await until(pilot, "half")
            assert "table" not in seen.splitlines()[2]
            await do("", root.GoTo("more"))
            await until(pilot, "The group has gone on to: Oplossingen")
            await pilot.press(*" af", "enter")
            await received(pilot, serving, "half af")
            await pilot.press("f5")
            await until(pilot, "Wat helpt?")


async def test_what_is_sent_during_an_outage_waits_and_arrives(tmp_path: Path) -> None:
    async with (
        hall(tmp_path) as (serving, _do),
        proxy_to(serving.port) as proxy,
        laptop(tmp_path / "1", proxy.port, serving.code) as pilot,
    ):
        await sits(pilot)
        await proxy.down()
        await until(pilot, "no connection, all is kept")
        await pilot.press(*"zonder net", "enter")
        await until(pilot, "1 waits")
        await until(pilot, "mine · waits")
        await proxy.up()
        await received(pilot, serving, "zonder net")


async def test_one_changes_what_one_sent(tmp_path: Path) -> None:
    async with hall(tmp_path) as (serving, _do), laptop(tmp_path / "1", serving.port, serving.code) as pilot:
        await sits(pilot)
        await pilot.press(*"loket", "enter")
        await received(pilot, serving, "loket")
        await pilot.press("f4")
        await until(pilot, "loket")
        assert isinstance(pilot.app.screen, MineScreen)
        await pilot.press("enter", "!", "enter")
        await until(pilot, "loket!")
        await pilot.press("escape")
        await until(pilot, "Welk knelpunt ontbreekt?")
        await until(pilot, "loket!")
        ideas = serving.hub.session.workshop.activities["ideas"]
        async with asyncio.timeout(SOON):
            while [item.text for item in ideas.items()] != ["loket!"]:
                await pilot.pause()
        await until(pilot, "all received")


async def test_who_wrote_what_the_desk_hides_sees_why_here_and_in_the_list_from_elsewhere(tmp_path: Path) -> None:
    async with hall(tmp_path) as (serving, do), laptop(tmp_path / "1", serving.port, serving.code) as pilot:
        await sits(pilot)
        await pilot.press(*"een", "enter")
        await received(pilot, serving, "een")
        [entry] = serving.hub.session.workshop.activities["ideas"].items()
        await do("ideas", HideEntry(entry.id, "dubbel"))
        await until(pilot, "not shown: dubbel")
        await do("", root.GoTo("more"))
        await until(pilot, "Wat helpt?")
        await until_gone(pilot, "not shown")
        await pilot.press("f4")
        await until(pilot, "not shown: dubbel")
        assert isinstance(pilot.app.screen, MineScreen)


async def test_leaving_asks_first(tmp_path: Path) -> None:
    async with hall(tmp_path) as (serving, _do), laptop(tmp_path / "1", serving.port, serving.code) as pilot:
        await sits(pilot)
        await pilot.press("ctrl+q")
        await until(pilot, "Leave?")
        await pilot.press("escape")
        await until(pilot, "Welk knelpunt ontbreekt?")
        await pilot.press("ctrl+q")
        await until(pilot, "Leave?")
        await pilot.press("ctrl+q")
        async with asyncio.timeout(60):
            while pilot.app.is_running and pilot.app.return_code is None:
                await pilot.pause()
        assert pilot.app.return_value == 0
