"""What stays in view where there is little room, and what a screen says about the rest."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from server.domain.activities.brainstorm import BrainstormView
from server.domain.kernel import Phase
from server.domain.root import Agenda, AgendaRow, AgendaView, Info
from server.protocol import messages
from spilter_tui.i18n import use
from spilter_tui.own import Standing, status_words
from spilter_tui.screens.desk.records import write
from spilter_tui.screens.work import WorkScreen
from spilter_tui.widgets.entrybox import EntryBox
from tests.tui.desk_stage import Hall, afternoon
from tests.tui.stage import Stage, settle
from tests.tui.test_desk import desk_on

LONG = "Welk knelpunt ontbreekt er nog op deze lijst van alles wat u en uw collega's als ondernemer tegenhoudt? " * 3


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


async def test_a_long_question_leaves_room_for_the_box() -> None:
    screen = WorkScreen()
    screen.standing, screen.link = Standing("live", laptop=4), "live"
    row = AgendaRow("a", "brainstorm", "Meer", LONG, LONG, phase=Phase.OPEN)
    screen.agenda = AgendaView(Info("Almere"), (row,), "a")
    screen.take_view("a", BrainstormView("together", "anonymous", False, 0))
    app = Stage(screen)
    async with app.run_test(size=(40, 10)) as pilot:
        await settle(pilot)
        box = screen.query_one(EntryBox)
        assert box.region.height >= 3
        assert box.region.bottom <= 9  # the keys stand under it


async def test_the_desk_keeps_undo_timer_and_report_at_eighty_columns() -> None:
    async with desk_on(afternoon(), (80, 24)) as desk:
        last = desk.picture.rstrip("\n").splitlines()[-1]
        for key in ("F1 help", "o close", "n next", "u undo", "t timer", "F9 report"):
            assert key in last


async def test_a_long_text_in_a_question_says_that_more_follows() -> None:
    async with desk_on(afternoon(), (80, 24)) as desk:
        await desk.press("f1")
        assert "more follows" in desk.picture
        await desk.press(*["pagedown"] * 6)
        assert "more follows" not in desk.picture
        assert "back up" in desk.picture
        await desk.press("escape", "v")
        assert "more follows" not in desk.picture
        assert "back up" not in desk.picture


async def test_what_the_desk_says_takes_the_place_of_what_it_said() -> None:
    async with desk_on(afternoon()) as desk:
        await desk.press("p", "p", "u", "u")
        assert len(desk.toasts) == 1


async def test_an_empty_hall_is_no_number_of_none() -> None:
    async with desk_on(Hall(Agenda(Info("Leeg")))) as desk:
        assert "nobody here yet" in desk.picture
        assert "0 of 0" not in desk.picture


@pytest.mark.parametrize(("drafts", "said"), [(1, "it can still be sent"), (2, "they can still be sent")])
async def test_one_draft_is_one(drafts: int, said: str) -> None:
    hall = afternoon()

    hall.people[0].send(messages.Say(drafts=drafts))
    hall.later(2)
    async with desk_on(hall) as desk:
        await desk.press("o")
        assert said in " ".join(desk.picture.replace("│", " ").split())


def test_two_reports_in_a_minute_have_a_folder_each(tmp_path: Path) -> None:
    folders = [write({"report.md": bytes(text, "utf-8")}, tmp_path, "Almere", 1_421_672_520.0) for text in "abc"]
    assert len(set(folders)) == 3
    assert [(folder / "report.md").read_text() for folder in folders] == ["a", "b", "c"]
    assert [folder.name.removeprefix(folders[0].name) for folder in folders] == ["", "-2", "-3"]


def test_a_draft_elsewhere_is_no_draft_here() -> None:
    live = Standing("live", drafts=2)
    assert "all received" in status_words(live)
    assert status_words(msgspec.structs.replace(live, drafts_here=1)) == "draft kept"
