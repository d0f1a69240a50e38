"""The panes of all kinds: what a key posts, what may be seen, and that nothing people type is obeyed or breaks one."""

import textwrap
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.domain.activities.brainstorm import BrainstormView
from server.domain.ballots import CastBallot
from server.domain.entries import AddEntry
from server.domain.kernel import Phase
from server.domain.kinds import load as load_kinds
from server.domain.root import AgendaRow, ResultView
from spilter_tui import i18n, panes
from spilter_tui.activities.brainstorm import BrainstormPane
from spilter_tui.activities.discuss import DiscussPane
from spilter_tui.own import Mine, Own
from spilter_tui.panes import Pane, pane_for
from spilter_tui.writing import WritingPane
from tests.hostile import hostile
from tests.tui.scenes import MINE, NOW, RESULT, ROWS, VIEWS
from tests.tui.stage import Stage, drafted, picture, settle, wanted


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def dressed(activity: str, **attributes: Any) -> Pane:
    """The pane of an activity of the scenes, with what the server shows of it."""
    row = next(row for row in ROWS if row.id == activity)
    pane = pane_for(row.kind)()
    given = {"row": row, "view": VIEWS.get(activity), "now": NOW, "mine": MINE.get(activity, Mine()), **attributes}
    for name, value in given.items():
        setattr(pane, name, value)
    return pane


# --- registration -------------------------------------------------------------------------------------------------


def test_a_kind_without_a_file_gets_the_plain_pane() -> None:
    assert pane_for("soon") is Pane


def test_every_pane_is_of_a_kind_that_the_server_knows() -> None:
    assert set(panes.load()) <= set(load_kinds())


def test_a_second_file_is_enough_for_a_new_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = __import__("spilter_tui.activities").activities
    (tmp_path / "sketch.py").write_text(
        textwrap.dedent("""
            from spilter_tui.panes import Pane

            class SketchPane(Pane):
                kind = "sketch"
        """)
    )
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    try:
        assert pane_for("sketch").__name__ == "SketchPane"
    finally:
        panes.panes.pop("sketch", None)


def test_two_panes_of_one_kind_are_refused() -> None:
    with pytest.raises(TypeError, match="brainstorm"):
        type("OtherPane", (Pane,), {"kind": "brainstorm", "__module__": "elsewhere"})


# --- brainstorm ---------------------------------------------------------------------------------------------------


async def test_an_idea_is_wanted_as_an_entry() -> None:
    app = Stage(dressed("missing"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Loket", "enter")
        await settle(pilot)
    assert wanted(app) == [AddEntry("Loket")]
    assert drafted(app) == {"entry": ""}


async def test_what_was_typed_before_stands_there_again() -> None:
    pane = dressed("missing", drafts={"entry": "Geen plek"})
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert pane.busy
        await pilot.press(*" hier", "enter")
        await settle(pilot)
    assert wanted(app) == [AddEntry("Geen plek hier")]


@pytest.mark.parametrize(
    ("preset", "sees_own", "sees_others"),
    [("together", True, True), ("own", True, False), ("blind", True, False), ("table", True, True)],
)
async def test_what_a_preset_shows(preset: str, sees_own: bool, sees_others: bool) -> None:
    view: BrainstormView = msgspec.structs.replace(VIEWS["missing"], preset=preset, seen=7)
    if not sees_others:
        view = msgspec.structs.replace(view, rows=())
    app = Stage(dressed("missing", view=view))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        seen = picture(app)
    assert ("Parkeren is te duur" in seen) is sees_own
    assert ("Zichtbaar zijn" in seen) is sees_others
    assert ("7 ideas at your table" if preset == "table" else "24 ideas in all") in seen


async def test_result_is_for_reading_but_never_takes_away_a_draft() -> None:
    view = msgspec.structs.replace(VIEWS["missing"], preset="result")
    pane = dressed("missing", view=view)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "Type one idea" not in picture(app)
    typing = dressed("missing", view=view, drafts={"entry": "half"})
    app = Stage(typing)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "half" in picture(app)


@pytest.mark.parametrize("activity", ["missing", "talk"])
async def test_when_typing_is_asked_for_again_the_keys_are_in_the_box_again(activity: str) -> None:
    asked = VIEWS[activity]
    pane = dressed(activity)
    assert isinstance(pane, WritingPane)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        pane.view = msgspec.structs.replace(asked, preset="result")
        await settle(pilot)
        await pilot.press(*"weg")
        pane.view = asked
        await settle(pilot)
        await pilot.press(*"Terug")
        assert pane.box.text == "Terug"


@pytest.mark.parametrize("activity", ["missing", "dots"])
async def test_opened_again_after_the_results_were_shown_the_keys_fill_in_again(activity: str) -> None:
    pane = dressed(activity, mine=Mine())
    app, opened = Stage(pane), pane.row
    async with app.run_test(size=(80, 24)) as pilot:
        pane.row = msgspec.structs.replace(opened, phase=Phase.CLOSED, stopped_at=NOW - 61, revealed=True)
        pane.result = ResultView(False, RESULT)
        await settle(pilot)
        pane.row = msgspec.structs.replace(opened, revealed=True)
        await settle(pilot)
        await pilot.press("plus", "enter")
        await settle(pilot)
    [command] = wanted(app)
    assert isinstance(command, AddEntry if activity == "missing" else CastBallot)


async def test_results_that_are_shown_during_the_grace_leave_a_draft_where_it_is() -> None:
    pane = dressed("missing", mine=Mine())
    app, row = Stage(pane), pane.row
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"half")
        pane.row = msgspec.structs.replace(row, phase=Phase.CLOSED, stopped_at=NOW - 1, grace=60, revealed=True)
        pane.result = ResultView(False, RESULT)
        await settle(pilot)
        await pilot.press(*" af", "enter")
        await settle(pilot)
        assert pane.shows_result, "now there is nothing left to send"
    assert [command.text for command in wanted(app) if isinstance(command, AddEntry)] == ["half af"]


async def test_after_the_grace_enter_keeps_what_was_typed() -> None:
    row = AgendaRow("missing", "brainstorm", "x", phase=Phase.CLOSED, stopped_at=NOW - 61, grace=60)
    pane = dressed("missing", row=row)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"te laat", "enter")
        await settle(pilot)
        assert "te laat" in picture(app)
        assert "what you type is kept here" in picture(app)
        pane.now = NOW - 30
        await pilot.press("enter")
        await settle(pilot)
    assert wanted(app) == [AddEntry("te laat")]


async def test_a_command_that_could_not_be_kept_comes_back() -> None:
    pane = dressed("missing")
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"nieuw")
        pane.give_back(AddEntry("oud"), "entry")
        await settle(pilot)
        assert isinstance(pane, BrainstormPane)
        assert pane.box.text == "oud\nnieuw"


async def test_one_signs_one_entry_with_a_name_that_was_given() -> None:
    view = msgspec.structs.replace(VIEWS["missing"], signing=True)
    pane = dressed("missing", view=view)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f7")
        await settle(pilot)
        assert app.said(Pane.NameAsked)
        pane.signer = "Ada"
        await pilot.press("f7", *"een", "enter", *"twee", "enter")
        await settle(pilot)
    assert wanted(app) == [AddEntry("een", signed=True), AddEntry("twee")]


# --- discuss ------------------------------------------------------------------------------------------------------


async def test_a_comment_goes_to_the_topic_at_hand_and_each_topic_keeps_its_draft() -> None:
    pane = dressed("talk")
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"half")
        await pilot.press("pagedown", "f6", *"heel", "enter", "pageup")
        await settle(pilot)
        assert isinstance(pane, DiscussPane)
        assert pane.box.text == "half"
    assert wanted(app) == [AddEntry("heel", about="e5", side="voor")]
    assert drafted(app)["topic-e4"] == "half"


async def test_a_draft_brings_one_back_to_its_topic() -> None:
    pane = dressed("talk", drafts={"topic-e5": "half"})
    async with Stage(pane).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(pane, DiscussPane)
        assert (pane.topic, pane.box.text) == ("e5", "half")


async def test_only_the_comments_of_the_topic_are_shown() -> None:
    app = Stage(dressed("talk"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "Graag ook telefonisch" not in picture(app)
        await pilot.press("pagedown")
        await settle(pilot)
        assert "Graag ook telefonisch" in picture(app)


# --- hostile ------------------------------------------------------------------------------------------------------


def poisoned(value: Any, text: str) -> Any:
    """The same view with this in the place of every text that people typed."""
    if isinstance(value, tuple):
        return tuple(poisoned(each, text) for each in value)
    if not isinstance(value, msgspec.Struct):
        return value
    typed = {"text", "what", "owner", "due", "source", "name", "criterion", "title", "question", "instruction", "side"}
    changes = {
        field: text if field in typed else poisoned(getattr(value, field), text)
        for field in value.__struct_fields__
        if field in typed or isinstance(getattr(value, field), tuple | msgspec.Struct)
    }
    return msgspec.structs.replace(value, **changes)


@pytest.mark.parametrize("activity", VIEWS)
async def test_hostile_text_in_every_pane(activity: str) -> None:
    pane = dressed(activity)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        for text in hostile()[::13]:
            pane.row = poisoned(pane.row, text)
            pane.view = poisoned(VIEWS[activity], text)
            pane.mine = Mine((Own("o", text, "received"), Own("p", text)))
            await pilot.pause()
            seen = picture(app)
            assert not {character for character in seen if character < " " and character != "\n"}
        assert app.is_running
