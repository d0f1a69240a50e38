"""Putting entries into themes on a participant's laptop: the sorter in small."""

import msgspec
import pytest

from server.domain.activities.group import GroupView, ThemeRow
from server.domain.kernel import Phase
from server.domain.root import AgendaRow, ResultView
from server.domain.sorting import ASIDE, SORT_OWN, SORT_TOGETHER, PutItem, TakeBack, Waiting
from server.protocol.queries import AtHand, ToSort
from spilter_tui import i18n
from spilter_tui.activities.group import GroupPane
from spilter_tui.link.happened import WasNotAnswered
from spilter_tui.own import Mine
from spilter_tui.panes import Pane
from spilter_tui.screens.sorter_view import seat
from tests.tui.scenes import NOW, RESULT
from tests.tui.stage import Stage, picture, pressed, settle, wanted

SIZE = (80, 20)
ROWS = tuple(Waiting(f"e{at}", text) for at, text in enumerate(("een", "twee", "drie")))
THEMES = tuple(ThemeRow(f"t{at}", f"thema {at}") for at in range(1, 12))


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def sorting(preset: str, themes: tuple[ThemeRow, ...] = THEMES, own: tuple[str, ...] = ("e0", "e1", "e2")) -> GroupPane:
    """The pane, of an ordering that is open."""
    pane = GroupPane()
    pane.row, pane.now = AgendaRow("g", "group", "Ordenen", phase=Phase.OPEN), NOW
    pane.view, pane.mine = GroupView(preset, False, 3, 3, 0, themes), Mine(elsewhere=own)
    return pane


def asked(app: Stage) -> list[ToSort]:
    """What the pane asked the server."""
    return [each.query for each in app.said(Pane.Asking) if isinstance(each.query, ToSort)]


async def answered(app: Stage, said: AtHand | WasNotAnswered) -> None:
    """The server answers what was asked last."""
    app.said(Pane.Asking)[-1].reply.set_result(said)


async def test_together_each_key_puts_one_away_and_asks_for_the_next() -> None:
    app = Stage(pane := sorting(SORT_TOGETHER))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert asked(app) == [ToSort("g")]
        await answered(app, AtHand(ROWS, 3, "c1"))
        await settle(pilot)
        assert "3 to go" in picture(app)
        assert not pane.busy
        await pressed(pilot, "2", "3")  # the second finds nothing at hand yet
        assert wanted(app) == [PutItem("e0", "t2", "c1")]
        assert asked(app)[1:] == [ToSort("g", claim="c1")]
        await answered(app, AtHand(ROWS[1:], 2, "c2"))
        await settle(pilot)
        assert pane.busy  # whoever is at it is not moved
        await pressed(pilot, "0")
        assert wanted(app)[1:] == [PutItem("e1", ASIDE, "c2")]


async def test_each_its_own_needs_no_answer_in_between() -> None:
    app = Stage(sorting(SORT_OWN))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert asked(app) == [ToSort("g", ("e0", "e1", "e2"))]
        await answered(app, AtHand(ROWS, 3))
        await settle(pilot)
        await pressed(pilot, "1", "2")
        assert "1 of yours to go" in picture(app)
        await pressed(pilot, "3")
        assert wanted(app) == [PutItem(f"e{at}", f"t{at + 1}", mine=True) for at in range(3)]
        assert len(asked(app)) == 2
        await answered(app, AtHand((), 0))
        await settle(pilot)
        assert "All of yours have a place." in picture(app)


async def test_more_than_nine_themes_are_on_another_page() -> None:
    app = Stage(sorting(SORT_OWN))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await answered(app, AtHand(ROWS, 3))
        await settle(pilot)
        await pressed(pilot, "full_stop", "3", "2", "comma", "9")
        assert [command.theme for command in wanted(app)] == ["t11", "t9"]


async def test_what_was_done_last_is_taken_back_and_at_hand_again() -> None:
    app = Stage(sorting(SORT_OWN))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await answered(app, AtHand(ROWS, 3))
        await settle(pilot)
        await pressed(pilot, "u", "1", "1", "u", "u", "4", "u", "u")
        assert wanted(app)[2:] == [
            TakeBack("e1"), TakeBack("e0"), PutItem("e0", "t4", mine=True), TakeBack("e0"),
        ]  # fmt: skip
        assert "3 of yours to go" in picture(app)


async def test_together_what_is_taken_back_is_asked_for_by_its_name() -> None:
    app = Stage(sorting(SORT_TOGETHER))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await answered(app, AtHand(ROWS, 3, "c1"))
        await settle(pilot)
        await pressed(pilot, "1")
        await answered(app, AtHand(ROWS[1:], 2, "c2"))
        await settle(pilot)
        await pressed(pilot, "u")
        assert wanted(app)[-1] == TakeBack("e0")
        assert asked(app)[-1] == ToSort("g", item="e0", claim="c2")


async def test_where_nothing_was_free_or_no_answer_came_it_is_asked_again_later() -> None:
    app = Stage(pane := sorting(SORT_TOGETHER))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await answered(app, AtHand((), 2))
        await settle(pilot)
        assert "What is left, others have at hand." in picture(app)
        pane.now += 4
        await settle(pilot)
        assert len(asked(app)) == 1
        pane.now += 1
        await settle(pilot)
        assert len(asked(app)) == 2
        await answered(app, WasNotAnswered("", "lost"))
        await settle(pilot)
        assert len(asked(app)) == 2
        pane.view = msgspec.structs.replace(pane.view, left=2)
        await settle(pilot)
        assert len(asked(app)) == 3


@pytest.mark.parametrize(
    ("pane", "words"),
    [
        (lambda: sorting(SORT_TOGETHER, themes=()), "The facilitator makes the themes first."),
        (lambda: sorting(SORT_OWN, own=()), "Nothing here is known to be yours."),
        (lambda: sorting(SORT_TOGETHER), "One moment…"),
        (lambda: sorting("result"), "3 entries are being put into themes."),
    ],
)
async def test_where_nothing_can_be_put_anywhere_it_says_why(pane: object, words: str) -> None:
    app = Stage(pane())  # type: ignore[operator]
    async with app.run_test(size=SIZE) as pilot:
        await pressed(pilot, "1", "0", "u")
        assert words in picture(app)
    assert wanted(app) == []


async def test_when_it_is_over_it_can_be_read_and_when_it_goes_on_it_goes_on() -> None:
    app = Stage(pane := sorting(SORT_TOGETHER))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        pane.result = ResultView(False, RESULT)
        await settle(pilot)
        assert not pane.has_class("-result")
        pane.view = msgspec.structs.replace(pane.view, preset="result")
        await settle(pilot)
        assert pane.has_class("-result")
        pane.result = ResultView(hidden=True)
        pane.view = msgspec.structs.replace(pane.view, preset=SORT_OWN)
        await settle(pilot)
        assert asked(app)[-1].own == ("e0", "e1", "e2")


def test_a_sorter_hears_that_it_was_somebody_in_the_room() -> None:
    assert {seat("room"), seat("room 12ab")} == {"a participant"}
