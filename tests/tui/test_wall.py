"""The wall: readable from afar, of every size, and nothing on it that was not sent to it."""

from pathlib import Path

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from server.domain import root, steering
from server.domain.blocks import Bar, Bars, Quote, Quotes, Text
from server.domain.entries import AddEntry
from server.domain.i18n import LANGUAGES, Language
from server.domain.kernel import Phase
from server.domain.root import Shown, WallView
from server.protocol import messages
from server.protocol.hall import HallView
from spilter_tui import i18n
from spilter_tui.link.core import Core
from spilter_tui.link.happened import Joined, ViewChanged
from spilter_tui.link.profile import Profile
from spilter_tui.screens.wall import WallScreen
from spilter_tui.widgets.wall_pages import Wall, pages
from tests.hostile import hostile
from tests.tui.link import Hall, Laptop
from tests.tui.stage import Stage, picture, runs
from tests.tui.test_contrast import MARK, TEXT, contrast, is_mark
from tests.tui.walls import SENT, WALLS, view, wall

SIZES = {"80x24": (80, 24), "120x40": (120, 40), "200x50": (200, 50)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WALLS)
async def test_a_wall(
    name: str, language: Language, size: str, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_language", language)
    app = Stage(WALLS[name](), "wall")
    async with app.run_test(size=SIZES[size]):
        assert picture(app) == snapshot


@pytest.mark.parametrize("name", WALLS)
async def test_everything_on_it_stands_out(name: str) -> None:
    app = Stage(WALLS[name](), "wall")
    async with app.run_test(size=(120, 40)):
        pale = [
            run.text
            for run in runs(app)
            if contrast(run.ink, run.paper) < (MARK if is_mark(run.text) else TEXT) and not is_qr(run.text)
        ]
    assert pale == []


def is_qr(text: str) -> bool:
    return set(text) <= set(" ▀▄█")


@pytest.mark.parametrize("columns", [80, 100, 137, 200])
@pytest.mark.parametrize("rows", [24, 31, 60])
@pytest.mark.parametrize("name", SENT)
def test_nothing_is_larger_than_the_wall(name: str, columns: int, rows: int) -> None:
    for page in pages(Wall(SENT[name], HallView(here=500), 1000.0, "3XMJ-02CT", "10.0.0.1:7341"), columns, rows - 2):
        assert len(page) <= rows - 2
        assert all(line.cell_length <= columns for line in page)


def test_every_hostile_string_stands_on_it_as_data() -> None:
    for text in hostile():
        blocks = (Bars((Bar(text, 3, note=text, mark=text),), 0, 5, text), Quotes((Quote(text, text),), text))
        for what in ("question", "entries", "result", "item"):
            sent = view(what, workshop=text, title=text, question=text, instruction=text, blocks=blocks)
            for page in pages(Wall(sent, HallView(), 1000.0, "", text[:40]), 80, 22):
                assert all(ord(char) >= 32 and not 127 <= ord(char) < 160 for line in page for char in line.plain)
                assert all(line.cell_length <= 80 for line in page)


def test_more_than_eight_bars_take_turns() -> None:
    many = Bars(tuple(Bar(f"zaak {n}", n) for n in range(12)), 0, 12)
    found = pages(Wall(view("result", blocks=(many,)), HallView(), 0.0), 80, 22)
    assert [sum("zaak" in line.plain for line in page) for page in found] == [8, 4]


def test_what_to_judge_by_stands_above_the_bars_and_is_no_page_by_itself() -> None:
    bars = Bars((Bar("Loket", 3),), 0, 3)
    [page] = pages(Wall(view("result", blocks=(Text("Denk aan de jeugd", "lead"), bars)), HallView(), 0.0), 80, 22)
    lines = [line.plain for line in page]
    [at] = (at for at, line in enumerate(lines) if "Denk aan de jeugd" in line)
    assert any("█" in line for line in lines[at:])
    assert not any("█" in line for line in lines[:at])
    [alone] = pages(Wall(view("result", blocks=(Text("Denk aan de jeugd", "lead"),)), HallView(), 0.0), 80, 22)
    assert any(line.plain.strip() for line in alone)


async def test_pages_take_turns_by_the_servers_clock() -> None:
    screen = wall(SENT["entries"])
    app = Stage(screen, "wall")
    async with app.run_test(size=(80, 24)) as pilot:
        first = picture(app)
        screen.now = 1009.0
        await pilot.pause()
        assert picture(app) == first
        screen.now = 1010.0
        await pilot.pause()
        assert picture(app) != first
        assert "2/" in picture(app)


async def test_blank_is_black() -> None:
    app = Stage(wall(SENT["blank"]), "wall")
    async with app.run_test(size=(80, 24)):
        assert picture(app).strip() == ""


async def test_a_lost_connection_keeps_the_last_picture_and_says_so_small() -> None:
    screen = wall(SENT["result"])
    app = Stage(screen, "wall")
    async with app.run_test(size=(80, 24)) as pilot:
        before = picture(app).splitlines()
        screen.link = "stale"
        await pilot.pause()
        after = picture(app).splitlines()
        assert after[:-1] == before[: len(after) - 1]
        assert "geen verbinding" in after[-1]


async def test_leaving_is_asked_and_help_is_there() -> None:
    app = Stage(wall(SENT["lobby"]), "wall")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        assert "Hulp" in picture(app)
        await pilot.press("escape", "q", "escape")
        assert app.said(WallScreen.Left) == []
        await pilot.press("q", "q")
        assert len(app.said(WallScreen.Left)) == 1


# --- on the real session --------------------------------------------------------------------------------------


class WallLaptop(Laptop):
    """A projector's laptop."""

    def start(self) -> None:
        self.profile = Profile(self.folder)
        self.core = Core(self.profile, messages.Enter("", role="wall"))
        for subject in ("wall", "hall", "agenda", "b1"):  # the last two it will not get
            self.core.watch(subject)

    def seen(self, screen: WallScreen) -> set[str]:
        """Everything that came goes to the screen; which subjects came."""
        self.drain()
        happened, self.happened = self.happened, []
        for each in happened:
            if isinstance(each, Joined):
                screen.link, screen.code = "live", each.welcome.code
            elif isinstance(each, ViewChanged):
                screen.take_view(each.subject, each.view)
        return {each.subject for each in happened if isinstance(each, ViewChanged)}


async def test_a_wall_gets_what_was_sent_to_it_and_nothing_else(tmp_path: Path) -> None:
    hall = Hall()
    hall.steer("b1", AddEntry("dit is nog niet getoond"))
    laptop, screen = WallLaptop(hall, tmp_path), WallScreen()
    laptop.connect()
    app = Stage(screen, "wall")
    async with app.run_test(size=(80, 24)) as pilot:
        assert laptop.seen(screen) <= {"wall", "hall"}
        await pilot.pause()
        assert screen.code == hall.session.hall.room.code
        hall.steer("", root.Show(Shown("question", "b1")))
        laptop.seen(screen)
        await pilot.pause()
        assert isinstance(screen.view, WallView)
        assert b"niet getoond" not in msgspec.json.encode(screen.view)
        hall.steer("", root.Show(Shown("result", "b1")))
        hall.steer("b1", steering.ChangePhase(Phase.CLOSED))
        laptop.seen(screen)
        assert b"niet getoond" not in msgspec.json.encode(screen.view)
        hall.steer("", root.Show(Shown("entries", "b1")))
        laptop.seen(screen)
        assert b"niet getoond" in msgspec.json.encode(screen.view)
    laptop.profile.close()
