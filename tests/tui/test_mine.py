"""F4: one's own entries and drafts; changing, taking back, and going on with a draft."""

from typing import Any

import msgspec
import pytest

from server.domain.entries import UNSAID, AddEntry, EditEntry, WithdrawEntry
from server.domain.kernel import Command, Phase
from server.domain.root import AgendaRow, AgendaView, Info
from server.protocol import codec
from spilter_tui import i18n
from spilter_tui.link.records import Acked, Book, Drafted, Queued, Returned
from spilter_tui.own import Own
from spilter_tui.pieces import Piece, pieces_in
from spilter_tui.screens.mine import MineScreen
from spilter_tui.screens.role import RoleScreen
from tests.tui.scenes import own
from tests.tui.stage import Stage, picture, settle


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def queued(op: str, command: Command) -> Queued:
    return Queued(op, "a", msgspec.Raw(codec.encode(command)))


def book() -> Book:
    """A laptop that sent, changed, was refused, and is typing."""
    found = Book()
    for line in (
        queued("1", AddEntry("een")),
        Acked("1", "id1"),
        queued("2", AddEntry("twee")),
        Acked("2", "id2"),
        queued("3", AddEntry("te lang")),
        Returned("3", "too_long", {"limit": 4000, "length": 5000}),
        queued("4", EditEntry("id1", "een, beter")),
        queued("5", WithdrawEntry("id2")),
        queued("6", AddEntry("onderweg", about="t", side="voor")),
        Drafted("a/entry", "half"),
        Drafted("a/ballot-1-0", "{}"),
        Drafted("a/edit-1", "een, nog beter"),
        Drafted("gone/entry", "weg"),
    ):
        found.take(line)
    return found


def test_pieces_are_drafts_then_what_was_sent_newest_first() -> None:
    agenda = AgendaView(Info("x"), (AgendaRow("a", "brainstorm", "Titel", phase=Phase.OPEN),))
    pieces = pieces_in(book(), agenda, 0.0)
    assert [(piece.text, piece.state, piece.may) for piece in pieces] == [
        ("half", "draft", True),
        ("te lang", "refused", True),
        ("onderweg", "waiting", False),
        ("een, beter", "waiting", False),
    ]
    closed = AgendaView(Info("x"), (AgendaRow("a", "brainstorm", "Titel", phase=Phase.CLOSED, sealed=True),))
    assert [piece.may for piece in pieces_in(book(), closed, 0.0)] == [True, False, False, False]


def test_what_the_staff_keeps_back_says_so_and_why() -> None:
    found = Book()
    for number, reason in enumerate(("noemt een persoon", UNSAID, "", None), 1):
        found.take(queued(str(number), AddEntry(f"idee {number} {reason}")))
        found.take(Acked(str(number), f"id{number}"))
    agenda = AgendaView(Info("x"), (AgendaRow("a", "brainstorm", "Titel", phase=Phase.OPEN),))
    back = {"id1": "noemt een persoon", "id2": UNSAID, "id3": "", "id9": "van een ander"}
    pieces = pieces_in(found, agenda, 0.0, lambda activity: back if activity == "a" else {})
    assert [(piece.words, piece.own.back, piece.may) for piece in reversed(pieces)] == [
        ("received", "not shown: noemt een persoon", True),
        ("received", "not shown", True),
        ("received", "waits for the facilitator", True),
        ("received", "", True),
    ]


async def test_the_list_says_why_an_entry_is_not_shown() -> None:
    _app, seen = await run()
    assert "not shown: noemt een persoon" in seen


async def run(*keys: str, drafts: dict[str, str] | None = None) -> tuple[Stage, str]:
    screen = own()
    screen._drafts.update(drafts or {})
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
        await settle(pilot)
        return app, picture(app)


def did(app: Stage, kind: type[Any]) -> list[Any]:
    return list(app.said(kind))


async def test_a_received_entry_is_changed() -> None:
    app, _seen = await run("down", "down", "enter", "!", "enter")
    [sent] = did(app, RoleScreen.Did)
    assert sent.command == EditEntry("e0", "Inkoop vraagt drie jaar omzet, dat haal ik nooit!")
    assert sent.slot == "missing/edit-o1"


async def test_an_unfinished_change_is_kept_by_escape_and_there_again() -> None:
    app, seen = await run("down", "down", "enter", "?", "escape")
    assert did(app, RoleScreen.Kept)[-1].text.endswith("nooit?")
    assert not did(app, RoleScreen.Did)
    assert "My entries and drafts" in seen
    _app, again = await run("down", "down", "enter", drafts={"missing/edit-o1": "half veranderd"})
    assert "half veranderd" in again


async def test_an_entry_is_taken_back_after_a_question() -> None:
    app, seen = await run("down", "down", "x")
    assert "Take back?" in seen
    assert not did(app, RoleScreen.Did)
    app, _seen = await run("down", "down", "x", "x")
    [sent] = did(app, RoleScreen.Did)
    assert sent.command == WithdrawEntry("e0")


async def test_what_waits_can_not_be_changed_yet() -> None:
    app, _seen = await run("down", "enter", "x", "x")
    assert not did(app, RoleScreen.Did)


async def test_what_came_back_says_why_and_is_sent_anew() -> None:
    _app, seen = await run("end")
    assert "too long" in seen
    app, _seen = await run("end", "enter", "!", "enter")
    [sent] = did(app, RoleScreen.Did)
    assert sent.command == AddEntry("Dit was te lang!")
    assert [each.op for each in did(app, RoleScreen.Dismissed)] == ["o3"]


@pytest.mark.parametrize(("code", "fields"), [("no_entry", ("a", "", "c!")), ("no_fields", ())])
async def test_what_had_fields_has_them_again_unless_others_are_asked_for(code: str, fields: tuple[str, ...]) -> None:
    screen = own()
    own_one = Own("o9", "a → … → c", "refused", code=code, parent="e1", fields=("a", "", "c"))
    screen.pieces = (Piece("o9", "missing", "Wat ontbreekt?", own_one.text, "refused", own_one, may=True),)
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter", "!", "enter")
        await settle(pilot)
    [sent] = did(app, RoleScreen.Did)
    assert sent.command == AddEntry("a → … → c!", parent="e1", fields=fields)


async def test_enter_on_a_draft_goes_to_where_it_belongs() -> None:
    went: list[str | None] = []
    screen: MineScreen = own()
    app = Stage(MineScreen({}))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(screen, went.append)
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
    assert went == ["missing"]


def test_a_drafts_slot_is_its_own() -> None:
    assert Piece("a/entry", "a", "", "x", "draft").slot == "a/entry"
