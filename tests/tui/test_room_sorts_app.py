"""The room sorts in the whole app, against the real server; and what the desk hears when it lets the room do so."""

from pathlib import Path

import pytest

from server.domain import root
from server.domain.kernel import Card, Phase, Selection
from server.domain.root import AgendaRow
from server.domain.sorting import SORT_OWN, SORT_TOGETHER, AddTheme
from server.domain.steering import Carry, ChangePhase, SetPreset
from spilter_tui import i18n
from spilter_tui.attention import too_late
from tests.tui.desk_stage import Hall, afternoon, type_in
from tests.tui.laptops import laptop, until
from tests.tui.test_app import hall, received, sits
from tests.tui.test_desk import desk_on


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


async def test_an_own_idea_goes_into_a_theme_and_is_taken_back_and_goes_on_with_what_others_wrote(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path) as (serving, do), laptop(tmp_path / "1", serving.port, serving.code) as pilot:
        await sits(pilot)
        await pilot.press(*"van mij", "enter")
        await received(pilot, serving, "van mij")
        await do("", root.AddActivity(Card("order", "group", "Ordenen", preset=SORT_OWN, carry=Selection("ideas"))))
        await do("order", ChangePhase(Phase.OPEN))
        await do("order", AddTheme("Links"))
        await do("", root.GoTo("order"))
        await until(pilot, "1 of yours to go")
        await pilot.press("1")
        await until(pilot, "All of yours have a place.")
        await pilot.press("u")
        await until(pilot, "1 of yours to go")
        await pilot.press("1")
        await until(pilot, "All of yours have a place.")
        await do("order", SetPreset(SORT_TOGETHER))
        await until(pilot, "Everything has a place.")
        board = serving.hub.session.workshop.activities["order"]
        assert [item.theme for item in board.items() if item.text == "van mij"] == ["Links"]


def ordering(to: Phase) -> Hall:
    """Eight entries to order, and where they were typed is paused or closed."""
    room = afternoon()
    type_in(room)
    room.steer("ordenen", Carry(Selection("ontbreekt")))
    room.steer("ontbreekt", ChangePhase(to))
    return room


async def test_the_desk_hears_on_what_it_depends_that_each_sorts_the_own() -> None:
    async with desk_on(ordering(Phase.PAUSED)) as desk:
        desk.app.desk.at = "ordenen"
        assert await desk.press("v", "2") == [("ordenen", SetPreset(SORT_OWN))]
        assert [each for each in desk.app._notifications if "don't close it" in each.message]


async def test_where_it_is_too_late_the_desk_is_asked() -> None:
    async with desk_on(ordering(Phase.CLOSED)) as desk:
        desk.app.desk.at = "ordenen"
        assert await desk.press("v", "2") == []
        assert "Who still knows what is whose?" in desk.picture
        assert await desk.press("1") == [("ordenen", SetPreset(SORT_TOGETHER))]
        assert await desk.press("v", "2", "2") == [("ordenen", SetPreset(SORT_OWN))]
        assert (
            "! “Wat ontbreekt?” is closed: reopen and pause it" in desk.picture
        )  # and as long as it is so, that stands there


def test_what_was_sealed_is_nobodys_any_more() -> None:
    row = AgendaRow("b", "brainstorm", "Ideeën", phase=Phase.CLOSED, sealed=True)
    assert too_late([row]) == "“Ideeën” was closed: nobody knows any more whose is whose."
    assert too_late([AgendaRow("b", "brainstorm", "Ideeën", phase=Phase.OPEN)]) == ""
