"""A laptop that several people share: whose turn it is, after any coming and going, so that no vote takes another's."""

from typing import Any

import msgspec
import pytest

from server.domain.ballots import CastBallot
from spilter_tui import i18n
from spilter_tui.own import Ballot, Mine
from spilter_tui.panes import pane_for
from spilter_tui.sharing import SharingPane
from tests.tui import surveys
from tests.tui.scenes import VIEWS
from tests.tui.stage import Stage, picture, pressed, wanted
from tests.tui.test_panes import dressed

VOTED = Ballot({f"e{at}": 5 for at in range(8)})
AGAIN = msgspec.structs.replace(VIEWS["scale"], round=2)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def shared(by: int, *voted: int, **attributes: Any) -> SharingPane:
    """A vote on a laptop with so many people, of whom these voted in the first round."""
    pane = dressed("scale", mine=Mine((), {(1, person): VOTED for person in voted}), persons=by, **attributes)
    assert isinstance(pane, SharingPane)
    return pane


def cast(app: Stage) -> list[tuple[int, int]]:
    """The round and the person of each ballot that was sent."""
    return [(each.round, each.person) for each in wanted(app) if isinstance(each, CastBallot)]


async def test_who_comes_back_finds_the_next_who_did_not_vote() -> None:
    app = Stage(shared(3, 0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *"11111111", "enter")
        assert "person 3 of 3" in picture(app)
    assert cast(app) == [(1, 1)]


async def test_where_all_voted_a_key_changes_nobodys_vote() -> None:
    app = Stage(shared(2, 0, 1))
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *"5")
        assert "Everybody here has voted" in picture(app)
        await pressed(pilot, "enter")
    assert cast(app) == []


async def test_a_new_round_begins_with_the_first() -> None:
    pane = shared(2, 0, 1)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot)
        pane.view = AGAIN
        await pressed(pilot, *"11111111", "enter")
        assert "person 2 of 2" in picture(app)
    assert cast(app) == [(2, 0)]


async def test_what_the_server_shows_later_does_not_move_the_turn() -> None:
    pane = shared(3)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "p", "3", "1")
        pane.view = msgspec.structs.replace(VIEWS["scale"], total=9)
        await pressed(pilot)
        assert "person 3 of 3" in picture(app)
        assert "7 to go" in picture(app)


async def test_with_how_many_they_are_shows_at_once() -> None:
    pane = shared(1, 0)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot)
        pane.persons = 3
        await pressed(pilot)
        assert "person 2 of 3" in picture(app)
        pane.persons = 1
        await pressed(pilot)
        assert "person" not in picture(app)
        assert pane.person == 0


async def test_a_survey_goes_on_with_who_did_not_answer_yet() -> None:
    given = {"row": surveys.row(), "view": surveys.VIEW, "now": surveys.NOW, "persons": 2}
    mine = Mine((), {(1, 0): Ballot(answers={"sector": "fin"})})
    pane = pane_for("survey")()
    for name, value in {**given, "mine": mine}.items():
        setattr(pane, name, value)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "1", *["enter"] * 10)
        assert "Everybody here has voted" in picture(app)
        await pressed(pilot, "1", "2", *["enter"] * 10)
    assert [(each.person, each.answers) for each in wanted(app)] == [(1, {"sector": "ond"}), (0, {"sector": "fin"})]


async def test_who_picked_themselves_in_a_survey_by_mistake_goes_back_to_the_list() -> None:
    mine = Mine((), {(1, person): Ballot(answers={"sector": "fin"}) for person in range(2)})
    pane = pane_for("survey")()
    for name, value in {"row": surveys.row(), "view": surveys.VIEW, "now": surveys.NOW, "persons": 2}.items():
        setattr(pane, name, value)
    pane.mine = mine
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "1")
        assert "person 1 of 2" in picture(app)
        await pressed(pilot, "enter", "shift+tab", "shift+tab")
        assert "Everybody here has voted" in picture(app)
        await pressed(pilot, "2")
        assert "person 2 of 2" in picture(app)
    assert not wanted(app)
