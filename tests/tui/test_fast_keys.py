"""A facilitator who is faster than the screen: every key reaches what the one before it brought up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from server.domain.activities.brainstorm import Brainstorm
from server.domain.kernel import Card, Phase
from server.domain.root import Agenda, GoTo, Info
from server.domain.steering import ChangePhase
from spilter_tui import i18n
from tests.client import joined
from tests.serving import started
from tests.tui.laptops import desk, laptop, until
from tests.tui.stage import picture
from tests.tui.test_desk_app import AGENDA


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("nl")


def at_once(pilot: Pilot[int], *keys: str) -> None:
    """Press keys without waiting for what any of them does."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_a_question_gets_the_key_after_it_and_the_desk_the_keys_after_that(tmp_path: Path) -> None:
    async with started(tmp_path / "w.spilter", agenda=AGENDA) as serving, desk(tmp_path / "1", serving) as pilot:
        at_once(pilot, "n", "n", "t", "t", "w", "2")
        await until(pilot, "● open")
        await until(pilot, " left ")  # the timer runs
        workshop = serving.hub.session.workshop
        assert workshop.activities["ideas"].phase is Phase.OPEN
        assert workshop.plan.shown.what == "question"
        assert len(pilot.app.screen_stack) == 1


async def test_a_form_gets_all_that_is_typed_before_it_is_handed_over(tmp_path: Path) -> None:
    async with started(tmp_path / "w.spilter", agenda=AGENDA) as serving, desk(tmp_path / "1", serving) as pilot:
        at_once(pilot, "e", *"!now", "tab", *"why?", "f2", "o")
        await until(pilot, "● open")
        activity = serving.hub.session.workshop.activities["ideas"]
        assert isinstance(activity, Brainstorm)
        assert (activity.card.title, activity.card.question) == ("Knelpunten!now", "why?")


async def test_the_key_after_a_question_that_was_answered_is_no_second_answer(tmp_path: Path) -> None:
    async with started(tmp_path / "w.spilter", agenda=AGENDA) as serving, desk(tmp_path / "1", serving) as pilot:
        at_once(pilot, "t", "escape", "escape", "escape", "w", "escape", "w", "7", "7")
        await until(pilot, "Knelpunten")
        assert "To the wall" not in picture(pilot.app)
        assert len(pilot.app.screen_stack) == 1


async def test_fields_get_what_is_typed_in_each_though_enter_goes_on_meanwhile(tmp_path: Path) -> None:
    risks = Card(
        "risks", "brainstorm", "Risks", "What can go wrong?", settings={"fields": ["cause", "event", "effect"]}
    )
    plan = Agenda(Info("Risks"), cards=(risks,))
    async with (
        started(tmp_path / "w.spilter", agenda=plan) as serving,
        joined(serving.port, serving.code, role="facilitator", key=serving.key) as staff,
        laptop(tmp_path / "1", serving.port, serving.code) as pilot,
    ):
        await staff.done("risks", ChangePhase(Phase.OPEN))
        await staff.done("", GoTo("risks"))
        await until(pilot, "effect")
        at_once(pilot, *"rain", "enter", *"flood", "enter", *"loss", "enter", *"wind")
        await until(pilot, "rain → flood → loss")
        await until(pilot, "wind")
        activity = serving.hub.session.workshop.activities["risks"]
        assert isinstance(activity, Brainstorm)
        assert [entry.fields for entry in activity.entries.all()] == [("rain", "flood", "loss")]
