"""Over real sockets: people judge, differ, talk about why, and judge again beside what they said first."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from server.domain.activities.vote import VoteView
from server.domain.ballots import CastBallot
from server.domain.entries import AddEntry
from server.domain.kernel import Card, Item, Phase
from server.domain.root import Agenda, AgendaView, Info
from server.serve import Serving
from spilter_tui import i18n
from tests.client import Client, joined
from tests.serving import started
from tests.tui.laptops import desk, until

ITEMS = (Item("i1", "Eén loket"), Item("i2", "De omzeteis"), Item("i3", "Een spreekuur"))
AGENDA = Agenda(Info("Almere"), cards=(Card("stem", "vote", "Stemmen", start=ITEMS), Card("eind", "slide", "Einde")))
FIRST = [{"i1": 4, "i2": 1 + 4 * (at % 2), "i3": 2 + at % 2} for at in range(4)]
SECOND = {"i1": 4, "i2": 4, "i3": 2}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


async def cast(people: list[Client], round: int, ballots: list[dict[str, int]]) -> None:
    for person, values in zip(people, ballots, strict=True):
        ballot = CastBallot(voter=f"{round}-{person.seat}"[:32], values=values, round=round)
        await person.done("stem", ballot)


async def gone_on(person: Client, goes: Callable[[AgendaView], bool]) -> str:
    """Wait until this laptop's agenda is so; the activity that the room is at by then."""
    agenda = await person.until("agenda", goes)
    assert isinstance(agenda, AgendaView)
    return agenda.current


async def test_judge_differ_talk_and_judge_again(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        serving: Serving = await stack.enter_async_context(started(tmp_path / "w.spilter", agenda=AGENDA))
        people = [await stack.enter_async_context(joined(serving.port, serving.code)) for _n in range(4)]
        pilot = await stack.enter_async_context(desk(tmp_path / "1", serving))
        for person in people:
            await person.watch("agenda")
        await pilot.press("o")
        await until(pilot, "0 of 4 voted")
        await cast(people, 1, FIRST)
        await until(pilot, "4 of 4 voted")
        await pilot.press("o")
        await until(pilot, "people differ on: De omzeteis")

        await pilot.press("x")
        await until(pilot, "0.50  De omzeteis")
        await pilot.press("x")
        await until(pilot, "3 Einde")  # the talk came before it
        await until(pilot, "Why high? Why low?")
        talk = await gone_on(people[0], lambda agenda: agenda.current != "stem")
        assert [item.text for item in serving.hub.session.workshop.activities[talk].received.values()] == [
            "De omzeteis"
        ]
        await people[0].done(talk, AddEntry("zonder eis komt iedereen", about="i2"))

        await pilot.press("b")
        await until(pilot, "0 of 4 voted")
        await gone_on(
            people[1],
            lambda agenda: (
                agenda.current == "stem" and any(row.id == talk and row.phase is Phase.CLOSED for row in agenda.rows)
            ),
        )
        ballot = await people[1].watch("stem")
        assert isinstance(ballot, VoteView)
        assert ballot.round == 2
        await cast(people, 2, [SECOND] * 4)
        await until(pilot, "4 of 4 voted")
        await pilot.press("o")
        await until(pilot, "x talk over")
        figures = serving.hub.session.workshop.activities["stem"].figures()
        omzeteis = next(each for each in figures.items if each["id"] == "i2")
        assert omzeteis["mean"] == 4
        assert omzeteis["earlier"][0]["mean"] == 3
