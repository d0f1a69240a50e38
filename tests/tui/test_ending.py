"""Whatever ends the program on a laptop: what stands in a box, typed a moment before, stands there again."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot

from server.domain import root, steering
from server.domain.kernel import Card, Item, Phase
from server.domain.survey.questions import Page, Question, Survey
from server.domain.survey.written import written
from server.protocol.messages import Enter
from spilter_tui import i18n
from spilter_tui.app import Spilter
from spilter_tui.link.profile import Profile
from spilter_tui.widgets import entrybox
from tests.client import joined
from tests.serving import started
from tests.tui.laptops import laptop, until
from tests.tui.stage import pressed

SURVEY = Survey((Page((Question("waarom", "long", "Waarom?"), Question("fte", "number", "Hoeveel?"))),))
QUESTIONS = msgspec.to_builtins(written(SURVEY))
ROADS, FARES = Item("w", "Wegen"), Item("t", "Tarieven")
CARDS = {
    "ideas": Card("ideas", "brainstorm", "Ideeën", "Wat ontbreekt?", grace=60),
    "fields": Card("fields", "brainstorm", "Risico's", "Wat kan er gebeuren?",
                   settings={"fields": ["Oorzaak", "Gevolg"]}),
    "talk": Card("talk", "discuss", "Bespreken", "Wat vindt u?", start=(ROADS, FARES)),
    "survey": Card("survey", "survey", "Enquête", "Wat speelt er?", settings={"questions": QUESTIONS}),
    "vote": Card("vote", "vote", "Schatten", "Wat kost het?", start=(ROADS, FARES),
                 settings={"method": "estimate", "low": 0, "high": 1000}),
}  # fmt: skip
TYPED: Mapping[str, tuple[str, str, tuple[str, ...], str]] = {
    "text": ("ideas", "Enter sends", ("Bomen",), "Bomen"),
    "field": ("fields", "Gevolg", ("brand", "enter", "Bomen"), "Bomen"),
    "topic": ("talk", "Wegen", ("pagedown", "Bomen"), "Bomen"),
    "change": ("ideas", "Enter sends", ("Struiken", "enter", "f4", "enter", " en Bomen"), "Struiken en Bomen"),
    "answer": ("survey", "Waarom?", ("Bomen",), "Bomen"),
    "number": ("survey", "Waarom?", ("Bomen", "enter", "12"), "12"),
    "estimate": ("vote", "Tarieven", ("12",), '"w":12'),
}
"""By what is typed in: the activity, what it shows, what is pressed there, and what must be kept."""
KEYS = ("enter", "pagedown", "f4")


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """In English, and nobody pauses: no draft is kept because its writer stopped to think."""
    monkeypatch.setattr(i18n, "_language", "en")
    monkeypatch.setattr(entrybox, "PAUSE", 3600.0)


async def by_the_window(pilot: Pilot[int]) -> None:
    """Nothing more: what is left is Textual's own end."""


async def by_a_key(pilot: Pilot[int]) -> None:
    await pilot.press("ctrl+q", "ctrl+q")


async def by_a_signal(pilot: Pilot[int]) -> None:
    assert isinstance(pilot.app, Spilter)
    pilot.app.call_later(pilot.app.end)


class Fault(Exception):
    """A fault of the program itself."""


async def by_a_fault(pilot: Pilot[int]) -> None:
    def fail() -> None:
        raise Fault

    pilot.app.call_later(fail)


async def typed(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pressed(pilot, *((key,) if key in KEYS else key))


def drafts(folder: Path) -> str:
    """All that stands unsent on a laptop."""
    profile = Profile(folder)
    try:
        return "\n".join(text for name in profile.workshops() for text in profile.journal(name).book.drafts.values())
    finally:
        profile.close()


async def seen(folder: Path, what: str, end: Callable[[Pilot[int]], Awaitable[None]]) -> str:
    """What stands on a laptop where this was typed and that ended so at once."""
    activity, shows, keys, _expected = TYPED[what]
    agenda = root.Agenda(root.Info("Almere"), (), (CARDS[activity],))
    async with (
        started(folder / "w.spilter", agenda=agenda) as serving,
        joined(serving.port, serving.code, role="facilitator", key=serving.key) as staff,
    ):
        await staff.done(activity, steering.ChangePhase(Phase.OPEN))
        await staff.done("", root.GoTo(activity))
        with suppress(Fault):
            async with laptop(folder / "1", serving.port, serving.code, Enter("")) as pilot:
                await until(pilot, shows)
                await typed(pilot, *keys)
                await end(pilot)
        return drafts(folder / "1")


@pytest.mark.parametrize("end", [by_the_window, by_a_key, by_a_signal, by_a_fault])
@pytest.mark.parametrize("what", TYPED)
async def test_what_was_typed_a_moment_before_the_end_is_kept(
    what: str, end: Callable[[Pilot[int]], Awaitable[None]], tmp_path: Path
) -> None:
    assert TYPED[what][-1] in await seen(tmp_path, what, end)


async def test_a_number_that_was_not_entered_yet_stands_there_again_after_f5(tmp_path: Path) -> None:
    agenda = root.Agenda(root.Info("Almere"), (), (CARDS["vote"], CARDS["ideas"]))
    async with (
        started(tmp_path / "w.spilter", agenda=agenda) as serving,
        joined(serving.port, serving.code, role="facilitator", key=serving.key) as staff,
    ):
        await staff.done("vote", steering.ChangePhase(Phase.OPEN))
        await staff.done("", root.GoTo("vote"))
        async with laptop(tmp_path / "1", serving.port, serving.code, Enter("")) as pilot:
            await until(pilot, "Tarieven")
            await typed(pilot, "120")
            await staff.done("", root.GoTo("ideas"))
            await until(pilot, "The group has gone on")
            await pilot.press("f5")
            await until(pilot, "Wat ontbreekt?")
            await staff.done("", root.GoTo("vote"))
            await until(pilot, "Tarieven")
            seen = await until(pilot, "120")
            assert "1 to go" in seen
