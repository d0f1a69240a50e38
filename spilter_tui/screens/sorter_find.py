"""Look an item up among all of them, whatever its case or accents, and take it to hand."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from server.domain.text import display
from spilter_tui.i18n import N_, _
from spilter_tui.widgets.entries import Entries, Line


class Needle(Input):
    """A line to type what is looked for; what is pasted is made harmless."""

    def insert_text_at_cursor(self, text: str) -> None:
        """Take only what may be shown."""
        super().insert_text_at_cursor(display(text).replace("\n", " "))


class Found(Entries):
    """A list that shows where the keys are while somebody types elsewhere."""

    def _is_chosen(self, row: Line) -> bool:
        return row.id == self.chosen


class FindScreen(ModalScreen[str]):
    """The result is the id of the chosen row, or "" for none."""

    DEFAULT_CSS = """
    FindScreen { align: center middle; background: $background 60%; }
    FindScreen > Vertical { width: 94%; height: 90%; background: $surface; padding: 0 1;
        border: round $accent; border-title-color: $text; }
    FindScreen Needle { background: $surface; color: $text; border: none; height: 1; margin: 0 0 1 2; }
    FindScreen Entries { background: $surface; }
    FindScreen Static { height: 1; color: $text-muted; padding: 0 2; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", N_("back"), show=False),
        Binding("up", "move(-1)", N_("previous"), show=False),
        Binding("down", "move(1)", N_("next"), show=False),
        Binding("pageup", "move(-10)", N_("ten back"), show=False),
        Binding("pagedown", "move(10)", N_("ten on"), show=False),
    ]

    def __init__(self, rows: tuple[Line, ...]) -> None:
        super().__init__()
        self.rows = rows

    def compose(self) -> ComposeResult:
        """A line to type in over the list."""
        with Vertical() as box:
            box.border_title = Content(_("search"))
            yield Needle(placeholder=_("Type a part of it"), compact=True)
            yield Found()
            yield Static(Content(_("↑ ↓ choose   Enter take it   Esc back")))

    def on_mount(self) -> None:
        """Show everything."""
        entries = self.query_one(Entries)
        entries.empty = _("Nothing with these words.")
        entries.rows = self.rows
        entries.action_move(-1_000_000)

    @on(Input.Changed)
    def look(self, event: Input.Changed) -> None:
        """Show what holds these words."""
        entries = self.query_one(Entries)
        entries.needle = event.value
        if entries.line is None:
            entries.action_move(-1_000_000)

    def action_move(self, by: int) -> None:
        """Up or down the list while typing goes on."""
        self.query_one(Entries).action_move(by)

    @on(Input.Submitted)
    @on(Entries.Chosen)
    def take(self) -> None:
        """Take the row that the keys are at."""
        line = self.query_one(Entries).line
        self.dismiss(line.id if line else "")

    def action_close(self) -> None:
        """Take nothing."""
        self.dismiss("")
