"""The list of guests at the desk: read, mixed, accepted, changed and forgotten, and never a name on the screen."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from server.domain.roster import ForgetGuests, Guest, SeatGuests, SetGuests
from spilter_tui.i18n import use
from spilter_tui.screens.desk.guests import FRAME, batches
from spilter_tui.widgets.field import Field
from tests.tui.test_desk import desk_on
from tests.tui.test_room_plan import conference

KINDS = ("ondernemer", "financier", "overheid", "wetenschap")
LIST = "naam;achtergrond;m/v\n" + "".join(f"Gast Geheim {n};{KINDS[n % 4]};{'mv'[n % 2]}\n" for n in range(100))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


async def test_a_list_is_read_mixed_looked_at_and_accepted_without_a_name_on_the_screen(tmp_path: Path) -> None:
    file = tmp_path / "g.csv"
    file.write_text(LIST)
    async with desk_on(conference(), (80, 24)) as desk:
        did = await desk.press("G", "r", *str(file), "enter")
        assert [len(each.guests) for _scope, each in did if isinstance(each, SetGuests)] == [100]
        await desk.press("G", "m", "1")
        assert "Proposal for the tables" in desk.picture
        assert "achtergrond: tables differ by 1 person at most." in desk.picture
        assert "Geheim" not in desk.picture
        ((_scope, seated),) = await desk.press("enter")
        assert isinstance(seated, SeatGuests)
        assert len(seated.seats) == 100
        await desk.press("G")
        assert "100 guests, 100 with a table." in desk.picture


async def test_a_wrong_line_is_told_and_nothing_is_taken_in(tmp_path: Path) -> None:
    file = tmp_path / "g.csv"
    file.write_text("naam;tafel\nAda;twee\n")
    async with desk_on(conference(), (80, 24)) as desk:
        assert await desk.press("G", "r", *str(file), "enter") == []
        assert "Line 2:" in desk.picture
        await desk.press("escape", "G", "r")
        assert desk.app.screen.query_one(Field).text == str(file)


async def test_a_file_that_is_not_there_is_told() -> None:
    async with desk_on(conference(), (80, 24)) as desk:
        assert await desk.press("G", "r", *"/nergens.csv", "enter") == []
        assert "nergens.csv can't be opened" in desk.toasts[-1]


async def test_one_guest_gets_another_table_and_names_are_forgotten_after_a_question(tmp_path: Path) -> None:
    file = tmp_path / "g.csv"
    file.write_text("naam\nAda\nBert\n")
    async with desk_on(conference(), (80, 24)) as desk:
        await desk.press("G", "r", *str(file), "enter")
        assert await desk.press("G", "s", "2", "tab", "7", "enter") == [("", SeatGuests({2: 7}))]
        assert await desk.press("G", "s", "9", "enter") == []
        assert await desk.press("G", "delete", "escape") == []
        assert await desk.press("G", "delete", "delete") == [("", ForgetGuests())]
        await desk.press("G")
        assert "No list yet." in desk.picture


def test_a_long_list_goes_in_parts_that_fit() -> None:
    found = [Guest(n, "é" * 80, attributes={str(at): "é" * 80 for at in range(12)}) for n in range(1, 101)]
    parts = list(batches(found))
    assert [guest for part in parts for guest in part] == found
    assert all(len(msgspec.json.encode(part)) < FRAME + 100 for part in parts)
