"""The desk leads rounds: seats with a preview, who stayed away, who came late, the next round, a summary hidden."""

import re
from collections.abc import Iterator

import pytest
from textual.widgets import Static

from server.agenda import read
from server.domain.activities.rounds import Rounds
from server.domain.kernel import Phase
from server.domain.root import GoTo, SetTimer
from server.domain.roster import Guest, SetGuests
from server.domain.round_messages import Absent, GoToRound, HideSummary, Late, Plan, Start, Summarise
from server.domain.steering import ChangePhase
from spilter_tui.i18n import use
from spilter_tui.screens.desk.rounds import numbers, span, starting, starts_in
from tests.tui.desk_stage import TEMPLATE, Hall
from tests.tui.test_desk import Desk, desk_on
from tests.tui.test_desk_judging import put

AGENDA = TEMPLATE.with_name("wereldcafe.toml")
ALL = tuple(range(1, 51))
TABLES = tuple(range(1, 11))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


def hall(planned: bool = True, opened: bool = True) -> Hall:
    """The World Café, with the room at its rounds."""
    made = Hall(read(AGENDA.read_text("utf-8")))
    if planned:
        made.steer("cafe", Plan(ALL, TABLES))
    if opened:
        made.steer("cafe", ChangePhase(Phase.OPEN))
    made.steer("", GoTo("cafe"))
    made.later(2)
    return made


def says(desk: Desk) -> str:
    """What the dialog over the desk says."""
    return " ".join(str(each.render()) for each in desk.app.screen.query(Static))


def rounds(made: Hall) -> Rounds:
    found = made.session.workshop.activities["cafe"]
    assert isinstance(found, Rounds)
    return found


async def test_the_guests_of_the_agenda_are_seated_after_a_preview() -> None:
    async with desk_on(hall(planned=False, opened=False)) as desk:
        await desk.press("d", "p", "f2")
        assert "50 guests · 5 at each table · 0 meet a topic again · 0 pairs meet again" in says(desk)
        assert desk.hall.did == []
        await desk.press("d")
        assert desk.hall.did == [("cafe", Plan(ALL, TABLES))]
        await desk.press("u")
        assert rounds(desk.hall).seating.routes.cards == ()


async def test_no_shows_are_planned_away_after_a_preview() -> None:
    async with desk_on(hall()) as desk:
        await desk.press("d", "a")
        await put(desk, "cards", "45-50")
        await desk.press("f2")
        assert "44 guests · 4 to 5 at a table · 0 meet a topic again" in says(desk)
        assert "All others keep their route." in says(desk)
        await desk.press("d")
        assert desk.hall.did == [("cafe", Absent((45, 46, 47, 48, 49, 50)))]
        assert len(rounds(desk.hall).seating.routes.round(2)) == 44


async def test_whose_badge_is_not_right_any_more_is_counted() -> None:
    made = hall()
    gone = [card for card, table in rounds(made).seating.routes.round(2).items() if table == 4]
    async with desk_on(made) as desk:
        await desk.press("d", "a")
        await put(desk, "cards", span(gone))
        await desk.press("f2")
        [(n, _)] = re.findall(r"(\d+) (get another route than on the badge)", says(desk))
        before = rounds(made).seating.routes
        await desk.press("d")
        after = rounds(made).seating.routes
        assert int(n) == sum(before.of(card) != after.of(card) for card in {*ALL} - {*gone}) > 0


async def test_who_comes_late_gets_the_next_card() -> None:
    async with desk_on(hall()) as desk:
        await desk.press("d", "l", "f2")
        assert "All others keep their route." in says(desk)
        await desk.press("d")
        assert desk.hall.did == [("cafe", Late((51,)))]
        assert 51 in rounds(desk.hall).seating.routes.round(1)


async def test_who_comes_late_gets_no_card_of_the_list() -> None:
    made = hall()
    made.steer("", SetGuests((*(Guest(card) for card in ALL), Guest(60, "Ada", 1, {"rol": "host"}))))
    async with desk_on(made) as desk:
        await desk.press("d", "l", "f2", "d")
        assert desk.hall.did == [("cafe", Late((61,)))]


async def test_the_next_round_asks_once_and_undo_goes_back() -> None:
    made = hall()
    made.come((1, 2))
    made.people[0].do(Summarise(1, "Het is duur."), "cafe")
    made.later(2)
    async with desk_on(made) as desk:
        await desk.press("d")
        assert "No summary of this round yet: table 2, 3, 4, 5, 6, 7, 8, 9, 10" in says(desk)
        await desk.press("n")
        assert "Every laptop says which card goes to which table, for 2 minutes." in says(desk)
        assert desk.hall.did == []
        await desk.press("d")
        assert desk.hall.did == [("", SetTimer("start", 1200)), ("cafe", GoToRound(2))]
        await desk.press("u")
        assert rounds(made).at_round == 1


async def test_a_summary_is_hidden_and_shown_again() -> None:
    made = hall()
    made.come((3,))
    made.people[0].do(Summarise(1, "De buurman doet het."), "cafe")
    made.later(2)
    async with desk_on(made) as desk:
        await desk.press("d", "h")
        await put(desk, "table", "3")
        await put(desk, "reason", "noemt een persoon")
        await desk.press("f2")
        assert "De buurman doet het." in says(desk)
        await desk.press("h")
        assert desk.hall.did == [("cafe", HideSummary(3, 1, "noemt een persoon"))]


def test_cards_are_read_as_people_type_them() -> None:
    assert numbers("1-3, 7 en 9–10") == (1, 2, 3, 7, 9, 10)
    assert numbers("niemand") == ()
    assert span((1, 2, 3, 7, 9, 10)) == "1-3, 7, 9-10"
    assert numbers(span(ALL)) == ALL


async def test_the_desk_says_which_round_runs() -> None:
    made = hall()
    async with desk_on(made) as desk:
        assert "round 1 of 3   0 entries" in desk.picture
        made.steer("cafe", GoToRound(2))
        desk.feed()
        await desk.pilot.pause()
        assert "round 2 of 3" in desk.picture


GUESTS = (
    *(Guest(card, table=2 if card in (4, 5, 9) else 0) for card in range(1, 21)),
    Guest(21, "Ada", 1, {"rol": "host"}),
)


async def test_guests_of_the_list_are_seated_and_start_where_the_list_has_them() -> None:
    made = hall(planned=False, opened=False)
    made.steer("", SetGuests(GUESTS))
    async with desk_on(made) as desk:
        await desk.press("d", "p")
        assert "1-20" in desk.picture
        assert "2: 4-5, 9" in desk.picture
        await desk.press("f2", "d")
        routes = rounds(made).seating.routes
        assert routes.cards == tuple(range(1, 21))  # the host stays
        assert [routes.of(card)[0] for card in (4, 5, 9)] == [2, 2, 2]


async def test_who_starts_where_is_typed_by_table_and_kept_where_it_can_not_be() -> None:
    async with desk_on(hall(planned=False, opened=False)) as desk:
        await desk.press("d", "p")
        await put(desk, "starts", "3: 7, 8\n11: 9")
        await desk.press("f2")
        assert "Who starts where: a table, a colon, its cards." in desk.toasts[0]
        assert desk.hall.did == []
        await desk.press("d", "p")
        assert "11: 9" in desk.picture
        await put(desk, "starts", "3: 7, 8\n10: 9")
        await desk.press("f2", "d")
        assert desk.hall.did == [("cafe", Plan(ALL, TABLES, (Start(7, 3), Start(8, 3), Start(9, 10))))]
        assert rounds(desk.hall).seating.routes.of(9)[0] == 10


def test_who_starts_where_is_read_as_it_is_shown() -> None:
    starts = (Start(4, 2), Start(5, 2), Start(9, 3))
    assert starting(starts) == "2: 4-5\n3: 9"
    assert starts_in(starting(starts), TABLES) == starts
    assert starts_in("", TABLES) == ()
    assert starts_in("12: 1", None) == (Start(1, 12),)
    for wrong in ("2", "2:", ": 4", "12: 4", "2: 4\n3: 4", "2: 4\n2: 5", "twee: 4"):
        assert starts_in(wrong, TABLES) is None
