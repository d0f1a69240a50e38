"""The desk's screens for a hall with tables and rounds, as text, at 80×24 and in both languages."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from syrupy.assertion import SnapshotAssertion

from server.domain.i18n import LANGUAGES, Language
from server.domain.kernel import Card
from server.domain.root import Agenda, GoTo, Info
from spilter_tui import i18n
from spilter_tui.themes import Look
from tests.tui.desk_stage import DeskStage, Hall
from tests.tui.stage import picture, runs, settle
from tests.tui.test_contrast import MARK, TEXT, contrast, is_mark
from tests.tui.test_desk_rounds import hall
from tests.tui.test_room_plan import conference


def planned() -> Hall:
    """A short agenda, nothing of which was opened yet."""
    cards = (
        Card("ideeen", "brainstorm", "Ideeën"),
        Card("kiezen", "vote", "Kiezen", settings={"method": "decide", "quorum": 12}),
    )
    made = Hall(Agenda(Info("Buurtavond"), cards=cards))
    made.steer("", GoTo("kiezen"))
    made.later(1)
    return made


SCENES: dict[str, tuple[Callable[[], Hall], tuple[str, ...]]] = {
    "guests": (conference, ("G",)),
    "rounds": (hall, ("d",)),
    "kinds": (planned, ("plus",)),
    "ways": (planned, ("plus", "5")),
    "dots": (planned, ("plus", "5", "2", *["tab"] * 4, "5", "tab", "2", "tab", "tab")),
    "poll": (planned, ("plus", "9", "3", "f2")),
    "collect": (planned, ("plus", "2", *["tab"] * 4)),
    "decide": (planned, ("e", *["tab"] * 6)),
    "seating": (lambda: hall(planned=False, opened=False), ("d", "p", "f2")),
}


@asynccontextmanager
async def shown(scene: str, look: Look = "dark") -> AsyncIterator[DeskStage]:
    made, keys = SCENES[scene]
    app = DeskStage(made(), look)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.feed()
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        yield app


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", SCENES)
async def test_a_screen(
    scene: str, language: Language, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_language", language)
    async with shown(scene) as app:
        assert picture(app) == snapshot


@pytest.mark.parametrize("look", ["dark", "light"])
@pytest.mark.parametrize("scene", ["dots", "poll"])
async def test_a_form_with_choices_and_a_fault_is_readable(scene: str, look: Look) -> None:
    async with shown(scene, look) as app:
        pale = [
            (run.text.strip(), round(ratio, 2))
            for run in runs(app)
            if (ratio := contrast(run.ink, run.paper)) < (MARK if is_mark(run.text) else TEXT)
        ]
    assert pale == []


@pytest.mark.parametrize("scene", ["dots", "poll"])
async def test_a_form_says_the_same_without_colour(scene: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with shown(scene) as coloured:
        expected = picture(coloured)
    monkeypatch.setenv("NO_COLOR", "1")
    async with shown(scene, "plain") as bare:
        assert picture(bare) == expected
