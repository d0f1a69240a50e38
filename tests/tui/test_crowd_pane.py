"""Collecting with a crowd, on a laptop: fields, pages, building on, and what is asked in between."""

import msgspec
import pytest

from server.domain.activities.brainstorm import Prompt
from server.domain.entries import AddEntry
from server.protocol.queries import Page, ReadPage
from spilter_tui import i18n
from spilter_tui.link.happened import WasNotAnswered
from spilter_tui.own import Mine, Own
from spilter_tui.panes import at_rest
from spilter_tui.widgets.entries import Entries
from spilter_tui.widgets.fieldboxes import FieldBox
from tests.tui.crowd import SIZE, asked, change, crowded
from tests.tui.scenes import ENTRIES, FIELDS, VIEWS
from tests.tui.stage import Stage, drafted, picture, settle, wanted


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


# --- fields -------------------------------------------------------------------------------------------------------


async def test_fields_are_filled_in_turn_and_go_as_one_entry() -> None:
    pane = crowded(fields=FIELDS)
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*"brand", "enter", "enter", *"dicht", "enter")
        for box in pane.boxes:
            await at_rest(box)
        await settle(pilot)
        assert [box.text for box in pane.boxes] == ["", "", ""]
        assert app.focused is pane.boxes[0]
    assert wanted(app) == [AddEntry("brand → … → dicht", fields=("brand", "", "dicht"))]
    assert drafted(app) == {"entry.0": "", "entry.1": "", "entry.2": ""}


async def test_enter_in_the_last_of_empty_fields_sends_nothing() -> None:
    app = Stage(crowded(fields=FIELDS))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "enter", "enter", "enter")
        await settle(pilot)
    assert wanted(app) == []


async def test_what_stood_in_the_fields_stands_there_again() -> None:
    pane = crowded(drafts={"entry.0": "brand", "entry.2": "dicht"}, fields=FIELDS)
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert [box.text for box in pane.boxes] == ["brand", "", "dicht"]
        assert pane.busy
        assert pane.unsent() == {"entry.0": "brand", "entry.1": "", "entry.2": "dicht"}
        pane.boxes[1].clear()
        pane.give_back(AddEntry("", fields=("a", "b", "c")), "entry.0")
        assert [box.text for box in pane.boxes] == ["a", "b", "c"]


async def test_fields_that_come_later_take_the_place_of_the_box() -> None:
    pane = crowded()
    pane.view = None
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        pane.view = msgspec.structs.replace(VIEWS["missing"], fields=FIELDS)
        await settle(pilot)
        assert isinstance(pane.box, FieldBox)
        assert all(label in picture(app) for label in FIELDS)


# --- building on --------------------------------------------------------------------------------------------------


async def test_one_builds_on_a_chosen_entry_once() -> None:
    pane = crowded(rows=ENTRIES[:3])
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("tab", "down", "greater_than_sign")
        assert app.focused is pane.box
        await pilot.press(*"En nu", "enter")
        await settle(pilot)
        await pilot.press(*"Los", "enter")
        await settle(pilot)
    assert wanted(app) == [AddEntry("En nu", parent="e1"), AddEntry("Los")]


async def test_fields_that_build_on_an_entry_leave_no_draft() -> None:
    pane = crowded(rows=ENTRIES[:3], fields=FIELDS)
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("tab", "tab", "tab", "greater_than_sign", *"a", "enter", *"b", "enter", *"c", "enter")
        for box in pane.boxes:
            await at_rest(box)
        await settle(pilot)
        assert (pane.built_on, [box.slot for box in pane.boxes]) == ("", ["entry.0", "entry.1", "entry.2"])
    assert wanted(app) == [AddEntry("a → b → c", parent="e2", fields=("a", "b", "c"))]
    assert set(drafted(app).values()) == {""}


async def test_escape_builds_on_nothing_and_keeps_what_was_typed() -> None:
    pane = crowded(rows=ENTRIES[:3])
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("tab", "greater_than_sign", *"Half", "escape")
        await settle(pilot)
        assert (pane.built_on, pane.box.text) == ("", "")
        await pilot.press("tab", "greater_than_sign")
        assert pane.box.text == "Half"
    assert drafted(app)["on-e2"] == "Half"


async def test_nobody_builds_on_a_line_that_is_no_entry() -> None:
    pane = crowded(rows=ENTRIES[:1], seen=40)
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert "… and 39 earlier ones" in picture(app)
        await pilot.press("tab", "end", "greater_than_sign")
        assert pane.built_on == ""


async def test_what_builds_on_an_entry_stands_under_it() -> None:
    rows = (ENTRIES[0], ENTRIES[1], msgspec.structs.replace(ENTRIES[2], parent="e0"))
    app = Stage(crowded(rows=rows))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        lines = [(line.id, line.depth) for line in app.query_one("#entries", Entries).rows]
    assert lines == [("e1", 0), ("e0", 0), ("e2", 1)]


# --- pages --------------------------------------------------------------------------------------------------------


async def test_a_page_is_asked_for_at_once_and_after_each_of_ones_own() -> None:
    pane = crowded(mine=Mine((Own("o1", "Van mij", "received", "e1", fresh=False),)), preset="page", rows=())
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        (first,) = asked(app)
        assert first.query == ReadPage("missing")
        first.reply.set_result(Page(ENTRIES[:5]))
        await settle(pilot)
        read = [line.id for line in app.query_one("#entries", Entries).rows]
        assert read == ["e4", "e3", "e2", "e0"]  # one's own is not dealt to oneself
        change(pane, total=30)
        await settle(pilot)
        assert len(asked(app)) == 1  # there is enough to read
        await pilot.press(*"Nog een", "enter")
        await settle(pilot)
        assert len(asked(app)) == 2


async def test_what_is_hidden_goes_from_the_page_and_little_left_asks_for_more() -> None:
    pane = crowded(preset="page", rows=())
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        asked(app)[0].reply.set_result(Page(ENTRIES[:3]))
        await settle(pilot)
        change(pane, gone=("e1",))
        await settle(pilot)
        assert [line.id for line in app.query_one("#entries", Entries).rows] == ["e2", "e0"]
        assert len(asked(app)) == 1  # nothing came in since
        change(pane, total=25)
        await settle(pilot)
        assert len(asked(app)) == 2


async def test_a_page_that_never_came_is_asked_for_again() -> None:
    pane = crowded(preset="page", rows=())
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        asked(app)[0].reply.set_result(WasNotAnswered("", "lost", {}))
        await settle(pilot)
        change(pane, gone=("zz",))  # the connection is back
        await settle(pilot)
        assert len(asked(app)) == 2


# --- asked in between ---------------------------------------------------------------------------------------------


async def test_what_is_asked_comes_above_the_box_and_moves_nobody() -> None:
    pane = crowded(rows=())
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*"Half ")
        change(pane, pushed=Prompt("q1", "En in de winter?"))
        await pilot.press(*"idee")
        await settle(pilot)
        seen = picture(app)
        assert seen.index("En in de winter?") < seen.index("Half idee")
        await pilot.press("escape")
        assert "winter" not in picture(app)
        assert (app.focused, pane.box.text) == (pane.box, "Half idee")
        change(pane, pushed=Prompt("q2", "En in de winter?"))
        await settle(pilot)
        assert "En in de winter?" in picture(app)


async def test_ones_own_that_others_do_not_see_says_why() -> None:
    hidden = Own("o1", "Jan deugt niet", "hidden", "h1", fresh=False, reason="noemt een persoon \x1b[31m")
    held = Own("o2", "Nog te bekijken", "held", "h2", fresh=False)
    app = Stage(crowded(Mine((hidden, held))))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        lines = [line.strip() for line in picture(app).splitlines()]
    for text, why in (("Jan deugt niet", "not shown: noemt een persoon ␛[31m"), ("Nog te bek", "waits for the facil")):
        at = next(number for number, line in enumerate(lines) if text in line)
        assert lines[at].endswith("mine")
        assert lines[at + 1].startswith(why)
