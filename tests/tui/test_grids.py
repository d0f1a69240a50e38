"""Judging in a grid, dividing points and comparing pairs: what each key sends, and what stands on the screen."""

from typing import Any

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion
from textual.content import Content

from server.domain.activities.factsheet import Fact, FactsheetView
from server.domain.activities.matrix import MatrixView, SetPoints
from server.domain.ballots import CastBallot
from server.domain.grids.base import Criterion
from server.domain.i18n import LANGUAGES, Language
from server.domain.judging import BallotItem
from server.domain.kernel import Command
from server.domain.methods.pairwise import pair_key
from spilter_tui import i18n
from spilter_tui.activities.matrix import MatrixPane, packed
from spilter_tui.activities.vote import VotePane
from spilter_tui.own import Ballot, Mine
from spilter_tui.panes import Pane, pane_for
from spilter_tui.screens.role import RoleScreen
from spilter_tui.themes import Look
from spilter_tui.widgets.facts import Facts
from tests.hostile import hostile
from tests.tui.grids import KEYS, NOW, SHEET, VIEWS, points, row, work
from tests.tui.stage import Stage, drafted, picture, pressed, runs, settle
from tests.tui.test_contrast import pale

SMALL = MatrixView(
    "voting", VIEWS["matrix"].rules, 1, 0, VIEWS["matrix"].options[:2], VIEWS["matrix"].criteria[:2],
)  # fmt: skip
ALL_CELLS = {"A|c0": 4, "A|c1": 3, "B|c0": 2, "B|c1": 5}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def dressed(name: str, view: Any = None, **attributes: Any) -> Pane:
    pane = pane_for(row(name).kind)()
    given = {"row": row(name), "view": view or VIEWS[name], "now": NOW, "laptop": 4, **attributes}
    for key, value in given.items():
        setattr(pane, key, value)
    return pane


async def wanted(pane: Pane, *keys: str, size: tuple[int, int] = (80, 24)) -> list[Command]:
    """What a pane sends when these keys are pressed."""
    app = Stage(pane)
    async with app.run_test(size=size) as pilot:
        await pressed(pilot, *keys)
        return [each.command for each in app.said(Pane.Wanted)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
async def test_a_screen(
    name: str, language: Language, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_language", language)
    app = Stage(work(name))
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *KEYS[name])
        assert picture(app) == snapshot


@pytest.mark.parametrize("look", ["dark", "light", "wall"])
@pytest.mark.parametrize("name", VIEWS)
async def test_everything_drawn_is_readable(name: str, look: Look) -> None:
    app = Stage(work(name), look)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *KEYS[name])
        assert list(pale(app)) == []


@pytest.mark.parametrize("name", VIEWS)
async def test_without_colour_the_same_is_said(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    coloured = Stage(work(name))
    async with coloured.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *KEYS[name])
        expected = picture(coloured)
    monkeypatch.setenv("NO_COLOR", "1")
    bare = Stage(work(name), "plain")
    async with bare.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *KEYS[name])
        assert (picture(bare), list(runs(bare))) == (expected, [])


# --- cell by cell -----------------------------------------------------------------------------------------------


async def test_a_value_goes_on_to_the_next_cell_and_the_last_one_sends() -> None:
    [ballot] = await wanted(dressed("matrix", SMALL), *"4325")
    assert ballot == CastBallot("", ALL_CELLS, round=1)


async def test_figures_and_letters_typed_fast_keep_their_order() -> None:
    app = Stage(dressed("matrix", SMALL))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key in "4a25":
            app.simulate_key(key)
        await settle(pilot)
        [sent] = [each.command for each in app.said(Pane.Wanted)]
        assert sent == CastBallot("", {"A|c0": 4, "B|c0": 2, "B|c1": 5}, ("A|c1",), round=1)


async def test_no_opinion_is_said_of_a_cell_and_can_be_taken_back() -> None:
    [first, second] = await wanted(dressed("matrix", SMALL), *"a325", "home", "4")
    assert isinstance(first, CastBallot)
    assert (first.abstained, "A|c0" in first.values) == (("A|c0",), False)
    assert second == CastBallot("", ALL_CELLS, round=1)


async def test_a_figure_that_is_not_on_the_scale_passes_nothing_over_and_is_said() -> None:
    app = Stage(dressed("matrix", SMALL))
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "9", "0", "4")
        assert [note.message for note in app._notifications] == ["Press a figure from 1 to 5."] * 2
        await pressed(pilot, *"325")
        assert [each.command for each in app.said(Pane.Wanted)] == [CastBallot("", ALL_CELLS, round=1)]


async def test_arrows_and_tab_walk_and_enter_sends_what_is_there() -> None:
    [ballot] = await wanted(dressed("matrix", SMALL), "tab", "3", "home", "end", "5", "enter")
    assert ballot == CastBallot("", {"A|c1": 3, "B|c1": 5}, round=1)


async def test_what_was_sent_before_goes_again_with_every_change() -> None:
    mine = Mine((), {(1, 0): Ballot(ALL_CELLS)})
    [ballot] = await wanted(dressed("matrix", SMALL, mine=mine), "1")
    assert ballot == CastBallot("", {**ALL_CELLS, "A|c0": 1}, round=1)


async def test_a_closed_matrix_takes_nothing() -> None:
    assert await wanted(dressed("heat", SMALL, row=row("heat")), *"4325") == []


async def test_somebody_in_the_middle_of_it_is_not_moved_and_finds_it_back() -> None:
    pane = dressed("matrix", SMALL)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *"43")
        assert pane.busy
        drafts = drafted(app)
    [ballot] = await wanted(dressed("matrix", SMALL, drafts=drafts), "down", "down", "left", *"25")
    assert ballot == CastBallot("", ALL_CELLS, round=1)


async def test_a_number_above_nine_is_typed_figure_by_figure() -> None:
    view = msgspec.structs.replace(SMALL, rules=msgspec.structs.replace(SMALL.rules, high=10, labels=()))
    [ballot] = await wanted(dressed("matrix", view), *"10", "tab", "7", "enter")
    assert ballot == CastBallot("", {"A|c0": 10, "A|c1": 7}, round=1)


async def test_two_at_a_laptop_judge_each_their_own() -> None:
    first, second = await wanted(dressed("matrix", SMALL, persons=2), *"4325", "enter", *"1111", "enter")
    assert isinstance(first, CastBallot)
    assert isinstance(second, CastBallot)
    assert (first.person, second.person, set(second.values.values())) == (0, 1, {1})


async def test_many_options_and_criteria_scroll_with_the_keys() -> None:
    criteria = tuple(Criterion(f"Criterium {n}", f"c{n}") for n in range(20))
    options = tuple(BallotItem(f"o{n}", f"Optie {n}") for n in range(50))
    pane = dressed("matrix", msgspec.structs.replace(SMALL, options=options, criteria=criteria))
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "end")
        shown = picture(app)
        assert "Optie 49" in shown
        assert "Criterium" in shown
        assert "Optie 0 " not in shown
        assert "Optie 49 · Criterium 19" in shown


# --- weights ----------------------------------------------------------------------------------------------------


async def test_a_hundred_points_go_with_the_ballot() -> None:
    view = msgspec.structs.replace(SMALL, weigh="each")
    [ballot] = await wanted(dressed("matrix", view), *"60", "right", *"40", "down", "left", *"4325")
    assert ballot == CastBallot("", ALL_CELLS | points(c0=60, c1=40), round=1)


async def test_at_the_weights_the_keys_that_are_told_give_points() -> None:
    app = Stage(work("matrix"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "2", "down")
        at_cells = picture(app)
        await pressed(pilot, "home")
        at_weights = picture(app)
    assert "no opinion" in at_cells
    assert "Type a number" not in at_cells
    assert "Type a number; + and - go by 5." in at_weights
    assert "no opinion" not in at_weights


async def test_how_it_stands_is_broken_between_its_parts_only() -> None:
    parts = [Content("group: Advisers"), Content("24 to go"), Content("✓ received")]
    assert packed(parts, 40).plain == "group: Advisers   24 to go   ✓ received"
    assert packed(parts, 38).plain == "group: Advisers   24 to go\n✓ received"
    assert packed(parts, 5).plain == "group: Advisers\n24 to go\n✓ received"


async def test_more_points_than_there_are_change_nothing() -> None:
    view = msgspec.structs.replace(SMALL, weigh="each")
    [ballot] = await wanted(dressed("matrix", view), *"900", "right", *"20", "plus", "minus", "enter")
    assert isinstance(ballot, CastBallot)
    assert ballot.values == points(c0=90, c1=2)


async def test_a_team_divides_its_points_in_public_and_they_go_when_all_are_given() -> None:
    [command] = await wanted(dressed("matrix"), "2", "home", *"70", "right", *"30")
    assert command == SetPoints(2, {"c0": 70, "c1": 30})


async def test_enter_sends_the_points_that_are_there() -> None:
    [command] = await wanted(dressed("matrix"), "2", "home", *"70", "enter")
    assert command == SetPoints(2, {"c0": 70})


async def test_points_of_a_team_are_found_back_where_they_were_left() -> None:
    pane = dressed("matrix")
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "2", "home", *"70")
        assert pane.busy
        drafts = drafted(app)
    again = dressed("matrix", drafts=drafts)
    assert isinstance(again, MatrixPane)
    app = Stage(again)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "2")
        assert again.points == points(c0=70)
        assert "30 points left" in picture(app)


async def test_what_a_teammate_sent_after_it_takes_the_place_of_what_was_divided_here() -> None:
    pane = dressed("matrix")
    assert isinstance(pane, MatrixPane)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "2", "home", *"70", "right", *"30")
        assert pane.points == points(c0=70, c1=30)
        teams = list(pane.view.teams)
        teams[1] = msgspec.structs.replace(teams[1], points={"c0": 40, "c1": 60})
        pane.view = msgspec.structs.replace(pane.view, teams=tuple(teams))
        await settle(pilot)
        assert pane.points == points(c0=40, c1=60)
        assert not pane.divided


async def test_what_is_being_divided_here_stays_when_a_teammate_sends() -> None:
    pane = dressed("matrix")
    assert isinstance(pane, MatrixPane)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "2", "home", *"70", "right", *"30", *"5")
        await pressed(pilot, "backspace")
        teams = list(pane.view.teams)
        teams[1] = msgspec.structs.replace(teams[1], points={"c0": 40, "c1": 60})
        pane.view = msgspec.structs.replace(pane.view, teams=tuple(teams))
        await settle(pilot)
        assert pane.points == points(c0=70, c1=3)


async def test_without_a_team_nobody_weighs_and_the_team_goes_with_the_ballot() -> None:
    view = msgspec.structs.replace(VIEWS["matrix"], options=SMALL.options, criteria=SMALL.criteria)
    pane = dressed("matrix", view)
    assert isinstance(pane, MatrixPane)
    [ballot] = await wanted(pane, "0", *"4325")
    assert isinstance(ballot, CastBallot)
    assert ballot.team == 0
    [ballot] = await wanted(dressed("matrix", view), "3", *"4325")
    assert isinstance(ballot, CastBallot)
    assert ballot.team == 3


# --- facts ------------------------------------------------------------------------------------------------------


async def test_f7_shows_the_facts_of_the_option_at_hand() -> None:
    app = Stage(dressed("matrix", beside={"sheet": SHEET}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "0", "f7")
        assert "offerte" in picture(app)
        await pressed(pilot, "down")
        facts = app.actor.query_one(Facts)
        assert (facts.option, facts.feature) == ("B", "c0")
        assert "€94,000" in picture(app)
        await pressed(pilot, "f7")
        assert "offerte" not in picture(app)


async def test_a_screen_watches_the_factsheet_too() -> None:
    app = Stage(work("matrix"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        last = app.said(RoleScreen.Watched)[-1]
        assert isinstance(last, RoleScreen.Watched)
        assert last.subjects == {"matrix", "matrix/result", "sheet"}


async def test_facts_are_read_cell_by_cell() -> None:
    app = Stage(dressed("factsheet"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "down", "down", "down")
        assert "leverancier antwoordde niet" in picture(app)


# --- points and pairs -------------------------------------------------------------------------------------------


async def test_a_budget_is_typed_and_goes_when_all_is_divided() -> None:
    [ballot] = await wanted(dressed("budget"), *"150", "down", *"50")
    assert ballot == CastBallot("", {"e0": 150, "e1": 50}, round=1)


async def test_what_is_under_the_minimum_is_not_sent() -> None:
    assert await wanted(dressed("budget"), "5", "enter") == []
    [ballot] = await wanted(dressed("budget"), "5", "0", "enter")
    assert ballot == CastBallot("", {"e0": 50}, round=1)


async def test_a_pair_is_chosen_as_it_stands_on_the_screen() -> None:
    pane = dressed("pairwise")
    assert isinstance(pane, VotePane)
    shown = dict(pane.pairs)
    [ballot] = await wanted(pane, *"12a1")
    assert isinstance(ballot, CastBallot)
    assert ballot.values.keys() | set(ballot.abstained) == shown.keys()
    pairs = list(shown.values())
    for at, which in ((0, 0), (1, 1), (3, 0)):
        chosen, key = pairs[at][which], pair_key(*pairs[at])
        assert sorted(pairs[at])[ballot.values[key] - 1] == chosen
    assert ballot.abstained == (pair_key(*pairs[2]),)


async def test_each_laptop_gets_pairs_of_its_own() -> None:
    found = []
    for laptop in range(1, 6):
        pane = dressed("pairwise", laptop=laptop)
        assert isinstance(pane, VotePane)
        found.append(tuple(pane.pairs.values()))
    assert len(set(found)) > 1


# --- whatever people type ---------------------------------------------------------------------------------------


async def test_hostile_names_and_facts_are_shown_harmless() -> None:
    pane = dressed("matrix", SMALL)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "f7")
        for at in range(0, len(texts := hostile()), 12):
            options = tuple(BallotItem(f"o{n}", text) for n, text in enumerate(texts[at : at + 12]))
            facts = tuple(
                Fact(f"{each.id}|c0", each.id, "c0", each.text, each.text, each.text, each.text) for each in options
            )
            pane.beside = {"sheet": FactsheetView("together", len(facts), options, SHEET.features[:1], facts)}
            pane.view = msgspec.structs.replace(SMALL, options=options, facts="sheet")
            await pilot.press("down")
            assert not [each for each in picture(app) if each != "\n" and not each.isprintable()]
