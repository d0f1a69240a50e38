"""Terminals without UTF-8: the real program sends them nothing that they can't draw, and takes what they type."""

import contextlib
import sys
from pathlib import Path

import pytest

from server.domain import root, steering
from server.domain.entries import AddEntry, EntryAdded
from server.domain.kernel import Card, Phase, Selection
from server.domain.root import Agenda, Info, Shown, Table
from tests.client import joined
from tests.serving import started
from tests.terminal import Terminal
from tests.workshop.evening import desk, records
from tests.workshop.test_hostile import all_show, kept_alive

AGENDA = Agenda(
    Info("Café Noord"),
    (Table(1, "Markt", 4),),
    (
        Card("ideas", "brainstorm", "Ideeën", "Wat kost € 5?", grace=0),
        Card("order", "group", "Ordenen", "Wat hoort bij elkaar?", carry=Selection("ideas", "all")),
    ),
)
SPILTER = [sys.executable, "-m", "spilter_tui"]


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}], ids=["C locale", "ascii"])
async def test_every_role_in_a_terminal_that_draws_ascii_only(env: dict[str, str], tmp_path: Path) -> None:
    async with (
        started(tmp_path / "w.spilter", agenda=AGENDA) as serving,
        joined(serving.port, serving.code, role="facilitator", key=serving.key) as staff,
        joined(serving.port, serving.code, table=1) as person,
        kept_alive(staff, person),
    ):
        with contextlib.ExitStack() as stack:

            def run(role: str, *how: str) -> Terminal:
                place, folder = f"127.0.0.1:{serving.port}", str(tmp_path / role)
                command = [*SPILTER, "--language", "nl", role, place, "--code", serving.code, "--profile", folder, *how]
                return stack.enter_context(Terminal(command, columns=100, rows=30, env=env))

            laptop, chair, wall = run("join", "--table", "1"), run("desk", "--key", serving.key), run("wall")
            await staff.done("ideas", steering.ChangePhase(Phase.OPEN))
            await staff.done("", root.GoTo("ideas"))
            await staff.done("", root.Show(Shown("entries", "ideas")))
            await person.done("ideas", AddEntry("Één café, 漢字 “hé”"))
            await all_show([laptop, chair], 'Een cafe, ???? "he"')
            await staff.done("ideas", steering.ChangePhase(Phase.CLOSED))
            await staff.done("order", steering.ChangePhase(Phase.OPEN))
            await staff.done("", root.GoTo("order"))
            await all_show([chair], "hoort bij elkaar")
            chair.press("s")
            await all_show([chair], "Esc klaar")
            await staff.done("", root.Show(Shown("lobby")))
            await all_show([wall], "spilter join")
            laptop.press("f1")
            await all_show([laptop], "F1  hulp")
            for terminal in (laptop, chair, wall):
                assert bytes(terminal.raw).isascii()
            assert "+- Hulp --" in laptop.text


@pytest.mark.parametrize(
    "env",
    [{"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "nl_NL.ISO-8859-1"}, {"LC_ALL": "C"}, {}],
    ids=["Latin-1", "Latin-1 locale", "C locale", "UTF-8 that it is not"],
)
async def test_letters_of_a_terminal_that_does_not_type_utf8(env: dict[str, str], tmp_path: Path) -> None:
    async with started(tmp_path / "w.spilter", agenda=AGENDA) as serving, desk(tmp_path / "desk", serving) as chair:
        await chair.do("ideas", steering.ChangePhase(Phase.OPEN))
        await chair.do("", root.GoTo("ideas"))
        place = f"127.0.0.1:{serving.port}"
        how = ["join", place, "--code", serving.code, "--table", "1", "--profile", str(tmp_path / "laptop")]
        with Terminal([*SPILTER, "--language", "nl", *how], env=env) as laptop:
            await all_show([laptop], "Enter verstuurt")
            laptop.send(b"Caf\xe9 Noord\r")
            await chair.sees("ideas", lambda view: view.total == 1)
            await all_show([laptop], "alles ontvangen")
        [entry] = [each.event for each in records(serving, "ideas", EntryAdded)]
        assert isinstance(entry, EntryAdded)
        assert entry.text == "Café Noord"
