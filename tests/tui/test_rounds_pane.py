"""The pane of rounds: what is typed goes to its round, where to go next, the summary, and picking lines."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from server.domain.entries import AddEntry
from server.domain.kernel import Command
from server.domain.round_messages import Pick, Summarise
from spilter_tui.activities.rounds import RoundsPane
from spilter_tui.i18n import use
from spilter_tui.own import Mine
from spilter_tui.panes import Pane
from spilter_tui.widgets.entries import Entries
from tests.tui.cafe import MINE, NOW, ROW, VIEW
from tests.tui.stage import Stage, picture, settle


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


def pane_with(seconds: float = 300, drafts: dict[str, str] | None = None, host: bool = True, **view: Any) -> RoundsPane:
    pane = RoundsPane()
    pane.host = host
    pane.row, pane.mine, pane.now = ROW, MINE, NOW - 300 + seconds
    pane.drafts = drafts or {}
    pane.view = msgspec.structs.replace(VIEW, **view)
    return pane


def wanted(app: Stage) -> list[tuple[Command, str]]:
    return [(each.command, each.slot) for each in app.said(Pane.Wanted)]


async def test_a_line_goes_to_the_round_that_runs() -> None:
    app = Stage(pane_with())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Bomen", "enter")
        await settle(pilot)
    assert wanted(app) == [(AddEntry("Bomen", about="t2", round=2), "round-2 t2")]


async def test_what_was_begun_in_a_round_goes_there_though_the_next_has_begun() -> None:
    pane = pane_with(round=1, began=NOW - 1500, going=())
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Bo")
        pane.view = VIEW
        await pilot.press(*"men")
        await settle(pilot)
        assert "What stands in the box is of round 1" in picture(app)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press(*"Gras", "enter")
        await settle(pilot)
    assert wanted(app) == [
        (AddEntry("Bomen", about="t2", round=1), "round-1 t2"),
        (AddEntry("Gras", about="t2", round=2), "round-2 t2"),
    ]


async def test_a_draft_of_the_round_before_waits_in_the_box_for_who_comes_back() -> None:
    app = Stage(pane_with(seconds=10, drafts={"round-1 t2": "Nog van ronde 1"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("pagedown", *"Nieuw", "enter", "pageup", "enter")
        await settle(pilot)
    assert wanted(app) == [
        (AddEntry("Nieuw", about="t2", round=2), "round-2 t2"),
        (AddEntry("Nog van ronde 1", about="t2", round=1), "round-1 t2"),
    ]


async def test_the_screen_says_which_card_goes_where_until_time_is_over_or_people_sit() -> None:
    pane = pane_with(seconds=20)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        seen = picture(app)
        for words in ("card 12", "table 7", "Zorg", "1:40 left", "The laptop stays here. So does the host."):
            assert words in seen
        await pilot.press("enter")
        await settle(pilot)
        assert "card 12" not in picture(app)
        assert "here: cards 4, 19, 27, 33, 48" in picture(app)
        pane.view = msgspec.structs.replace(VIEW, round=3, began=pane.now)
        await settle(pilot)
        assert "Round 3: please change tables" in picture(app)
        pane.now += 121
        await settle(pilot)
        assert "please change tables" not in picture(app)


async def test_the_summary_of_the_round_before_while_people_move() -> None:
    app = Stage(pane_with(seconds=20, summaries=()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6", *"Bomen.", "enter")
        await settle(pilot)
        await pilot.press("enter", *"Gras", "enter")
        await settle(pilot)
    assert wanted(app) == [(Summarise(1, "Bomen."), "summary-1"), (AddEntry("Gras", about="t2", round=2), "round-2 t2")]


async def test_a_summary_is_there_to_change_and_has_three_sentences() -> None:
    pane = pane_with(
        summaries=(*VIEW.summaries, msgspec.structs.replace(VIEW.summaries[0], round=2, text="Een. Twee."))
    )
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        await settle(pilot)
        assert pane.box.text == "Een. Twee."
        assert not pane.busy
        await pilot.press(*" Drie. Vier.")
        pane.box.settle()
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "at most 3 sentences: make it shorter" in picture(app)
    assert wanted(app) == []


async def test_lines_are_picked_and_taken_back() -> None:
    app = Stage(pane_with())
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(".before", Entries).focus()
        await pilot.press("end", "asterisk", "up", "asterisk", "up", "asterisk")
        await settle(pilot)
    assert [command for command, _ in wanted(app)] == [Pick("e1"), Pick("e2", on=False)]


async def test_tab_goes_to_the_lines_there_are_where_this_round_has_none_yet() -> None:
    before = tuple(row for row in VIEW.rows if row.round == 1)
    pane = pane_with(rows=before)
    pane.mine = Mine(())
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "end", "asterisk")
        await settle(pilot)
    assert [command for command, _ in wanted(app)] == [Pick("e1")]


async def test_a_star_in_the_box_is_a_star() -> None:
    pane = pane_with()
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("asterisk", "tab", "down", "asterisk")
        await settle(pilot)
        assert pane.box.text == "*"
    assert [command for command, _ in wanted(app)] == [Pick("e3")]


@pytest.mark.parametrize(("hosts", "host", "leads"), [(True, True, True), (True, False, False), (False, False, True)])
async def test_the_keys_of_a_host_are_for_hosts_where_the_tables_have_them(
    hosts: bool, host: bool, leads: bool
) -> None:
    pane = pane_with(host=host, hosts=hosts)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "down", "asterisk", "f6")
        await settle(pilot)
        assert pane.summing == leads
        assert ("F10: I lead this table" in picture(app)) == (not leads)
    assert len(wanted(app)) == leads


async def test_who_says_to_lead_the_table_gets_the_keys_at_once() -> None:
    pane = pane_with(host=False)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        pane.host = True
        await settle(pilot)
        assert "F6 summary" in picture(app)


async def test_what_was_said_before_stands_above_the_line() -> None:
    app = Stage(pane_with())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        lines = picture(app).splitlines()
    at = {
        word: next(n for n, line in enumerate(lines) if word in line) for word in ("Iedereen", "Geveltuinen", "schaduw")
    }
    rule = next(n for n, line in enumerate(lines) if "────" in line)
    assert at["Iedereen"] < at["schaduw"] < rule < at["Geveltuinen"]
    assert "round before" in lines[rule]


async def test_of_several_rounds_each_has_its_name_the_latest_first() -> None:
    again = msgspec.structs.replace(VIEW.summaries[0], id="2.3", round=2, text="Het plein eerst.")
    app = Stage(pane_with(round=3, going=(), summaries=(*VIEW.summaries, again)))
    async with app.run_test(size=(80, 30)) as pilot:
        await settle(pilot)
        lines = [row.text for row in app.query_one(".before", Entries).rows]
        assert "the rounds before" in picture(app)
    assert [line[:9] for line in lines] == [
        "Round 2", "Het plein", "Geveltuin", "Round 1", "Iedereen ", "De sloot ", "Te weinig",
    ]  # fmt: skip


async def test_what_was_begun_at_another_table_keeps_its_topic() -> None:
    pane = pane_with()
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Bo")
        pane.view = msgspec.structs.replace(VIEW, table=7, topic="t1", round=3, going=())
        await pilot.press(*"men", "enter", *"Bed", "enter")
        await settle(pilot)
    assert [command for command, _ in wanted(app)] == [
        AddEntry("Bomen", about="t2", round=2),
        AddEntry("Bed", about="t1", round=3),
    ]


async def test_without_a_table_there_is_nothing_to_type() -> None:
    pane = pane_with(table=0, topic="", rows=(), summaries=(), here=(), going=())
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "Choose your table first: F10." in picture(app)
        assert pane.box.closed
