"""The real program in a real terminal: its window is closed, or the laptop shuts down, while somebody types."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from server.domain import root, steering
from server.domain.kernel import Card, Phase
from server.domain.root import Agenda, Info
from spilter_tui.link.profile import Profile
from tests.client import joined
from tests.serving import started
from tests.terminal import Terminal

AGENDA = Agenda(Info("Café Noord"), (), (Card("ideas", "brainstorm", "Ideeën", "Wat kost het?"),))
NO_PAUSES = """
import sys
from spilter_tui.widgets import entrybox
from spilter_tui.cli import main
entrybox.PAUSE = 3600.0
main()
"""


def told_to_stop(terminal: Terminal) -> int:
    os.kill(terminal.pid, signal.SIGTERM)
    return terminal.wait_for_end()


@pytest.mark.parametrize("end", [told_to_stop, Terminal.close_window], ids=["shut down", "window closed"])
async def test_what_stands_in_the_box_is_kept(end: Callable[[Terminal], int], tmp_path: Path) -> None:
    folder = tmp_path / "laptop"
    async with (
        started(tmp_path / "w.spilter", agenda=AGENDA) as serving,
        joined(serving.port, serving.code, role="facilitator", key=serving.key) as staff,
    ):
        await staff.done("ideas", steering.ChangePhase(Phase.OPEN))
        await staff.done("", root.GoTo("ideas"))
        place = f"127.0.0.1:{serving.port}"
        command = [sys.executable, "-c", NO_PAUSES, "join", place, "--code", serving.code, "--profile", str(folder)]
        with Terminal(command) as terminal:
            await asyncio.to_thread(terminal.wait_for, "Enter verstuurt")
            terminal.press("Bomen op het plein")
            await asyncio.to_thread(terminal.wait_for, "Bomen op het plein")
            assert await asyncio.to_thread(end, terminal) == 0
    profile = Profile(folder)
    [workshop] = profile.workshops()
    assert list(profile.journal(workshop).book.drafts.values()) == ["Bomen op het plein"]
    profile.close()
