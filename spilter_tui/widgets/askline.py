"""One line of text, asked over the screen; Esc gives nothing."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from spilter_tui.i18n import N_, _

PRINTABLE = r"[^\x00-\x1f\x7f-\x9f]*"


class AskLine(ModalScreen[str]):
    """The result is the line, or "" for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", N_("back"), show=False)]

    DEFAULT_CSS = """
    AskLine { align: center middle; background: $background 60%; }
    AskLine > Vertical { width: 60; max-width: 92%; height: auto; background: $background; border: round $accent;
        border-title-color: $text; border-title-style: bold; border-subtitle-color: $text-muted; padding: 1 2; }
    AskLine Static { width: 1fr; height: auto; color: $text-muted; }
    AskLine Input { margin-top: 1; border: round $border-blurred; background: $background; }
    AskLine Input:focus { border: round $accent; background-tint: $foreground 0%; }
    """

    def __init__(self, title: str, text: str, value: str = "", limit: int = 80) -> None:
        """`title` and `text` are translated."""
        super().__init__()
        self._heading, self._text, self._value, self._limit = title, text, value, limit

    def compose(self) -> ComposeResult:
        """What is asked, and the line."""
        with Vertical() as box:
            box.border_title = Content(self._heading)
            box.border_subtitle = Content(_("Enter: done · Esc: back"))
            yield Static(Content(self._text))
            yield Input(self._value, restrict=PRINTABLE, max_length=self._limit, select_on_focus=False)

    @on(Input.Submitted)
    def done(self, event: Input.Submitted) -> None:
        """Give the line back."""
        event.stop()
        self.dismiss(event.value.strip())

    def action_close(self) -> None:
        """Give nothing back."""
        self.dismiss("")
