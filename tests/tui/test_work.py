"""The participant's screen: nobody is yanked away, nothing typed is lost, and what is so is said."""

import msgspec
import pytest
from textual import events

from server.domain.entries import AddEntry
from server.domain.kernel import Phase
from spilter_tui import i18n
from spilter_tui.own import Standing, status_words
from spilter_tui.screens.role import RoleScreen
from spilter_tui.screens.work import WorkScreen
from tests.tui.scenes import NOW, agenda, closed, work
from tests.tui.stage import Stage, picture, settle


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def kept(app: Stage) -> dict[str, str]:
    return {each.slot: each.text for each in app.said(RoleScreen.Kept)}


def did(app: Stage) -> list[RoleScreen.Did]:
    return app.said(RoleScreen.Did)


async def test_who_is_not_typing_goes_along() -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        screen.agenda = agenda("scale")
        await settle(pilot)
        assert screen.at == "scale"
        assert "gone on" not in picture(app)


async def test_who_is_typing_stays_is_told_and_follows_with_one_key() -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"half")
        screen.agenda = agenda("scale")
        await settle(pilot)
        assert screen.at == "missing"
        assert "The group has gone on to: Herkenbaarheid   F5 follow" in picture(app)
        await pilot.press(*" zin", "f5")
        await settle(pilot)
        assert screen.at == "scale"
    assert kept(app)["missing/entry"] == "half zin"


async def test_no_key_is_promised_that_does_nothing() -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "F5 follow" not in picture(app)
        await pilot.press("f1")
        await settle(pilot)
        assert "F5" not in picture(app)
        assert "F9" not in picture(app)
        await pilot.press("escape", *"half")
        screen.agenda = agenda("scale")
        await settle(pilot)
        assert "F5 follow" in picture(app).splitlines()[-1]
        shared = msgspec.structs.replace(screen.agenda.info, sharing=True)
        screen.agenda = msgspec.structs.replace(screen.agenda, info=shared)
        await settle(pilot)
        await pilot.press("f1")
        await settle(pilot)
        assert "F9  with how many" in picture(app)
        assert "F5  follow" in picture(app)


async def test_enter_and_f5_at_once_still_send() -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"snel")
        screen.agenda = agenda("scale")
        await settle(pilot)
        app.simulate_key("enter")
        app.simulate_key("f5")
        await settle(pilot)
        assert screen.at == "scale"
    assert [each.command for each in did(app)] == [AddEntry("snel")]


async def test_through_forward_close_and_reopen_the_draft_is_intact() -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"half")
        for current, changes in (
            ("scale", {}),
            ("missing", {"phase": Phase.CLOSED, "stopped_at": NOW - 5, "grace": 60}),
            ("dots", {}),
            ("missing", {}),
        ):
            screen.agenda = agenda(current, **changes)
            await settle(pilot)
            assert screen.at == "missing"
            assert "half" in picture(app)
        await pilot.press("enter")
        await settle(pilot)
    [sent] = did(app)
    assert (sent.scope, sent.command, sent.slot) == ("missing", AddEntry("half"), "missing/entry")


async def test_a_draft_of_another_time_is_there_again() -> None:
    screen = work("scale")
    screen.drafts = {"missing/entry": "van gisteren", "talk/entry": "elders"}
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        screen.agenda = agenda("missing")
        await settle(pilot)
        assert "van gisteren" in picture(app)
        assert "elders" not in picture(app)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"phase": Phase.PAUSED, "stopped_at": NOW, "grace": 60}, "Paused for a moment. What you type is kept."),
        ({"phase": Phase.DRAFT}, "This has not begun yet."),
        ({"phase": Phase.CLOSED, "stopped_at": NOW - 20, "grace": 60}, "You can still send this for 40 seconds."),
        ({"phase": Phase.CLOSED, "stopped_at": NOW - 70, "grace": 60}, "What you typed is kept on this laptop."),
    ],
)
async def test_what_has_stopped_is_said(changes: dict[str, object], says: str) -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        screen.agenda = agenda("missing", **changes)
        await settle(pilot)
        assert says in picture(app)


async def test_escape_and_every_other_key_keep_what_was_typed() -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"half", "escape", "f1", "escape", "tab", "shift+tab", "f2", "f8", "escape", "f5")
        await settle(pilot)
        assert "half" in picture(app)
    assert app.said(WorkScreen.ReadyTurned)
    assert app.said(WorkScreen.KnownAsked)


@pytest.mark.parametrize(("key", "sent"), [("1", []), ("2", ["een", "twee"]), ("escape", [])])
async def test_a_pasted_list_is_one_entry_or_many(key: str, sent: list[str]) -> None:
    screen = work("missing")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste("een\ntwee"))
        await settle(pilot)
        assert "2 lines pasted" in picture(app)
        await pilot.press(key)
        await settle(pilot)
        assert ("een" in screen.pane.box.text) is not bool(sent)  # type: ignore[union-attr]
    assert [each.command.text for each in did(app) if isinstance(each.command, AddEntry)] == sent


async def test_results_are_shown_when_they_were_revealed_and_there_is_nothing_left_to_send() -> None:
    screen = closed("scale")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "4.59" in picture(app)
        assert "Enter send" not in picture(app)


async def test_f1_says_what_to_do_here_and_every_key() -> None:
    app = Stage(work("missing"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        await settle(pilot)
        seen = picture(app)
    assert "Type one idea and press Enter." in seen
    assert all(key in seen for key in ("F1", "F2", "F3", "F4", "F8"))


async def test_a_click_on_a_key_is_that_key() -> None:
    app = Stage(work("missing"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.click("KeyBar", offset=(3, 0))
        await settle(pilot)
        assert "Help" in picture(app)


def test_the_worst_is_said_first() -> None:
    live = Standing("live")
    assert status_words(live) == "✓ all received"
    assert status_words(msgspec.structs.replace(live, drafts_here=1)) == "draft kept"
    assert status_words(msgspec.structs.replace(live, drafts=1, waiting=2)) == "○ 2 wait"
    assert status_words(msgspec.structs.replace(live, waiting=2, refused=1)) == "! 1 came back"
    assert status_words(msgspec.structs.replace(live, refused=1, fault="disk")) == "! disk"
    assert status_words(Standing("stale")) == ""


async def test_who_is_taken_along_twice_at_once_carries_no_draft_to_another_activity() -> None:
    screen = work("scale")
    again = msgspec.structs.replace(next(row for row in screen.agenda.rows if row.id == "missing"), id="more")
    screen.agenda = msgspec.structs.replace(screen.agenda, rows=(*screen.agenda.rows, again))
    screen.drafts = {"missing/entry": "half"}
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen.at = "missing"
        screen.at = "more"
        await settle(pilot)
        assert screen.pane is not None
        assert (screen.pane.row.id, screen.pane.unsent()) == ("more", {"entry": ""})
    assert kept(app).get("more/entry", "") == ""
