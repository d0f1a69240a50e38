"""The box: Enter sends, nothing typed is lost, and nothing typed is obeyed."""

import asyncio

import pytest
from textual import events

from server.domain.text import LIMIT
from spilter_tui import i18n
from spilter_tui.widgets.entrybox import EntryBox
from tests.hostile import hostile
from tests.tui.stage import Stage, picture, settle


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def texts(app: Stage, kind: type[EntryBox.Sent] | type[EntryBox.Drafted]) -> list[str]:
    return [each.text for each in app.said(kind) if isinstance(each, EntryBox.Sent | EntryBox.Drafted)]


async def test_enter_sends_and_empties() -> None:
    box = EntryBox()
    app = Stage(box)
    async with app.run_test(size=(60, 10)) as pilot:
        box.insert("€")
        await pilot.press(*" 5", "enter")
        await settle(pilot)
        assert box.text == ""
    assert texts(app, EntryBox.Sent) == ["€ 5"]
    assert texts(app, EntryBox.Drafted) == [""]


@pytest.mark.parametrize("key", ["f3", "alt+enter", "shift+enter", "ctrl+j"])
async def test_a_new_line(key: str) -> None:
    box = EntryBox()
    app = Stage(box)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("a", key, "b")
        assert box.text == "a\nb"
        assert box.size.height == 2


async def test_nothing_is_not_sent() -> None:
    box = EntryBox()
    app = Stage(box)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("space", "enter")
        await settle(pilot)
        assert box.text == " "
    assert texts(app, EntryBox.Sent) == []


async def test_what_is_closed_keeps_what_was_typed_and_says_so() -> None:
    box = EntryBox()
    app = Stage(box)
    async with app.run_test(size=(60, 10)) as pilot:
        box.closed = "closed now"
        await pilot.press(*"abc", "enter", "escape")
        await settle(pilot)
        assert box.text == "abc"
        assert "closed now" in picture(app)
    assert texts(app, EntryBox.Sent) == []


async def test_a_pause_is_a_draft() -> None:
    box = EntryBox()
    app = Stage(box)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press(*"abc")
        box.settle()
        await settle(pilot)
    assert texts(app, EntryBox.Drafted) == ["abc"]
    assert not app.said(EntryBox.Sent), "a handler of Sent gets every message that is a kind of Sent"


async def test_too_long_is_kept_counted_and_not_sent() -> None:
    box = EntryBox()
    app = Stage(box)
    async with app.run_test(size=(60, 10)) as pilot:
        box.text = "a" * (LIMIT - 1)
        await settle(pilot)
        assert "3,999 of 4,000 characters" in picture(app)
        box.text = "a" * 100_000
        await pilot.press("enter")
        await settle(pilot)
        assert len(box.text) == 100_000
        assert "too long" in picture(app)
    assert texts(app, EntryBox.Sent) == []


async def test_a_pasted_list_goes_in_and_is_asked_about() -> None:
    box = EntryBox()
    app = Stage(box)
    async with app.run_test(size=(60, 12)) as pilot:
        app.post_message(events.Paste("een\n\n twee \ndrie"))
        await settle(pilot)
        assert box.text == "een\n\n twee \ndrie"
        app.post_message(events.Paste("vier\nvijf"))
        await settle(pilot)
    [pasted] = app.said(EntryBox.PastedLines)
    assert isinstance(pasted, EntryBox.PastedLines)
    assert pasted.lines == ("een", "twee", "drie")


async def test_the_promise_stands_in_the_border() -> None:
    box = EntryBox()
    app = Stage(box)
    async with app.run_test(size=(60, 10)) as pilot:
        box.promise = "anonymous [b]so[/b]"
        await settle(pilot)
        assert "anonymous [b]so[/b]" in picture(app)


async def test_hostile_text_stays_as_it_was_and_is_drawn_harmless() -> None:
    box = EntryBox()
    app = Stage(box)
    async with app.run_test(size=(60, 12)) as pilot:
        for text in hostile()[::7]:
            box.load_text(text)
            await settle(pilot)
            assert not {character for character in picture(app) if character < " " and character != "\n"}
        box.load_text("\x1b]52;c;aGk=\x07 [red]")
        await pilot.press("enter")
        await settle(pilot)
    assert texts(app, EntryBox.Sent) == ["\x1b]52;c;aGk=\x07 [red]"]


async def test_who_types_on_and_on_has_a_draft_too() -> None:
    app = Stage(EntryBox())
    async with app.run_test(size=(60, 10)) as pilot:
        async with asyncio.timeout(60):
            while not texts(app, EntryBox.Drafted):
                await pilot.press("a")
