"""Terminals that don't draw UTF-8: every role's real program sends them nothing that their encoding doesn't hold."""

import contextlib
import sys
from pathlib import Path

import pytest

from server.domain import root, steering
from server.domain.entries import AddEntry
from server.domain.kernel import Card, Phase, Selection
from server.domain.root import Agenda, Info, Shown, Table
from tests.client import joined
from tests.serving import started
from tests.terminal import Terminal
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

            laptop, desk, wall = run("join", "--table", "1"), run("desk", "--key", serving.key), run("wall")
            await staff.done("ideas", steering.ChangePhase(Phase.OPEN))
            await staff.done("", root.GoTo("ideas"))
            await staff.done("", root.Show(Shown("entries", "ideas")))
            await person.done("ideas", AddEntry("Één café, 漢字 “hé”"))
            await all_show([laptop, desk], 'Een cafe, ???? "he"')
            await staff.done("ideas", steering.ChangePhase(Phase.CLOSED))
            await staff.done("order", steering.ChangePhase(Phase.OPEN))
            await staff.done("", root.GoTo("order"))
            await all_show([desk], "hoort bij elkaar")
            desk.press("s")
            await all_show([desk], "Esc klaar")
            await staff.done("", root.Show(Shown("lobby")))
            await all_show([wall], "spilter join")
            laptop.press("f1")
            await all_show([laptop], "F1  hulp")
            for terminal in (laptop, desk, wall):
                assert bytes(terminal.raw).isascii()
            assert "+- Hulp --" in laptop.text
