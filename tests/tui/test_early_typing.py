"""A slow network: what is typed before the laptop knows what is asked is not lost, and the keys stay in the box."""

from typing import Any

import msgspec
import pytest

from server.domain.entries import AddEntry
from server.domain.root import AgendaRow
from spilter_tui import i18n
from spilter_tui.panes import pane_for
from spilter_tui.writing import WritingPane
from tests.tui.cafe import ROW as CAFE
from tests.tui.cafe import VIEW as ROUND
from tests.tui.scenes import FIELDS, NOW, ROWS, STREETS, VIEWS
from tests.tui.stage import Stage, drafted, settle, wanted

IDEAS, TALK = (next(row for row in ROWS if row.id == name) for name in ("missing", "talk"))
TOPICAL = msgspec.structs.replace(VIEWS["missing"], topics=STREETS)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def unknown(row: AgendaRow, drafts: dict[str, str] | None = None) -> WritingPane:
    """The pane of an activity of which the server showed nothing yet."""
    pane = pane_for(row.kind)()
    assert isinstance(pane, WritingPane)
    pane.row, pane.now, pane.drafts = row, NOW, drafts or {}
    return pane


@pytest.mark.parametrize(
    ("row", "view", "sent"),
    [
        (IDEAS, VIEWS["missing"], AddEntry("half af")),
        (IDEAS, TOPICAL, AddEntry("half af", about=STREETS[0].id)),
        (TALK, VIEWS["talk"], AddEntry("half af", about="e4")),
        (CAFE, ROUND, AddEntry("half af", about=ROUND.topic, round=ROUND.round)),
    ],
    ids=["ideas", "topics", "talk", "round"],
)
async def test_what_is_typed_early_is_sent_where_it_belongs(row: AgendaRow, view: Any, sent: AddEntry) -> None:
    pane = unknown(row)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"half")
        pane.view = view
        await settle(pilot)
        assert (app.focused, pane.box.text) == (pane.box, "half")
        await pilot.press(*" af", "enter")
        await settle(pilot)
    assert wanted(app) == [sent]
    assert not any(drafted(app).values())


async def test_what_is_typed_early_begins_the_first_field() -> None:
    pane = unknown(IDEAS)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"brand")
        pane.view = msgspec.structs.replace(VIEWS["missing"], fields=FIELDS)
        await settle(pilot)
        assert app.focused is pane.box
        await pilot.press("enter", *"rook", "enter", *"dicht", "enter")
        await settle(pilot)
        assert not pane.busy
    assert [each.fields for each in wanted(app)] == [("brand", "rook", "dicht")]


async def test_a_draft_of_before_stays_before_what_is_typed_early() -> None:
    pane = unknown(IDEAS, {f"topic-{STREETS[0].id}": "Mag dat wel?"})
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Ja")
        pane.view = TOPICAL
        await settle(pilot)
        assert pane.box.text == "Mag dat wel?\nJa"


async def test_a_table_that_is_chosen_later_finds_the_keys_in_the_box() -> None:
    pane = unknown(CAFE)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        pane.view = msgspec.structs.replace(ROUND, table=0, topic="", rows=(), summaries=(), here=(), going=())
        await pilot.press(*"Bo", "enter")
        await settle(pilot)
        assert wanted(app) == []
        pane.view = ROUND
        await pilot.press(*"men", "enter")
        await settle(pilot)
    assert [each.text for each in wanted(app)] == ["Bomen"]
