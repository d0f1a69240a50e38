"""The sorter: pages of themes, the overview, coming and going, what others typed, and what goes wrong."""

from pathlib import Path

import pytest

from server.domain.sorting import ClaimItems
from server.domain.text import LIMIT, clean
from spilter_tui import i18n
from spilter_tui.screens.sorter import SorterScreen
from spilter_tui.screens.sorter_themes import ThemesScreen
from spilter_tui.widgets.coming import Coming
from spilter_tui.widgets.dialog import Dialog
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.sort_body import SortBody
from spilter_tui.widgets.sort_card import AtHand, Offer, SortCard
from spilter_tui.widgets.theme_keys import ThemeKey, ThemeKeys
from tests.hostile import hostile
from tests.tui.sorting import ALMERE, SCOPE, THEMES, SorterStage, board, press, view_of, where
from tests.tui.stage import Stage, picture


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def at_hand(app: SorterStage) -> str:
    row = app.sorter.seat.sorter.hand.row
    return row.text if row else ""


async def test_more_than_nine_themes_come_on_pages(tmp_path: Path) -> None:
    app = SorterStage(board(themes=[f"thema {n}" for n in range(1, 13)]), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "full_stop")
        assert "1 thema 10" in picture(app)
        await press(pilot, "2", "pagedown", "1")
        assert where(app.hall)[ALMERE[0]] == ("thema 11",)
        assert where(app.hall)[ALMERE[1]] == ("thema 1",)


async def test_an_item_in_several_themes(tmp_path: Path) -> None:
    app = SorterStage(board(several=True), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "plus", "1", "4", "2", "2", "enter", "3")
        assert where(app.hall)[ALMERE[0]] == (THEMES[0], THEMES[3])
        assert where(app.hall)[ALMERE[1]] == (THEMES[2],)


async def test_the_themes_are_renamed_moved_put_under_another_and_taken_away(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path, "facilitator")
    async with app.run_test() as pilot:
        await press(pilot, "1", "tab", "r")
        app.screen.query_one(EntryBox).text = "Inkoop"
        await press(pilot, "enter", "plus")
        assert [theme.title for theme in view_of(app.hall).themes][:2] == [THEMES[1], "Inkoop"]
        await press(pilot, "o")
        theme = next(theme for theme in view_of(app.hall).themes if theme.title == "Inkoop")
        assert theme.parent == view_of(app.hall).themes[0].id
        await press(pilot, "d", "d")
        assert "Inkoop" not in [theme.title for theme in view_of(app.hall).themes]
        assert where(app.hall)[ALMERE[0]] == ()
        await press(pilot, "u")
        assert where(app.hall)[ALMERE[0]] == ("Inkoop",)


async def test_an_item_is_put_back_or_taken_to_hand_from_the_overview(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "1", "1", "tab")
        assert isinstance(app.screen, ThemesScreen)
        await press(pilot, "enter", "t")
        assert where(app.hall)[ALMERE[0]] == ()
        await press(pilot, "enter")
        assert isinstance(app.screen, SorterScreen)
        assert at_hand(app) == ALMERE[1]


async def test_escape_goes_back_step_by_step_and_lets_go(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "1", "b", "escape")
        assert at_hand(app) == ALMERE[1]
        assert not app.finished
        await press(pilot, "escape")
        assert app.finished
        assert view_of(app.hall).claims == ()


async def test_a_co_sorter_follows_the_agenda_to_what_can_be_ordered(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.sorter.at == SCOPE
        assert isinstance(app.sent, list)
        assert "Inkoop vraagt" in picture(app)


async def test_sorting_goes_on_without_a_connection_and_counts_when_it_is_back(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "1")
        app.laptop.cut()
        await press(pilot, "2", "3", "0")
        assert at_hand(app) == ALMERE[4]
        app.laptop.connect()
        app.through()
        await pilot.pause()
        assert [where(app.hall)[text] for text in ALMERE[1:4]] == [(THEMES[1],), (THEMES[2],), ("0",)]
        assert at_hand(app) == ALMERE[4]


async def test_help_names_every_key(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot, "f1")
        assert isinstance(app.screen, Dialog)
        assert "1–9  into that theme" in app.screen.text.plain
        assert "k |  split" in app.screen.text.plain


async def test_whatever_people_typed_is_data_here(tmp_path: Path) -> None:
    texts = [clean(text) for text in hostile() if text.strip() and len(text) <= LIMIT][::40]
    app = SorterStage(board(texts, list(dict.fromkeys(text.strip()[:100] for text in texts))[:30]), tmp_path)
    async with app.run_test() as pilot:
        for _turn in range(4):
            await press(pilot, *"12345", "full_stop")
        await press(pilot, "e", "escape", "tab", "down", "down", "escape", "slash", "down", "enter")
        assert harmless(picture(app))


async def test_every_hostile_string_is_drawn_as_data() -> None:
    body = SortBody()
    async with Stage(body).run_test():
        for text in hostile():
            offer = Offer("looks like", text, text, "m", "merges them")
            body.show_item("now", AtHand(text, (text,), (text, text), (offer,)), (text,))
            body.show_keys((ThemeKey("1", text, 3),), [])
            for widget in (SortCard, ThemeKeys, Coming):
                assert harmless(str(body.query_one(widget).render()))


def harmless(shown: str) -> bool:
    return not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in shown.replace("\n", ""))


async def test_claims_are_renewed_by_keys_and_lapse_without(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "1")
        assert len(view_of(app.hall).claims) == 6
        app.hall.later(20)
        app.through()
        await press(pilot, "full_stop")
        assert min(claim.until for claim in view_of(app.hall).claims) == app.hall.now + 30
        app.hall.later(31)
        app.through()
        assert view_of(app.hall).claims == ()
        await press(pilot, "1")
        assert isinstance(app.sent[-1], ClaimItems)
        assert len(view_of(app.hall).claims) == 6


async def test_a_laptop_whose_disk_takes_nothing_says_so_and_the_item_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:

        def full(*_: object) -> str:
            raise OSError("no space left")

        monkeypatch.setattr(app.sorter.seat, "_send", full)
        await press(pilot, "1")
        assert "That could not be done" in picture(app)
        assert "8 of 8 to go" in picture(app)
        assert where(app.hall)[ALMERE[0]] == ()
