"""The sorter by its keys, on the real session in memory."""

from pathlib import Path

import pytest

from server.domain.sorting import PlaceItem
from spilter_tui import i18n
from spilter_tui.widgets.entrybox import EntryBox
from tests.tui.sorting import ALMERE, SCOPE, THEMES, SorterStage, board, press, view_of, where, write
from tests.tui.stage import picture


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def at_hand(app: SorterStage) -> str:
    row = app.sorter.seat.sorter.hand.row
    return row.text if row else ""


async def test_a_figure_places_and_the_next_is_there_before_the_server_knows(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await pilot.press("1", "3", "3")  # nothing came through yet
        assert at_hand(app) == ALMERE[3]
        assert "5 of 8 to go" in picture(app)
        assert where(app.hall)[ALMERE[0]] == ()
        app.through()
        await pilot.pause()
        assert [where(app.hall)[text] for text in ALMERE[:3]] == [(THEMES[0],), (THEMES[2],), (THEMES[2],)]
        assert "5 of 8 to go" in picture(app)
        assert at_hand(app) == ALMERE[3]


async def test_sixty_items_take_one_key_each(tmp_path: Path) -> None:
    texts = [f"bijdrage {n} over iets geheel eigens {n * 7919}" for n in range(60)]
    app = SorterStage(board(texts), tmp_path)
    async with app.run_test() as pilot:
        for n in range(60):
            await press(pilot, "12345"[n % 5])
        placed = [text for text, themes in where(app.hall).items() if themes]
        keys = 60
        assert len(placed) == 60
        assert keys / len(placed) <= 1
        assert sum(isinstance(command, PlaceItem) for command in app.sent) == 60
        assert "Everything has a place" in picture(app)


async def test_a_new_theme_takes_the_item_and_one_of_that_name_is_not_made_twice(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "n")
        await write(pilot, "Rust")
        await press(pilot, "n")
        await write(pilot, "Rust")
        assert [where(app.hall)[text] for text in ALMERE[:2]] == [("Rust",), ("Rust",)]
        assert [theme.title for theme in view_of(app.hall).themes].count("Rust") == 1
        await press(pilot, "6")
        assert where(app.hall)[ALMERE[2]] == ("Rust",)


async def test_what_was_typed_is_there_again_after_escape(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "n", "R", "u", "escape", "3", "n")
        assert app.sorter.query_one(EntryBox).text == "Ru"
        assert where(app.hall)[ALMERE[0]] == (THEMES[2],)


async def test_a_title_that_is_too_long_stays_in_the_box(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "n")
        app.sorter.query_one(EntryBox).text = "x" * 121
        await press(pilot, "enter")
        assert "at most 120" in picture(app)
        await press(pilot, "n")
        assert app.sorter.query_one(EntryBox).text == "x" * 121


async def test_leaving_for_later_and_going_through_what_was_left(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "0", "1", "0", "l")
        assert at_hand(app) == ALMERE[0]
        await press(pilot, "2", "0")
        assert where(app.hall)[ALMERE[0]] == (THEMES[1],)
        assert where(app.hall)[ALMERE[2]] == ("0",)
        await press(pilot, "l")
        assert at_hand(app) == ALMERE[3]


async def test_merging_shows_the_words_they_share_and_keeps_every_word(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "1", "1", "4", "5", "5")
        assert "loket, vragen" in picture(app)
        await pilot.press("m", "3")  # the theme's key waits for the headline that the server makes
        app.through()
        await pilot.pause()
        app.through()
        row = next(row for row in view_of(app.hall).rows if row.originals)
        assert row.text == ALMERE[5]
        assert [each.text for each in row.originals] == [ALMERE[5], ALMERE[6]]
        assert where(app.hall)[ALMERE[5]] == (THEMES[2],)
        assert at_hand(app) == ALMERE[7]


async def test_merging_with_what_has_a_place_goes_there_and_can_be_taken_apart(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "1", "1", "4", "5", "5", "3")
        assert "belongs to  Samen sterker" in picture(app)
        await press(pilot, "m")
        assert where(app.hall)[ALMERE[5]] == (THEMES[2],)
        assert at_hand(app) == ALMERE[7]
        await press(pilot, "b", "x")
        assert where(app.hall)[ALMERE[5]] == (THEMES[2],)
        assert where(app.hall)[ALMERE[6]] == ()


async def test_enter_takes_the_suggested_theme(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "1", "1", "4", "5", "5", "3")
        assert "suggested" in picture(app)
        await press(pilot, "enter")
        assert where(app.hall)[ALMERE[6]] == (THEMES[2],)


async def test_undo_takes_back_ones_own_last_act_even_before_the_server_has_it(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "1")
        await pilot.press("2", "u")
        assert at_hand(app) == ALMERE[1]
        await press(pilot, "4", "u", "u")
        assert at_hand(app) == ALMERE[0]
        assert set(where(app.hall).values()) == {()}
        await press(pilot, "u")
        assert "nothing of yours to undo" in picture(app)


async def test_undo_never_touches_what_another_seat_did(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "1")
        app.hall.steer(SCOPE, PlaceItem("i0007", (view_of(app.hall).themes[4].id,), ()))
        await press(pilot, "u")
        assert where(app.hall)[ALMERE[0]] == ()
        assert where(app.hall)[ALMERE[7]] == (THEMES[4],)


async def test_previous_goes_back_and_moves_what_was_placed(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "1", "2", "b", "b")
        assert at_hand(app) == ALMERE[0]
        assert "lies in: Inkoop en aanbesteden" in picture(app)
        await press(pilot, "5")
        assert where(app.hall)[ALMERE[0]] == (THEMES[4],)
        assert at_hand(app) == ALMERE[2]


async def test_search_finds_without_accents_and_takes_it_to_hand(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "slash", *"CAFE")
        assert ALMERE[7] in picture(app)
        assert ALMERE[0] not in picture(app)
        await press(pilot, "enter", "4")
        assert where(app.hall)[ALMERE[7]] == (THEMES[3],)
        assert at_hand(app) == ALMERE[0]


async def test_a_headline_of_ones_own_keeps_what_was_typed(tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, "e")
        app.sorter.query_one(EntryBox).text = "Omzeteis"
        await press(pilot, "enter")
        assert at_hand(app) == "Omzeteis"
        await press(pilot, "1")
        row = next(row for row in view_of(app.hall).rows if row.originals)
        assert (row.text, row.originals[0].text) == ("Omzeteis", ALMERE[0])
        assert where(app.hall)["Omzeteis"] == (THEMES[0],)


@pytest.mark.parametrize("key", ["k", "vertical_line"])
async def test_splitting_brings_the_parts_to_hand(key: str, tmp_path: Path) -> None:
    app = SorterStage(board(), tmp_path)
    async with app.run_test() as pilot:
        await press(pilot, key)
        app.sorter.query_one(EntryBox).text = "drie jaar omzet|dat haal ik nooit"
        await press(pilot, "enter")
        assert at_hand(app) == "drie jaar omzet"
        await press(pilot, "1", "2")
        assert where(app.hall)["drie jaar omzet"] == (THEMES[0],)
        assert where(app.hall)["dat haal ik nooit"] == (THEMES[1],)
