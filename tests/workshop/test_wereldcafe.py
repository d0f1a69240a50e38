"""The World Café of sixty: played over real sockets, what the fixture expects, and a draft that the round overtakes."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.domain import root, steering
from server.domain.entries import EntryAdded
from server.domain.kernel import Card, Item, Phase
from server.domain.root import Agenda, Info, Table
from server.domain.rotation import repeated_pairs, repeated_topics, sizes
from server.domain.round_messages import GoToRound, Plan, Planned
from server.domain.routes import Routes
from server.log import read_only
from server.protocol.messages import Enter
from spilter_tui.i18n import use
from tests.serving import started
from tests.support import shared
from tests.tui.laptops import laptop, until
from tests.tui.stage import settle
from tests.workshop.evening import desk, records
from tests.workshop.story import Story, played

HALL = {table: str(table % 5) for table in range(1, 11)}


@pytest.fixture(scope="module")
def cafe(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return played("wereldcafe", tmp_path_factory.mktemp("cafe"))


@pytest.fixture(scope="module")
def plans(cafe: Story) -> list[Routes]:
    """The routes as they were planned at first, and after six had left."""
    found = [each.event for each in read_only(cafe.out / "wereldcafe.spilter").records]
    return [Routes(each.cards, each.seats) for each in found if isinstance(each, Planned)]


# --- seats ------------------------------------------------------------------------------------------------------


def test_fifty_guests_meet_no_topic_and_nobody_twice(plans: list[Routes]) -> None:
    wanted = json.loads(shared("cases/fixtures.json").read_text(encoding="utf-8"))["wereldcafe"]["verwacht"]
    rounds = plans[0].rounds()
    assert [len(seats) for seats in rounds] == [50, 50, 50]
    assert repeated_pairs(rounds) == wanted["herhaalde_paren"]
    assert repeated_topics(rounds, HALL) == wanted["gasten_met_herhaald_thema"]
    assert {sizes(seats, HALL) for seats in rounds} == {(wanted["tafelgrootte"],) * 2}


def test_after_six_left_every_table_has_four_and_topics_stay_distinct(cafe: Story, plans: list[Routes]) -> None:
    rounds = plans[1].rounds()
    assert rounds[0] == plans[0].round(1)
    assert [len(seats) for seats in rounds] == [50, 44, 44]
    assert min(sizes(seats, HALL)[0] for seats in rounds) == 4
    assert (repeated_topics(rounds, HALL), repeated_pairs(rounds)) == (0, 0)
    assert cafe.facts("cafe")["seating"] == {
        "guests": 50, "smallest": 4, "largest": 5, "topics_again": 0, "pairs_again": 0,
    }  # fmt: skip


def test_nobody_landed_at_the_wrong_table(cafe: Story) -> None:
    """In the play each guest goes where the screen says and waits until that table expects the card: else it fails."""
    assert cafe.said["refused"] == []
    moves = [step for step in cafe.said["steps"] if step["step"] == "move cafe"]
    assert len(moves) == 2
    assert sum(step["seconds"] for step in moves) < 60  # a minute each, by the agenda; hundredths here


# --- what was said ----------------------------------------------------------------------------------------------


def test_what_was_typed_in_round_one_is_of_round_one(cafe: Story) -> None:
    entries = [each for each in cafe.activities["cafe"]["entries"] if each["round"]]
    late = [(each["round"], each["about"], each["table"]) for each in entries if each["text"].startswith("Nog van")]
    assert sorted(late) == [(1, "cafe.2", 7), (1, "cafe.3", 3)]
    assert Counter(each["round"] for each in entries) == {1: 28, 2: 25, 3: 20}
    assert all(each["about"] == f"cafe.{(each['table'] - 1) % 5 + 1}" for each in entries)


def test_each_topic_has_its_rounds_summaries_and_insights(cafe: Story) -> None:
    for topic in cafe.items("cafe"):
        assert min(topic["by_round"]) >= 4
        assert sorted({each["round"] for each in topic["summaries"]}) == [1, 2, 3]
        assert len(topic["insights"]) == 4
    assert [each["guests"] for each in cafe.facts("cafe")["rounds"]] == [50, 44, 44]
    assert cafe.facts("cafe")["links"]


def test_insights_were_voted_on_and_come_from_their_topic(cafe: Story) -> None:
    voted = {each["id"] for each in cafe.items("stemmen")}
    assert voted == {key for topic in cafe.items("cafe") for key in topic["insights"]}
    assert cafe.said["dots"] == 3 * 54
    [vote] = [each for each in cafe.said["votes"] if each["id"] == "stemmen"]
    assert vote["n"]["persons"] == 54


def test_the_report_tells_the_story_round_by_round(cafe: Story) -> None:
    text = cafe.text("report.md")
    first, second, third = (text.index(f"Ronde {n}: wat de tafel ervan zegt") for n in (1, 2, 3))
    assert first < second < third
    for words in (
        "Inzichten die de tafels kozen",
        "Wat bij meer onderwerpen terugkwam",
        "Wie meededen, ronde na ronde",
    ):
        assert words in text
    assert "50 gasten wisselden volgens plan van tafel: 4 tot 5 aan een tafel; 0 kwamen twee keer" in text


def test_nothing_in_the_file_ties_a_card_to_a_line(cafe: Story) -> None:
    """Seats are the staff's acts; what people sent has neither a key, nor an operation, nor an order."""
    stored = [each for each in read_only(cafe.out / "wereldcafe.spilter").records if each.scope == "cafe"]
    sent = [each for each in stored if isinstance(each.event, EntryAdded)]
    assert len(sent) == 73
    assert {(each.op, each.by, each.event.key, each.event.batch) for each in sent} == {("", "", "", 0)}  # type: ignore[attr-defined]
    assert [each.event.id for each in sent] == sorted(each.event.id for each in sent)  # type: ignore[attr-defined]


# --- a draft that the round overtakes ---------------------------------------------------------------------------


@pytest.fixture
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


TOPICS = (Item("w", "Wonen"), Item("z", "Zorg"))
AGENDA = Agenda(
    Info("Wereldcafé"),
    (Table(1, "", 2), Table(2, "", 2)),
    (Card("cafe", "rounds", "Rondes", "Wat is nodig?", start=TOPICS, settings={"tables": [1, 2], "rounds": 2}),),
)


async def test_what_is_being_typed_when_the_round_changes_goes_to_its_own_round(tmp_path: Path, english: None) -> None:
    """The real app on a real socket; the laptop is even shut and opened again in between."""
    async with started(tmp_path / "w.spilter", agenda=AGENDA) as serving, desk(tmp_path / "desk", serving) as chair:
        await chair.do("cafe", Plan((1, 2, 3, 4), (1, 2)))
        await chair.do("cafe", steering.ChangePhase(Phase.OPEN))
        await chair.do("", root.GoTo("cafe"))
        async with laptop(tmp_path / "t1", serving.port, serving.code, Enter("", table=1)) as pilot:
            await until(pilot, "round 1 of 2")
            await pilot.press(*"Bomen")
            await chair.sees("hall", lambda view: view.drafts == 1)
            await chair.do("cafe", GoToRound(2))
            await until(pilot, "What stands in the box is of round 1")
            await pilot.press("f8")  # leaving the box says the draft at once
            await settle(pilot)
        async with laptop(tmp_path / "t1", serving.port, serving.code, Enter("", table=1)) as pilot:
            await until(pilot, "What stands in the box is of round 1")
            await pilot.press(*" op het plein", "enter")
            await until(pilot, "please change tables")
            await pilot.press(*"Bus", "enter")
            await chair.sees("cafe", lambda view: view.total == 2)
        sent = [each.event for each in records(serving, "cafe", EntryAdded)]
        assert [(each.round, each.text, each.about) for each in sent] == [  # type: ignore[attr-defined]
            (1, "Bomen op het plein", "w"),
            (2, "Bus", "w"),
        ]
