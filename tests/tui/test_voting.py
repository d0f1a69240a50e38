"""The ballot on the screen: sent when it is complete or when asked, kept until then, one for each person."""

import msgspec
import pytest

from server.domain.activities.vote import Sample
from server.domain.ballots import CastBallot, TakeLot
from server.domain.blocks import Text
from server.domain.kernel import Phase
from server.domain.root import AgendaRow, ResultView
from server.domain.tally.sampling import Lots
from spilter_tui import i18n
from spilter_tui.activities.vote import VotePane
from spilter_tui.own import Ballot, Mine
from tests.tui.scenes import NOW, VIEWS
from tests.tui.stage import Stage, drafted, picture, settle, wanted
from tests.tui.test_panes import dressed

RESULT = ResultView(False, (Text("What came out"),))


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


async def test_a_vote_goes_by_itself_when_the_last_item_is_judged() -> None:
    pane = dressed("scale")
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"1234512")
        await settle(pilot)
        assert wanted(app) == []
        assert pane.busy
        await pilot.press("a")
        await settle(pilot)
    [ballot] = wanted(app)
    assert isinstance(ballot, CastBallot)
    assert list(ballot.values.values()) == [1, 2, 3, 4, 5, 1, 2]
    assert ballot.abstained == ("e7",)


async def test_enter_sends_what_there_is_and_every_change_after_that() -> None:
    pane = dressed("scale", mine=Mine((), {(1, 0): Ballot({"e0": 3})}))
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert not pane.busy
        assert "received" in picture(app)
        await pilot.press("5")
        await settle(pilot)
    assert [each.values for each in wanted(app) if isinstance(each, CastBallot)] == [{"e0": 5}]


async def test_a_ballot_that_was_being_filled_in_is_there_again() -> None:
    app = Stage(dressed("scale"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"45a")
        await settle(pilot)
    pane = dressed("scale", drafts=drafted(app))
    assert isinstance(pane, VotePane)
    assert pane.paper is not None
    assert pane.paper.values == {"e0": 4, "e1": 5}
    assert pane.paper.abstained == {"e2"}


async def test_dots_are_spent_with_plus_and_minus() -> None:
    app = Stage(dressed("dots", mine=Mine()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("plus", "plus", "plus", "down", "plus")
        await settle(pilot)
        assert "all dots given" in picture(app)
    [ballot] = wanted(app)
    assert isinstance(ballot, CastBallot)
    assert ballot.values == {"e0": 2, "e1": 1}


async def test_a_closed_vote_takes_no_more_keys() -> None:
    row = AgendaRow("scale", "vote", "x", phase=Phase.CLOSED, stopped_at=NOW - 100, grace=60)
    pane = dressed("scale", row=row)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"12345")
        await settle(pilot)
    assert wanted(app) == []


async def test_each_laptop_has_its_own_order_of_a_long_list() -> None:
    view = msgspec.structs.replace(VIEWS["scale"], shuffle=True)
    orders = set()
    for laptop in range(8):
        pane = dressed("scale", view=view, laptop=laptop)
        assert isinstance(pane, VotePane)
        assert pane.paper is not None
        assert sorted(pane.paper.items) == sorted(item.id for item in view.items)
        orders.add(pane.paper.items)
    assert len(orders) > 4


def cast(app: Stage) -> list[tuple[int, dict[str, int]]]:
    return [(each.person, each.values) for each in wanted(app) if isinstance(each, CastBallot)]


async def test_people_who_share_a_laptop_vote_one_after_the_other() -> None:
    pane = dressed("scale", mine=Mine(), persons=2)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"54545454")
        await settle(pilot)
        assert wanted(app) == []  # Enter hands the laptop on: the last key may have been a mistake
        await pilot.press("enter")
        await settle(pilot)
        assert "person 2 of 2" in picture(app)
        assert "8 to go" in picture(app)
        await pilot.press(*"12121212", "enter")
        await settle(pilot)
        assert "Everybody here has voted" in picture(app)
    first, second = cast(app)
    assert (first[0], list(first[1].values())) == (0, [5, 4] * 4)
    assert (second[0], list(second[1].values())) == (1, [1, 2] * 4)


async def test_what_was_left_open_is_passed_on_after_a_second_enter() -> None:
    app = Stage(dressed("dots", mine=Mine(), persons=2))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("plus", "enter")
        await settle(pilot)
        assert cast(app) == []
        await pilot.press("enter", "down", "plus", "enter", "enter")
        await settle(pilot)
    assert cast(app) == [(0, {"e0": 1}), (1, {"e1": 1})]


async def test_a_vote_is_changed_by_the_persons_number_and_never_shown_again() -> None:
    voted = Mine((), {(1, person): Ballot({f"e{at}": 5 for at in range(8)}) for person in range(3)})
    pane = dressed("scale", mine=voted, persons=3)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        await settle(pilot)
        assert picture(app).count("has voted") == 4  # three persons, and all of them
        await pilot.press("2")
        await settle(pilot)
        assert "person 2 of 3" in picture(app)
        assert "8 to go" in picture(app)
        assert isinstance(pane, VotePane)
        assert pane.paper is not None
        assert not pane.paper.values
        await pilot.press(*"11111111", "enter")
        await settle(pilot)
    assert cast(app) == [(1, {f"e{at}": 1 for at in range(8)})]


async def test_what_one_was_filling_in_is_out_of_sight_while_another_votes() -> None:
    app = Stage(dressed("scale", mine=Mine(), persons=2))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("5", "5", "p", "2")
        await settle(pilot)
        assert "8 to go" in picture(app)
        await pilot.press("p")
        await settle(pilot)
        assert "begun" in picture(app)
        await pilot.press("1")
        await settle(pilot)
        assert "6 to go" in picture(app)


async def test_of_a_long_list_each_person_gets_a_lot() -> None:
    view = msgspec.structs.replace(VIEWS["scale"], sample=Sample(2))
    pane = dressed("scale", view=view, mine=Mine(), persons=2)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert wanted(app) == [TakeLot("", 0, 1)]
        assert "being drawn" in picture(app)
        pane.view = msgspec.structs.replace(view, sample=Sample(2, "seed", tuple(f"e{at}" for at in range(8))))
        pane.mine = Mine(lots={(1, 0): 3, (1, 1): 4})
        await settle(pilot)
        assert "2 to go" in picture(app)
        await pilot.press("5", "5", "enter", "1", "1", "enter")
        await settle(pilot)
    drawn = Lots(tuple(f"e{at}" for at in range(8)), 2, "seed")
    assert [(person, set(values)) for person, values in cast(app)] == [(0, set(drawn[3])), (1, set(drawn[4]))]


async def test_a_lone_person_is_never_asked_who_votes() -> None:
    app = Stage(dressed("scale", mine=Mine()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        await settle(pilot)
        assert "Who votes now" not in picture(app)


async def test_a_ballot_has_no_grace_and_its_result_is_shown_at_once() -> None:
    pane = dressed("scale", drafts={"ballot-1-0": '{"values":{"e0":3}}'})
    pane.row = msgspec.structs.replace(pane.row, phase=Phase.CLOSED, stopped_at=NOW - 5, grace=60, revealed=True)
    pane.result = RESULT
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("5", "enter", "a")
        await settle(pilot)
        assert not pane.still_goes
        assert pane.shows_result
    assert wanted(app) == []


async def test_what_was_sent_and_sealed_is_no_draft() -> None:
    pane = dressed("scale", mine=Mine((), {(1, 0): Ballot({"e0": 3})}))
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("5")
        await settle(pilot)
        pane.row = msgspec.structs.replace(pane.row, phase=Phase.CLOSED, stopped_at=NOW - 70, sealed=True)
        pane.mine = Mine()  # what ties this laptop to it is forgotten
        await settle(pilot)
        assert not pane.busy


async def test_where_room_is_short_the_promise_is_shortened_at_a_word_that_says_something() -> None:
    view = msgspec.structs.replace(VIEWS["scale"], teams=("Communicatie",))
    sent = Ballot({f"e{n}": 3 for n in range(8)}, team=1)
    app = Stage(dressed("scale", view=view, mine=Mine((), {(1, 0): sent})))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        await settle(pilot)
        [line] = (line.rstrip() for line in picture(app).splitlines() if "group:" in line)
    assert line.endswith("   anonymous")
