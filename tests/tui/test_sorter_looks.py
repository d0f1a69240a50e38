"""What the sorter's screens look like, in both languages, and that everybody can read them."""

import gettext
import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from server.domain.i18n import LANGUAGES, Language
from server.domain.sorting import PlaceItem
from spilter_tui import i18n
from spilter_tui.themes import Look
from tests.tui import sorting
from tests.tui.sorting import SCOPE, SorterStage, board, press, view_of
from tests.tui.stage import picture, runs
from tests.tui.test_contrast import MARK, TEXT, contrast, is_mark
from tests.tui.test_words_on_screen import KEYS, Shouting

SIZES = {"80x24": (80, 24), "100x30": (100, 30)}
LONG = (
    "Wij zijn met zijn drieën, ieder voor zich ingeschreven, en worden bij elke aanbesteding gevraagd om een omzet die "
    "wij alleen samen halen; samen inschrijven mag wel, maar dan moet één van ons voor alles tekenen, en dat durft "
    "niemand van ons aan. Wie dat bedacht heeft, heeft nooit voor zichzelf gewerkt."
)
KEYS_OF = {
    "first": "",
    "offered": "1 1 4 5 5 3",
    "merged": "1 1 4 5 5 m",
    "again": "1 b",
    "headline": "e",
    "new theme": "1 n",
    "split": "k",
    "search": "1 slash l o k e t",
    "themes": "1 1 4 0 tab",
    "left over": "0 1 0 l",
    "done": "1 1 4 3 5 1 1 0",
    "help": "f1",
}


async def staged(name: str, folder: Path, look: Look = "dark") -> SorterStage:
    """The sorter in one of its states, before it runs."""
    match name:
        case "long":
            return SorterStage(board([LONG, *sorting.ALMERE]), folder, look=look)
        case "many themes" | "several":
            themes = [*sorting.THEMES, "Zorg", "Geld", "Scholing", "Huisvesting", "Netwerk", "Energie"]
            return SorterStage(board(themes=themes, several=name == "several"), folder, look=look)
        case "no themes":
            return SorterStage(board(themes=()), folder, look=look)
    return SorterStage(board(), folder, look=look)


async def play(name: str, app: SorterStage, pilot: Pilot[None]) -> None:
    """Press what belongs to it."""
    if name == "second":
        app.hall.later(31)
        app.hall.steer(SCOPE, PlaceItem("i0000", (view_of(app.hall).themes[3].id,), ()))
        await press(pilot, "1")
    elif name == "offline":
        await press(pilot, "1")
        app.laptop.cut()
        app.sorter.standing = app.sorter.standing.__class__("stale", waiting=2)
        await pilot.press("2", "3")
    else:
        keys = {"several": "+ 1 4".replace("+", "plus"), "many themes": "full_stop"}
        await press(pilot, *KEYS_OF.get(name, keys.get(name, "")).split())
    await pilot.pause()


NAMES = [*KEYS_OF, "long", "many themes", "several", "no themes", "second", "offline"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
async def test_the_sorter(
    name: str,
    language: Language,
    size: str,
    snapshot: SnapshotAssertion,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(i18n, "_language", language)
    app = await staged(name, tmp_path)
    async with app.run_test(size=SIZES[size]) as pilot:
        await play(name, app, pilot)
        assert picture(app) == snapshot


@pytest.mark.parametrize("look", ["dark", "light"])
@pytest.mark.parametrize("name", NAMES)
async def test_everything_drawn_is_readable(name: str, look: Look, tmp_path: Path) -> None:
    app = await staged(name, tmp_path, look)
    async with app.run_test(size=(80, 24)) as pilot:
        await play(name, app, pilot)
        pale = [
            run.text.strip()
            for run in runs(app)
            if contrast(run.ink, run.paper) < (MARK if is_mark(run.text) else TEXT)
        ]
    assert pale == []


@pytest.mark.parametrize("name", NAMES)
async def test_every_word_is_translated(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shouting: gettext.NullTranslations = Shouting()
    monkeypatch.setattr(i18n, "words", lambda language: shouting)
    app = await staged(name, tmp_path)
    async with app.run_test(size=(100, 40)) as pilot:
        await play(name, app, pilot)
        seen = set(re.findall(r"[^\W\d_]{2,}", picture(app)))
    typed = " ".join([Path(sorting.__file__).read_text("utf-8"), Path(__file__).read_text("utf-8")])
    known = {"Almere", *re.findall(r"\w+", typed), *KEYS}
    assert [word for word in seen if word != word.upper() and not any(each.startswith(word) for each in known)] == []
