"""The desk works on the words of items and paragraphs, key by key against the real session."""

from collections.abc import Iterator

import pytest

from server.domain.activities.shortlist import Agree, NominateFor, Reword, Shortlist
from server.domain.activities.validate import Amend, Validate
from server.domain.ballots import CastBallot, CountHands
from server.domain.entries import AddEntry
from server.domain.kernel import Card, Item, Phase
from server.domain.root import Agenda, GoTo, Info
from server.domain.steering import ChangePhase
from spilter_tui.i18n import use
from tests.tui.desk_stage import Hall
from tests.tui.test_desk import desk_on
from tests.tui.test_desk_judging import put

ITEMS = (Item("i1", "Schrap de omzeteis"), Item("i2", "Eén loket"), Item("i3", "Een spreekuur in het café"))
TEXT = "Het loket is elke dag open.\n\nDe omzeteis vervalt."


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


def hall_at(card: Card) -> Hall:
    """Two tables at one activity, which is open."""
    hall = Hall(Agenda(Info("Almere"), cards=(card,)))
    hall.come((1, 2))
    hall.steer(card.id, ChangePhase(Phase.OPEN))
    hall.steer("", GoTo(card.id))
    hall.later(2)
    return hall


def shortlist() -> Hall:
    return hall_at(Card("aan", "shortlist", "Aanscherpen", start=ITEMS))


def in_shortlist(hall: Hall) -> Shortlist:
    found = hall.session.workshop.activities["aan"]
    assert isinstance(found, Shortlist)
    return found


async def test_an_item_gets_better_words_and_they_are_agreed_on() -> None:
    async with desk_on(shortlist()) as desk:
        assert await desk.press("d") == []  # first an item
        await desk.press("down", "d")
        await put(desk, "text", "Eén loket met één nummer")
        assert await desk.press("f2") == [("aan", Reword("i2", "Eén loket met één nummer"))]
        assert "version 2" in desk.picture
        assert await desk.press("y") == [("aan", Agree("i2"))]
        assert "agreed" in desk.picture
        await desk.press("d")
        await put(desk, "text", "Geen loket")
        await desk.press("f2")  # refused: the words were agreed on, and what was typed is kept
        assert "These words were agreed on. Take that mark away first." in desk.toasts
        await desk.press("d")
        assert "Geen loket" in desk.picture
        await desk.press("escape", "y", "d")
        assert in_shortlist(desk.hall).versions.of(ITEMS[1]) == ("Eén loket", "Eén loket met één nummer")


async def test_tables_without_a_laptop_nominate_by_voice() -> None:
    async with desk_on(shortlist()) as desk:
        await desk.press("j", "j")
        await put(desk, "tables", "2, 3")
        assert await desk.press("f2") == [("aan", NominateFor("i1", 2)), ("aan", NominateFor("i1", 3))]
        assert "tables 2, 3" in desk.picture
        await desk.press("j")
        await put(desk, "tables", "3")
        assert await desk.press("f2") == [("aan", NominateFor("i1", 2, False))]
        assert [row.score for row in in_shortlist(desk.hall).items()] == [1.0]


def validate() -> Hall:
    """Two amendments of the first paragraph."""
    hall = hall_at(Card("toets", "validate", "Toetsen", settings={"text": TEXT}))
    first, _second = paragraphs(hall)
    for text in ("behalve op zondag", "nooit"):
        hall.people[0].do(AddEntry(text, about=first), "toets")
    hall.people[0].do(CastBallot(voter="v" * 20, values={first: 2}), "toets")
    hall.later(20)
    return hall


def in_validate(hall: Hall) -> Validate:
    found = hall.session.workshop.activities["toets"]
    assert isinstance(found, Validate)
    return found


def paragraphs(hall: Hall) -> list[str]:
    return list(in_validate(hall).paragraphs)


async def test_a_paragraph_takes_up_an_amendment_and_becomes_version_two() -> None:
    hall = validate()
    async with desk_on(hall) as desk:
        assert "§ 1 · 2 amendments" in desk.picture
        assert "amendment of § 1" in desk.picture
        await desk.press("tab", "d")
        assert "Which amendments" not in desk.picture  # not while it is open
        hall.steer("toets", ChangePhase(Phase.CLOSED))
        desk.app.later(2)
        taken = next(row.id for row in desk.app.desk.view.rows if row.text == "behalve op zondag")
        await desk.press("down", "down", "d")  # the paragraph, after its amendments
        assert "Which amendments are taken up?" in desk.picture
        picks = [line.id for line in desk.app.screen.lines]  # type: ignore[attr-defined]
        await desk.press(*["down"] * picks.index(taken), "space", "enter")
        assert "It takes up:" in desk.picture
        assert "behalve op zondag" in desk.picture
        await put(desk, "text", "Het loket is elke dag open, behalve op zondag.")
        said = await desk.press("f2")
        new = "Het loket is elke dag open, behalve op zondag."
        assert said == [("toets", Amend(paragraphs(hall)[0], new, (taken,)))]
        assert in_validate(hall).rounds == 2  # what is cast after this is about the new words
        assert "version 2" in desk.picture


async def test_esc_at_the_amendments_changes_nothing() -> None:
    hall = validate()
    hall.steer("toets", ChangePhase(Phase.CLOSED))
    hall.later(2)
    async with desk_on(hall) as desk:
        await desk.press("d", "d")
        assert "Which amendments are taken up?" in desk.picture
        assert await desk.press("escape") == []


async def test_hands_are_counted_for_each_paragraph() -> None:
    hall = validate()
    async with desk_on(hall) as desk:
        await desk.press("k")
        await put(desk, "persons", "4")
        await put(desk, paragraphs(hall)[1], "3 0 1")
        [(_scope, command)] = await desk.press("f2")
        assert command == CountHands(4, {paragraphs(hall)[1]: {1: 3, 3: 1}}, source="raised hands")
