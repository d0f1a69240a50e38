"""The door: one question at a time, an answer checked before anybody is asked, and a reason when nothing is found."""

from typing import Any

import pytest
from textual.message import Message

from server.domain.root import Table
from spilter_tui import i18n
from spilter_tui.link.place import Endpoint, Failure, Reason
from spilter_tui.screens.join import CODE_FAULTS, REASONS, JoinScreen
from tests.hostile import hostile
from tests.tui.scenes import door
from tests.tui.stage import Stage, picture, settle


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


async def answered(screen: JoinScreen, *keys: str) -> tuple[list[Any], str]:
    """What was posted, and the screen."""
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
        await settle(pilot)
        wanted: tuple[type[Message], ...] = (JoinScreen.Answered, JoinScreen.Sought)
        return [each for kind in wanted for each in app.said(kind)], picture(app)


def tables(*numbers: int) -> dict[str, Any]:
    return {"tables": tuple(Table(number) for number in numbers)}


async def test_a_code_is_handed_on_as_it_was_typed() -> None:
    [answer], _seen = await answered(door("code"), *"3xmj 02ct", "enter")
    assert (answer.step, answer.text) == ("code", "3xmj 02ct")


async def test_one_digit_is_enough_for_a_table() -> None:
    [answer], _seen = await answered(door("table", **tables(1, 2, 3)), "2")
    assert answer.text == "2"


async def test_a_digit_that_begins_a_longer_number_waits_for_enter() -> None:
    nothing, _seen = await answered(door("table", **tables(1, 2, 12)), "1")
    assert nothing == []
    [answer], _seen = await answered(door("table", **tables(1, 2, 12)), "1", "enter")
    assert answer.text == "1"
    [answer], _seen = await answered(door("table", **tables(1, 2, 12)), "1", "2")
    assert answer.text == "12"


async def test_an_example_in_the_box_is_called_one() -> None:
    """A bare 5 was taken for the answer, and Enter did nothing."""
    nothing, seen = await answered(door("persons"), "enter")
    assert nothing == []
    assert "for instance 5" in seen


async def test_a_table_that_is_not_there() -> None:
    nothing, seen = await answered(door("table", **tables(1, 2, 12)), "7", "enter")
    assert nothing == []
    assert "There is no such table." in seen


async def test_an_address_is_looked_at_and_escape_searches_again() -> None:
    [sought], _seen = await answered(door("searching"), "f2", *"10.0.0.5:9000", "enter")
    assert sought.endpoint == Endpoint("10.0.0.5", 9000)
    nothing, seen = await answered(door("address"), *"a b", "enter")
    assert nothing == []
    assert "can't be an address" in seen
    [sought], seen = await answered(door("address"), "escape")
    assert sought.endpoint is None
    assert "Looking for the workshop" in seen


@pytest.mark.parametrize("reason", Reason)
async def test_every_reason_why_nothing_was_found_has_a_sentence(reason: Reason) -> None:
    assert reason in REASONS
    screen = door("searching", failures=(Failure(reason, Endpoint("zaal")),), workshop="")
    _nothing, seen = await answered(screen)
    assert "Nothing found yet" in seen


@pytest.mark.parametrize("fault", CODE_FAULTS)
async def test_every_fault_of_a_code_has_a_sentence(fault: str) -> None:
    _nothing, seen = await answered(door("code", fault=fault))
    assert CODE_FAULTS[fault][:30] in seen


async def test_hostile_titles_and_tables() -> None:
    screen = door("table")
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        for text in hostile()[::17]:
            screen.workshop, screen.tables = text, (Table(1, text),)
            await pilot.pause()
            assert not {character for character in picture(app) if character < " " and character != "\n"}
