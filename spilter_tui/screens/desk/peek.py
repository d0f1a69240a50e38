"""What participants see of an activity now: their own pane, with nothing to fill in."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from server.domain.root import AgendaRow, ResultView
from spilter_tui.i18n import N_, _
from spilter_tui.panes import pane_for
from spilter_tui.widgets.asked import Asked


class Peek(ModalScreen[None]):
    """Shows a pane that was given a participant's view; Esc or P goes back."""

    DEFAULT_CSS = """
    Peek { align: center middle; background: $background 60%; }
    Peek > Vertical { width: 80; max-width: 96%; height: 22; max-height: 96%; background: $background;
        border: round $border-blurred; border-title-color: $text-muted; border-subtitle-color: $text-muted; }
    Peek Container { height: 1fr; }
    Peek *:disabled:can-focus { opacity: 100%; }
    Peek .nothing { width: 1fr; height: 1fr; content-align: center middle; color: $text-muted; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,P,enter", "leave", N_("back"))]

    def __init__(self, row: AgendaRow, view: Any, result: Any, now: float) -> None:
        super().__init__()
        self.row, self.view, self.result, self.now = row, view, result, now

    def compose(self) -> ComposeResult:
        """The pane, or that there is nothing to see yet."""
        with Vertical() as box:
            box.border_title, box.border_subtitle = Content(_("What participants see")), Content(_("Esc: back"))
            if self.view is None:
                yield Static(Content(_("Nothing yet: it has not begun.")), classes="nothing")
                return
            asked = Asked()
            asked.row, asked.now = self.row, self.now
            yield asked
            with Container(disabled=True):
                pane = pane_for(self.row.kind)()
                pane.row, pane.now, pane.view = self.row, self.now, self.view
                pane.result = self.result if isinstance(self.result, ResultView) else ResultView(hidden=True)
                yield pane

    def action_leave(self) -> None:
        """Back to the desk."""
        self.dismiss(None)
