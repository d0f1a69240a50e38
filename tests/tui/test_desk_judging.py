"""The desk fills in facts and sets criteria, key by key against the real session."""

from collections.abc import Iterator

import pytest

from server.agenda import read
from server.domain.activities.factsheet import AddFeature, ClearFact, Factsheet, ImportFacts, SetFact
from server.domain.activities.matrix import Matrix, SetPoints
from server.domain.ballots import CountHands, VoteAgain
from server.domain.kernel import Phase
from server.domain.root import GoTo
from server.domain.steering import ChangePhase, EditCard
from spilter_tui.i18n import use
from spilter_tui.screens.desk.form import Form
from tests.tui.desk_stage import TEMPLATE, Hall
from tests.tui.test_desk import Desk, desk_on

AGENDA = TEMPLATE.with_name("platformkeuze.toml")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


def hall_at(activity: str) -> Hall:
    """The choice of a platform, with the room at an activity."""
    hall = Hall(read(AGENDA.read_text("utf-8")))
    hall.steer("beoordelen", ChangePhase(Phase.OPEN))
    hall.steer("", GoTo(activity))
    hall.later(2)
    return hall


def factsheet(hall: Hall) -> Factsheet:
    found = hall.session.workshop.activities["feiten"]
    assert isinstance(found, Factsheet)
    return found


def matrix(hall: Hall) -> Matrix:
    found = hall.session.workshop.activities["beoordelen"]
    assert isinstance(found, Matrix)
    return found


async def put(desk: Desk, field: str, text: str) -> None:
    """Write a text over what stands in a field of the form."""
    form = desk.app.screen
    assert isinstance(form, Form)
    box = next(box for box in form.query("Field") if getattr(box, "field", "") == field)
    box.text = text  # type: ignore[attr-defined]
    await desk.pilot.pause()


async def test_a_fact_is_filled_in_and_emptied_again() -> None:
    async with desk_on(hall_at("feiten")) as desk:
        await desk.press("f", "down", "right", "enter")
        await put(desk, "value", "Gegevens in Nederland")
        await put(desk, "source", "privacyverklaring")
        await put(desk, "verified", "ja")
        [(scope, command)] = await desk.press("f2")
        assert (scope, type(command)) == ("feiten", SetFact)
        [fact] = factsheet(desk.hall).facts
        assert (fact.option, fact.value, fact.source, fact.status) == (
            "B", "Gegevens in Nederland", "privacyverklaring", "verified",
        )  # fmt: skip
        assert "Gegevens in Nederland" in desk.picture  # the grid is back, at the same cell
        [(_scope, cleared)] = await desk.press("delete")
        assert isinstance(cleared, ClearFact)
        assert factsheet(desk.hall).facts == ()


async def test_no_value_is_unknown() -> None:
    async with desk_on(hall_at("feiten")) as desk:
        await desk.press("f", "enter", "f2")
        [fact] = factsheet(desk.hall).facts
        assert (fact.value, fact.status) == ("", "unknown")


async def test_a_feature_more() -> None:
    async with desk_on(hall_at("feiten")) as desk:
        await desk.press("f", "plus")
        await put(desk, "text", "Wie beheert het?")
        [(_scope, command)] = await desk.press("f2")
        assert command == AddFeature("Wie beheert het?")
        assert "Wie beheert het?" in desk.picture


async def test_a_pasted_table_is_read_or_said_by_line_to_be_wrong() -> None:
    async with desk_on(hall_at("feiten")) as desk:
        await desk.press("f", "i", "p")
        await put(
            desk, "table", "optie\tkenmerk\twaarde\tstatus\nA Buurtapp (besloten)\tKosten 3 jaar\t36000\tmisschien\n"
        )
        assert await desk.press("f2") == []
        assert "Line 2" in desk.picture
        await desk.press("escape", "i", "p")
        await put(desk, "table", "optie\tkenmerk\twaarde\nA Buurtapp (besloten)\tKosten 3 jaar\t36000\n")
        await put(desk, "source", "offerte")
        [(_scope, command)] = await desk.press("f2")
        assert isinstance(command, ImportFacts)
        [fact] = factsheet(desk.hall).facts
        assert (fact.option, fact.value, fact.source) == ("A", "36000", "offerte")


async def test_a_criterion_gets_a_limit_and_keeps_what_was_judged() -> None:
    async with desk_on(hall_at("beoordelen")) as desk:
        before = [criterion.id for criterion in matrix(desk.hall).paper.criteria]
        await desk.press("m", "enter")
        await put(desk, "text", "Bereik onder bewoners")
        await put(desk, "least", "2,5")
        [(_scope, command)] = await desk.press("f2")
        assert isinstance(command, EditCard)
        first = matrix(desk.hall).paper.criteria[0]
        assert (first.text, first.least, first.lower) == ("Bereik onder bewoners", 2.5, False)
        assert [criterion.id for criterion in matrix(desk.hall).paper.criteria] == before


async def test_a_criterion_comes_and_goes() -> None:
    async with desk_on(hall_at("beoordelen")) as desk:
        await desk.press("m", "plus")
        await put(desk, "text", "Past bij de wijk")
        await desk.press("f2")
        assert [criterion.text for criterion in matrix(desk.hall).paper.criteria][-1] == "Past bij de wijk"
        await desk.press("down", "down", "down", "down", "down", "down", "delete", "delete")
        assert len(matrix(desk.hall).paper.criteria) == 6
        assert "Past bij de wijk" not in [criterion.text for criterion in matrix(desk.hall).paper.criteria]


async def test_the_points_of_a_team_are_entered() -> None:
    async with desk_on(hall_at("beoordelen"), size=(80, 24)) as desk:
        await desk.press("m", "right", "right", "enter")
        assert "WMO-adviseurs" in desk.picture
        ids = [criterion.id for criterion in matrix(desk.hall).paper.criteria]
        await put(desk, ids[0], "60")
        await put(desk, ids[1], "40")
        [(_scope, command)] = await desk.press("f2")
        assert command == SetPoints(2, {ids[0]: 60, ids[1]: 40})
        assert "[60]" in desk.picture


async def test_b_has_people_judge_again() -> None:
    hall = hall_at("beoordelen")
    hall.steer("beoordelen", CountHands(3, {f"A|{matrix(hall).paper.criteria[0].id}": {4: 3}}))
    hall.steer("beoordelen", ChangePhase(Phase.CLOSED))
    hall.later(2)
    async with desk_on(hall) as desk:
        assert await desk.press("b") == [("beoordelen", VoteAgain()), ("beoordelen", ChangePhase(Phase.OPEN))]
        assert matrix(hall).rounds == 2


async def test_hands_are_counted_cell_by_cell() -> None:
    async with desk_on(hall_at("beoordelen")) as desk:
        await desk.press("k")
        assert "A Buurtapp (besloten) · Bereik bewoners" in desk.picture
        await put(desk, "persons", "5")
        key = f"A|{matrix(desk.hall).paper.criteria[0].id}"
        await put(desk, key, "0 0 1 4 0")
        [(_scope, command)] = await desk.press("f2")
        assert command == CountHands(5, {key: {3: 1, 4: 4}}, source="raised hands")
