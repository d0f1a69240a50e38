"""The facilitator's app against the real server, over TLS on loopback: the desk, the sorter over it, coming back."""

import asyncio
import time
from pathlib import Path

import pytest

from server.domain import root
from server.domain.activities.group import Group
from server.domain.kernel import Card, Item, Phase
from server.domain.steering import ChangePhase
from server.protocol.queries import Granted, GrantSeat
from spilter_tui import i18n
from spilter_tui.app import Spilter
from spilter_tui.link.happened import WasSentAway
from spilter_tui.linked import Told
from tests.client import joined
from tests.proxy import proxy_to
from tests.serving import started
from tests.tui.laptops import SOON, desk, staff, until
from tests.tui.stage import picture

ITEMS = (Item("i1", "Eén loket"), Item("i2", "Een café-spreekuur"))
AGENDA = root.Agenda(
    root.Info("Almere"),
    cards=(Card("ideas", "brainstorm", "Knelpunten"), Card("order", "group", "Ordenen", start=ITEMS)),
)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


async def test_the_sorter_lies_over_the_desk_and_gives_it_back(tmp_path: Path) -> None:
    async with started(tmp_path / "w.spilter", agenda=AGENDA) as serving, desk(tmp_path / "1", serving) as pilot:
        await pilot.press("down", "o")
        await until(pilot, "2 of 2 still to order")
        await pilot.press("s")
        await until(pilot, "coming up")
        assert "connected" in picture(pilot.app).splitlines()[0]
        await pilot.press("n")
        await pilot.press(*"Loket", "enter")
        await until(pilot, "1 of 2")
        await pilot.press("escape")
        await until(pilot, "1 of 2 still to order")
        board = serving.hub.session.workshop.activities["order"]
        assert isinstance(board, Group)
        assert [theme.title for theme in board.board.themes()] == ["Loket"]


async def test_the_clock_is_there_with_the_first_agenda(tmp_path: Path) -> None:
    async with started(tmp_path / "w.spilter", agenda=AGENDA) as serving, desk(tmp_path / "1", serving) as pilot:
        assert isinstance(pilot.app, Spilter)
        assert abs(pilot.app.room.now - time.time()) < 60


async def test_a_desk_that_was_killed_comes_back_to_the_same_state(tmp_path: Path) -> None:
    async with started(tmp_path / "w.spilter", agenda=AGENDA) as serving:
        async with desk(tmp_path / "1", serving) as pilot:
            await pilot.press("o", "r", "r")
            await until(pilot, "shown to the room")
        async with desk(tmp_path / "1", serving) as pilot:
            await until(pilot, "shown to the room")
            assert serving.hub.session.workshop.activities["ideas"].phase is Phase.OPEN
            await pilot.press("u")
            await until(pilot, "show result")
            async with asyncio.timeout(SOON):
                while [each.message for each in pilot.app._notifications] != ["Undone: showed the results to the room"]:
                    await pilot.pause()


async def test_what_is_done_without_a_connection_waits_and_says_so(tmp_path: Path) -> None:
    async with (
        started(tmp_path / "w.spilter", agenda=AGENDA) as serving,
        proxy_to(serving.port) as proxy,
        desk(tmp_path / "1", serving, proxy.port) as pilot,
    ):
        await proxy.down()
        await until(pilot, "No connection with the server.")
        await pilot.press("o")
        await proxy.up()
        await until(pilot, "● open")


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (WasSentAway("disk", {"fault": "disk_full"}, final=False), "The server's disk is full."),
        (WasSentAway("stopping", {}, final=False), "The server stops."),
    ],
    ids=["disk", "stopping"],
)
async def test_why_the_server_went_is_said(tmp_path: Path, gone: WasSentAway, said: str) -> None:
    async with started(tmp_path / "w.spilter", agenda=AGENDA) as serving, desk(tmp_path / "1", serving) as pilot:
        pilot.app.post_message(Told(gone))
        async with asyncio.timeout(SOON):
            while not any(each.message.startswith(said) for each in pilot.app._notifications):
                await pilot.pause()


async def test_a_code_for_a_sorter_opens_the_sorter_and_no_desk(tmp_path: Path) -> None:
    async with (
        started(tmp_path / "w.spilter", agenda=AGENDA) as serving,
        joined(serving.port, serving.code, role="facilitator", key=serving.key) as facilitator,
    ):
        granted = await facilitator.ask(GrantSeat("sorter"))
        assert isinstance(granted, Granted)
        await facilitator.done("order", ChangePhase(Phase.OPEN))
        await facilitator.done("", root.GoTo("order"))
        async with staff(tmp_path / "2", serving, granted.code) as pilot:
            await until(pilot, "coming up  Een café-spreekuur")
            await pilot.press("n")
            await pilot.press(*"Loket", "enter")
            await until(pilot, "1 Loket")
            await pilot.press("escape")
            await until(pilot, "Leave")
        group = serving.hub.session.workshop.activities["order"]
        assert isinstance(group, Group)
        assert [theme.title for theme in group.board.themes()] == ["Loket"]
