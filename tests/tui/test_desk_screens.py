"""What the desk shows, as text, at the sizes and in the languages people have; readable, and without colour too."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from syrupy.assertion import SnapshotAssertion

from server.domain import root, steering
from server.domain.entries import AddEntry
from server.domain.i18n import LANGUAGES, Language
from server.domain.kernel import Card, Phase
from server.domain.root import Agenda, Info
from server.protocol import messages
from spilter_tui import i18n
from spilter_tui.themes import Look
from spilter_tui.widgets.signs import ASCII, UNICODE, use_signs
from tests.tui.desk_stage import DeskStage, Hall, afternoon, type_in
from tests.tui.stage import picture, runs, settle
from tests.tui.test_contrast import MARK, TEXT, contrast, is_mark

SIZES = {"80x24": (80, 24), "100x30": (100, 30), "120x40": (120, 40)}
SCENES: dict[str, tuple[str, ...]] = {
    "typing": (),
    "ahead": ("down",),
    "voted": ("up", "up"),
    "differ": ("up", "up", "x"),
    "next": ("n",),
    "wall": ("w",),
    "timer": ("t",),
    "what people see": ("v",),
    "an entry": ("tab", "down", "enter"),
    "searching": ("slash", *"omzet"),
    "carry": ("down", "c"),
    "edit": ("e",),
    "log": ("l",),
    "help": ("f1",),
    "peek": ("P",),
    "room plan": ("T", "2"),
    "message": ("M",),
    "gate": ("tab", "d"),
    "in between": ("q",),
    "no connection": (),
}


@pytest.fixture(autouse=True)
def in_the_netherlands(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def busy() -> Hall:
    """Almere in the middle of its fourth activity: most are ready, two have drafts, one laptop is away."""
    hall = afternoon()
    for at, person in enumerate(hall.people):
        person.send(messages.Say(ready=bool(at % 3), drafts=int(at in (0, 3))))
    hall.session.gone(hall.people[6].number, hall.now)
    hall.people[6].closed = True
    del hall.people[6]
    hall.later(45)
    return hall


@asynccontextmanager
async def shown(scene: str, size: str, look: Look = "dark") -> AsyncIterator[DeskStage]:
    app = DeskStage(busy(), look)
    async with app.run_test(size=SIZES[size]) as pilot:
        await settle(pilot)
        if scene == "gate":
            app.hall.steer("ontbreekt", steering.SetPreset("gate"))
        for _minute in range(3):
            type_in(app.hall, 3)
            app.feed()
        if scene == "no connection":
            app.desk.link = "stale"
        for key in SCENES[scene]:
            await pilot.press(key)
            await settle(pilot)
        await settle(pilot)
        yield app


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", sorted(SCENES.keys() - {"peek"}))  # that is the participants' own pane
async def test_a_screen(
    scene: str, language: Language, size: str, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_language", language)
    async with shown(scene, size) as app:
        assert picture(app) == snapshot


@pytest.mark.parametrize("look", ["dark", "light"])
@pytest.mark.parametrize("scene", SCENES)
async def test_everything_drawn_is_readable(scene: str, look: Look) -> None:
    async with shown(scene, "80x24", look) as app:
        pale = [
            (run.text.strip(), round(ratio, 2), run.ink.hex, run.paper.hex)
            for run in runs(app)
            if (ratio := contrast(run.ink, run.paper)) < (MARK if is_mark(run.text) else TEXT)
        ]
    assert pale == []


@pytest.mark.parametrize("scene", SCENES)
async def test_without_colour_the_same_is_said(scene: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with shown(scene, "80x24") as coloured:
        expected = picture(coloured)
    monkeypatch.setenv("NO_COLOR", "1")
    async with shown(scene, "80x24", "plain") as bare:
        assert picture(bare) == expected
        assert not list(runs(bare)), "a colour was asked for"


async def test_a_terminal_that_draws_ascii_only_gets_stand_ins() -> None:
    use_signs(ASCII)
    try:
        async with shown("typing", "80x24") as app:
            inside = [line.strip("│╭╮╰╯─ ") for line in picture(app).splitlines()]
            assert not {"▸", "●", "✓", "▁", "█", "━", "·"} & set("".join(inside))
    finally:
        use_signs(UNICODE)


async def test_the_desk_names_nobody_in_a_named_activity_either() -> None:
    hall = Hall(Agenda(Info("Namen"), cards=(Card("b1", "brainstorm", "Wie?", attribution="named"),)))
    hall.steer("b1", steering.ChangePhase(Phase.OPEN))
    person = hall.participant(name="Jansje de Vries")
    person.do(AddEntry("met mijn naam erbij"), "b1")
    hall.later(6)
    app = DeskStage(hall)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.feed()
        await settle(pilot)
        for key in ("", "tab", "enter", "escape", "l"):
            if key:
                await pilot.press(key)
                await settle(pilot)
            assert "Jansje" not in picture(app)
            if not key:
                assert "met mijn naam erbij" in picture(app)


@pytest.mark.parametrize(("tables", "words"), [((), "3 van 3 hier"), ((root.Table(1),), "3 van 3 aan tafel")])
async def test_who_is_here_sits_at_a_table_only_where_there_are_tables(
    tables: tuple[root.Table, ...], words: str
) -> None:
    hall = Hall(Agenda(Info("Samen"), tables, cards=(Card("a1", "slide", "Welkom"),)))
    hall.come((1, 1, 1) if tables else (0, 0, 0))
    app = DeskStage(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert words in picture(app).splitlines()[0]
