"""The desk while a crowd types: the gate, counts by topic, and a question in between."""

import pytest

from server.domain.activities.brainstorm import PushPrompt, Release
from server.domain.entries import AddEntry, HideEntry
from server.domain.kernel import Card, Phase
from server.domain.root import Agenda, GoTo, Info
from server.domain.steering import ChangePhase, SetPreset
from spilter_tui import i18n
from spilter_tui.widgets.entries import Entries
from tests.domain.stage import items
from tests.tui.desk_stage import DeskStage, Hall, afternoon, type_in
from tests.tui.stage import picture, settle


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def gated() -> Hall:
    """Four entries wait at the gate."""
    hall = afternoon()
    hall.steer("ontbreekt", SetPreset("gate"))
    type_in(hall, 4)
    hall.later(10)
    return hall


async def test_entries_are_let_through_one_by_one_held_back_with_a_reason_or_let_through_together() -> None:
    hall = gated()
    app = DeskStage(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "4 entries · 4 at the gate" in picture(app)
        entries = app.desk.query_one(Entries)
        queue = [line.id for line in entries.rows[:4]]
        entries.focus()
        await pilot.press("d")
        await settle(pilot)
        assert entries.chosen == queue[1]  # the next one is at hand
        await pilot.press("h", "1")
        await settle(pilot)
        await pilot.press("D")
        await settle(pilot)
        view = app.desk.view
        assert view.held == 0
        assert {row.id for row in view.rows if row.public} == {queue[0], *queue[2:]}
        await pilot.press("u")
        await settle(pilot)
        assert app.desk.view.held == 2
    kinds = [type(command) for _scope, command in hall.did]
    assert kinds[:3] == [Release, HideEntry, Release]


async def test_a_question_in_between_is_one_of_the_prepared_ones_or_typed_and_taken_away() -> None:
    hall = afternoon()
    app = DeskStage(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("q")  # nothing was prepared: the form comes at once
        await settle(pilot)
        await pilot.press(*"En de winter?", "enter")
        await settle(pilot)
        assert app.desk.view.pushed.text == "En de winter?"
        await pilot.press("q", "x")
        await settle(pilot)
        assert app.desk.view.pushed is None
    assert [command.text for _scope, command in hall.did if isinstance(command, PushPrompt)] == ["En de winter?", ""]


async def test_the_desk_counts_by_topic() -> None:
    settings = {"start": "topics"}
    card = Card("lenzen", "brainstorm", "Lenzen", start=items("Politiek", "Financieel", "Juridisch"), settings=settings)
    hall = Hall(Agenda(Info("Risico"), cards=(card,)))
    hall.come((1, 1))
    hall.steer("", GoTo("lenzen"))
    hall.steer("lenzen", ChangePhase(Phase.OPEN))
    for about in "aac":
        hall.people[0].do(AddEntry("een risico", about=about), "lenzen")
    hall.later(10)
    app = DeskStage(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "1 Politiek 2   2 Financieel 0   3 Juridisch 1" in picture(app)
