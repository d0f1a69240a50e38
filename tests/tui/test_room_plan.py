"""The room plan: every table at a glance, raised hands, messages; on the real session, and no person anywhere."""

from collections.abc import Iterator

import pytest

from server.domain import root, steering
from server.domain.calls import AnswerHand, SendMessage, WithdrawMessage
from server.domain.kernel import Card, Phase
from server.domain.root import Agenda, Info, Table
from server.protocol import messages
from server.protocol.hall import HallView, TableRow
from spilter_tui.attention import matters
from spilter_tui.i18n import use
from spilter_tui.screens.desk.roomplan import RoomPlan
from spilter_tui.widgets.tableboxes import TableBoxes
from tests.tui.desk_stage import Hall
from tests.tui.stage import Stage, picture
from tests.tui.test_desk import desk_on


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


def conference(tables: int = 10) -> Hall:
    """A hall with tables; two laptops at table 3, the first with its hand up, and one of table 12 away."""
    cards = (Card("talk", "brainstorm", "Aan tafel", "Wat helpt?", preset="table"),)
    names = ("Wonen", "Werk", "Zorg op maat voor iedereen die dat wil")
    plan = Agenda(Info("SER"), tuple(Table(n, names[n % 3], 10) for n in range(1, tables + 1)), cards)
    hall = Hall(plan)
    hall.steer("", root.GoTo("talk"))
    hall.steer("talk", steering.ChangePhase(Phase.OPEN))
    hall.come((3, 3, 4))
    hall.people[0].send(messages.Say(hand=True, host=True, drafts=2))
    hall.people[1].send(messages.Say(ready=True))
    hall.later(5)
    hall.session.gone(hall.people[2].number, hall.now)
    hall.people[2].closed = True
    hall.later(75)
    return hall


async def test_ten_tables_are_seen_at_once_with_their_state_and_no_name() -> None:
    async with desk_on(conference(), (80, 24)) as desk:
        await desk.press("T")
        seen = desk.picture
        assert all(f"Table {n}" in seen for n in range(1, 11))
        assert "2/10" in seen
        assert "! help 1" in seen
        assert "○ 1 away 1 min" in seen
        assert "✓ host" in seen
        assert "2 drafts" in seen


async def test_digits_go_to_a_table_and_arrows_from_there() -> None:
    async with desk_on(conference(50), (80, 24)) as desk:
        await desk.press("T", "4", "2")
        boxes = desk.app.screen.query_one(TableBoxes)
        assert boxes.chosen == 42
        assert "▸ Table 42" in desk.picture
        await desk.press("7")
        assert boxes.chosen == 7
        await desk.press("down", "right")
        assert boxes.chosen == 7 + boxes.columns + 1
        await desk.press("1", "left")
        assert boxes.chosen == 1


async def test_h_goes_to_who_asked_first_and_again_h_lowers_the_hand() -> None:
    async with desk_on(conference(), (80, 24)) as desk:
        await desk.press("T", "h")
        assert "Laptop 1, table 3" in desk.picture
        assert await desk.press("h") == [("", AnswerHand(1))]
        desk.app.later(1)
        assert "asks help" not in desk.picture


async def test_a_message_goes_to_the_table_at_hand_and_can_be_taken_back() -> None:
    async with desk_on(conference(), (80, 24)) as desk:
        await desk.press("T", "3", "m", *"kom", "enter")
        assert desk.hall.did[-1] == ("", SendMessage("kom", table=3))
        await desk.press("escape", "M")
        assert "take back: kom" in desk.picture
        (did,) = await desk.press("1")
        assert isinstance(did[1], WithdrawMessage)


async def test_a_message_to_a_table_that_is_not_there_keeps_what_was_typed() -> None:
    async with desk_on(conference(), (80, 24)) as desk:
        assert await desk.press("M", *"hallo", "tab", "9", "9", "enter") == []
        assert "no such table or laptop" in desk.toasts[-1]
        await desk.press("M")
        assert "hallo" in desk.picture
        assert await desk.press("tab", "backspace", "backspace", "tab", "2", "enter") == [
            ("", SendMessage("hallo", laptop=2))
        ]


async def test_enter_looks_at_a_table_from_near_by() -> None:
    async with desk_on(conference(), (80, 24)) as desk:
        await desk.press("T", "3", "enter")
        assert "see what this table sees" in desk.picture
        await desk.press("e")
        assert "What participants see" in desk.picture
        await desk.press("escape", "escape")
        assert not isinstance(desk.app.screen, RoomPlan)


async def test_the_desk_says_who_asks_help_by_laptop_and_table() -> None:
    async with desk_on(conference(), (80, 24)) as desk:
        assert "laptop 1, table 3: asks help (T, h)" in desk.picture


def test_many_hands_are_counted() -> None:
    hall = conference()
    for person in [*hall.people[:2], hall.participant(1), hall.participant(2)]:
        person.send(messages.Say(hand=True))
    hall.seat.send(messages.Watch("hall"))
    hall.later(1)
    view = hall.seat.view("hall")
    assert isinstance(view, HallView)
    assert next(each.words for each in matters(root.AgendaView(Info("")), view, "", hall.now)).startswith("4 laptops")


async def test_boxes_without_names_or_people_stand_straight() -> None:
    boxes = TableBoxes()
    boxes.rows = tuple(TableRow(str(n), n, "[b]" * 9, 0, 0, 0) for n in (1, 2, 999))
    async with Stage(boxes).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lines = picture(pilot.app).splitlines()[:5]
        assert {len(line) for line in lines} == {74}
