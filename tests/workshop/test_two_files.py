"""A new kind is two files: with them a real server, a real laptop's screen, the result and the report know it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

import server.domain.activities as decided
import spilter_tui.activities as shown
from server.domain import kernel, kinds, root, steering
from server.domain.kernel import Card, Item, Phase
from server.protocol import codec
from server.protocol.queries import Files, MakeReport
from spilter_tui import i18n, panes
from tests.client import joined
from tests.domain.test_new_kind import APPLAUSE
from tests.serving import started
from tests.tui.laptops import laptop, until

PANE = dedent('''
    """applause: one key claps for the first item."""

    from textual.binding import Binding
    from textual.content import Content
    from textual.widgets import Static

    from server.domain.activities.applause import Clap
    from spilter_tui.panes import Pane


    class ApplausePane(Pane):
        """How often there was applause; `c` claps."""

        kind = "applause"
        can_focus = True
        BINDINGS = [Binding("c", "clap", "clap")]

        def body(self):
            yield Static(id="claps")

        def on_mount(self):
            self.focus()

        def show(self):
            super().show()
            if self.view is not None:
                self.query_one("#claps", Static).update(Content(f"clapped {self.view.total} times"))

        def action_clap(self):
            self.post_message(self.Wanted(self, Clap("een")))
''')


@pytest.fixture
def applause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The kind's two files, in folders of their own beside the shipped ones; gone afterwards."""
    for package, name, text in ((decided, "server", APPLAUSE), (shown, "screen", PANE)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "applause.py").write_text(text, "utf-8")
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(i18n, "_language", "en")
    kinds.load()
    codec.refresh()
    yield
    kernel.registry.pop("applause", None)
    panes.panes.pop("applause", None)
    for package in (decided, shown):
        sys.modules.pop(f"{package.__name__}.applause", None)
        monkeypatch.delattr(package, "applause", raising=False)
    codec.refresh()


@pytest.mark.usefixtures("applause")
async def test_two_files_bring_a_kind_from_the_agenda_to_the_report(tmp_path: Path) -> None:
    card = Card("clap", "applause", "Applaus", "Voor wie?", start=(Item("een", "De buurtmoeders"),))
    agenda = root.Agenda(root.Info("Nieuw"), (), (card,))
    async with (
        started(tmp_path / "w.spilter", agenda=agenda) as serving,
        joined(serving.port, serving.code, role="facilitator", key=serving.key) as desk,
        laptop(tmp_path / "1", serving.port, serving.code) as pilot,
    ):
        await desk.done("clap", steering.ChangePhase(Phase.OPEN))
        await desk.done("", root.GoTo("clap"))
        await until(pilot, "clapped 0 times")
        await pilot.press("c", "c")
        await until(pilot, "clapped 2 times")
        await desk.done("clap", steering.ChangePhase(Phase.CLOSED))
        await desk.done("clap", steering.Reveal())
        assert "De buurtmoeders" in await until(pilot, "De buurtmoeders")
        files = await desk.ask(MakeReport(("md",)))
        assert isinstance(files, Files)
        assert "De buurtmoeders" in files.files["report.md"].decode()
