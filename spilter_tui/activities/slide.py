"""slide (Presenteren): a text to read."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from spilter_tui.i18n import N_
from spilter_tui.panes import Pane
from spilter_tui.widgets.text import plain


class SlidePane(Pane):
    """The slide's text, in the middle of a calm screen."""

    DEFAULT_CSS = """
    SlidePane VerticalScroll { align: center middle; }
    SlidePane Static { width: auto; max-width: 68; padding: 1 2; }
    """

    kind = "slide"
    explained = N_("Something to read. There is nothing to fill in here.")

    def body(self) -> ComposeResult:
        """One text."""
        with VerticalScroll():
            yield Static()

    def show(self) -> None:
        """The text as it is now."""
        self.query_one("#pane-body Static", Static).update(plain(self.view.text) if self.view else Content())

    @property
    def shows_result(self) -> bool:
        """A slide is its own result."""
        return False
