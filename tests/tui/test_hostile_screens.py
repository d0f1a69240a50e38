"""Whatever facilitators and participants type, the participant's screens show it, and obey nothing of it."""

import msgspec
import pytest

from server.domain.kernel import Phase
from server.domain.root import AgendaRow, Info, ResultView
from spilter_tui.own import Own
from spilter_tui.pieces import Piece
from spilter_tui.screens.known import known_of
from spilter_tui.screens.mine import MineScreen
from tests.hostile import hostile
from tests.tui.scenes import RESULT, STANDING, agenda, closed, work
from tests.tui.stage import Stage, picture, settle
from tests.tui.test_panes import poisoned


def sample() -> list[str]:
    return hostile()[::19]


def harmless(app: Stage) -> None:
    """No control character is drawn, and the screen has its size."""
    seen = picture(app)
    assert not {character for character in seen if character < " " and character != "\n"}
    assert len(seen.splitlines()) <= 24


async def test_titles_questions_and_names_of_everything() -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        for text in sample():
            rows = tuple(
                AgendaRow(key, "brainstorm", text, text, text, phase=Phase.OPEN) for key in ("missing", "next")
            )
            screen.agenda = msgspec.structs.replace(agenda("missing"), info=Info(text), rows=rows, current="next")
            await pilot.pause()
            harmless(app)
        assert screen.at == "missing"


async def test_results() -> None:
    screen = closed("scale")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        for text in sample():
            screen.take_view("scale/result", ResultView(False, poisoned(RESULT, text)))
            await pilot.pause()
            harmless(app)


async def test_ones_own() -> None:
    screen = MineScreen({})
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        for text in sample():
            screen.pieces = (
                Piece("a/entry", "a", text, text, "draft", may=True),
                Piece("o", "a", text, text, "refused", Own("o", text, "refused", code=text), may=True),
            )
            await pilot.pause()
            harmless(app)
        await pilot.press("x")
        await settle(pilot)
        harmless(app)


@pytest.mark.parametrize("text", ["[@click=app.quit]x[/]", "[/b]", "\x1b]0;x\x07"])
async def test_a_name_on_the_privacy_page(text: str) -> None:
    app = Stage(known_of(msgspec.structs.replace(STANDING, name=text), (), 0))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        harmless(app)
