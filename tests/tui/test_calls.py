"""Messages above what one types, a raised hand, and the table's host."""

import msgspec
import pytest

from server.domain.activities.shortlist import ShortlistView
from server.domain.calls import Message
from server.domain.kernel import Phase
from server.domain.root import AgendaView, Table
from server.protocol.hall import MeView
from spilter_tui import i18n
from spilter_tui.own import Standing, status_words
from spilter_tui.screens.mytable import my_table
from spilter_tui.screens.work import WorkScreen
from spilter_tui.widgets.told import ToldBar
from tests.tui.scenes import NOW, agenda, work
from tests.tui.stage import Stage, picture, settle

ALL = Message("m1", "Koffie om [b]drie[/b] uur", NOW)
TABLE = Message("m2", "Nog vijf minuten", NOW, table=2)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def at_tables(current: str = "missing", **changes: object) -> AgendaView:
    return msgspec.structs.replace(agenda(current, **changes), tables=(Table(2, "Wonen"), Table(12, "Werk")))


async def test_a_message_stands_above_what_one_types_and_moves_nobody() -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"half")
        screen.take_view("me", MeView((ALL,)))
        await settle(pilot)
        assert "To everybody: Koffie om [b]drie[/b] uur   Esc read" in picture(app)
        await pilot.press(*" zin")
        assert "half zin" in picture(app)
        assert app.focused is screen.query_one("EntryBox")


async def test_esc_puts_a_message_away_then_the_one_before_it_and_it_stays_away() -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        screen.take_view("me", MeView((ALL, TABLE)))
        await settle(pilot)
        assert "To table 2: Nog vijf minuten" in picture(app)
        await pilot.press("escape")
        await settle(pilot)
        assert "To everybody" in picture(app)
        await pilot.press("escape")
        screen.take_view("me", MeView((ALL, TABLE), hand_seen=NOW))
        await settle(pilot)
        assert "Koffie" not in picture(app)
        assert "Nog vijf" not in picture(app)


async def test_what_was_put_away_is_told_to_the_app_and_stays_away_where_it_was_read_before() -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        screen.take_view("me", MeView((ALL,)))
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        [saw] = app.said(ToldBar.Saw)
        assert isinstance(saw, ToldBar.Saw)
        assert saw.message == ALL.id
    again = work("missing")
    again.seen = frozenset({ALL.id})
    app = Stage(again)
    async with app.run_test(size=(80, 24)) as pilot:
        again.take_view("me", MeView((ALL, TABLE)))
        await settle(pilot)
        assert "To table 2" in picture(app)
        await pilot.press("escape")
        await settle(pilot)
        assert "Koffie" not in picture(app)


async def test_a_message_that_is_taken_back_goes() -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        screen.take_view("me", MeView((ALL,)))
        screen.take_view("me", MeView())
        await settle(pilot)
        assert "Koffie" not in picture(app)


async def test_f12_asks_for_help_and_the_bottom_line_says_so() -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f12")
        await settle(pilot)
        assert len(app.said(WorkScreen.HandTurned)) == 1
    assert status_words(Standing("live", hand=True)) == "● help is asked"


async def test_at_another_table() -> None:
    screen = work("missing")
    screen.agenda = at_tables()
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f10")
        await settle(pilot)
        assert "This laptop stands at table 2. Wonen" in picture(app)
        await pilot.press("t")
        await settle(pilot)
        await pilot.press("7", "enter")
        await settle(pilot)
        await pilot.press("f10")
        await settle(pilot)
        await pilot.press("t")
        await settle(pilot)
        await pilot.press("1", "2", "enter")
        await settle(pilot)
        assert [each.table for each in app.said(WorkScreen.TableChosen)] == [12]


async def test_a_host_gets_the_tables_keys() -> None:
    screen = work("missing")
    screen.agenda = at_tables()
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f10", "h")
        await settle(pilot)
        assert len(app.said(WorkScreen.HostTurned)) == 1
        screen.standing = msgspec.structs.replace(screen.standing, host=True)
        rows = tuple(
            msgspec.structs.replace(row, kind="shortlist", phase=Phase.OPEN) if row.id == "dots" else row
            for row in screen.agenda.rows
        )
        screen.take_view("dots", ShortlistView("table", 2))
        screen.agenda = msgspec.structs.replace(screen.agenda, rows=rows)
        await pilot.press("f10")
        await settle(pilot)
        assert "You lead the talk at this table." in picture(app)
        await pilot.press("n")
        await settle(pilot)
        assert screen.at == "dots"


def test_a_host_is_offered_the_own_list_only_where_it_is_the_tables_own() -> None:
    standing = Standing("live", table=2, host=True)
    values = [each.value for each in my_table(standing, at_tables()).choices]
    assert values == ["hand", "host", "table"]
    values = [each.value for each in my_table(standing, at_tables(preset="table")).choices]
    assert values == ["go missing", "hand", "host", "table"]


async def test_no_key_for_a_table_where_there_are_none() -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f10")
        await settle(pilot)
        assert "My table" not in picture(app)
