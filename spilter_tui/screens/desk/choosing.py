"""A list over the desk to choose one line from."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from spilter_tui.i18n import N_, _
from spilter_tui.widgets.entries import Entries, Line


class ChooseScreen(ModalScreen[str]):
    """Gives the id of the line on which Enter was pressed; empty for Esc."""

    DEFAULT_CSS = """
    ChooseScreen { align: center middle; background: $background 60%; }
    ChooseScreen > Vertical { width: 84; max-width: 96%; height: auto; max-height: 90%; background: $surface;
        border: round $border-blurred; border-title-color: $text; border-title-style: bold; padding: 1 1 0 1; }
    ChooseScreen Entries { height: auto; max-height: 16; background: $surface; }
    ChooseScreen .keys { width: 1fr; height: 1; margin-top: 1; padding: 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", N_("back"))]

    def __init__(self, title: str, lines: Sequence[Line]) -> None:
        super().__init__()
        self.heading, self.lines = title, tuple(lines)

    def compose(self) -> ComposeResult:
        """The list and the keys."""
        with Vertical() as box:
            box.border_title = Content(self.heading)
            yield Entries()
            yield Static(self._keys(), classes="keys")

    def on_mount(self) -> None:
        """Start at the top."""
        entries = self.query_one(Entries)
        entries.rows = self.lines
        entries.chosen = self.lines[0].id if self.lines else ""
        entries.focus()

    @staticmethod
    def _keys() -> Content:
        pairs = (("Enter", _("choose")), ("Esc", _("back")))
        return Content("   ").join(Content.assemble((key, "bold $accent"), " ", does) for key, does in pairs)

    @on(Entries.Chosen)
    def done(self, event: Entries.Chosen) -> None:
        """Hand over."""
        event.stop()
        line = self.query_one(Entries).line
        self.dismiss(line.id if line is not None else "")

    def action_leave(self) -> None:
        """Leave it."""
        self.dismiss("")
