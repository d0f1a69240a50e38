"""A question over the screen: a few choices, each with its own key. Esc never does anything but close it."""

from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from spilter_tui.i18n import _
from spilter_tui.widgets.keys import key_name


class Choice(NamedTuple):
    """A key, what it does (translated), and what the dialog then gives back."""

    key: str
    label: str
    value: str


class Dialog(ModalScreen[str]):
    """Ask something; the result is the value of the choice, or "" for Esc."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > Vertical { width: 64; max-width: 92%; height: auto; max-height: 100%; background: $surface;
        border: round $border-blurred; border-title-color: $text; border-title-style: bold; padding: 1 2 0 2; }
    Dialog VerticalScroll { height: auto; max-height: 16; }
    Dialog Static { width: 1fr; height: auto; }
    Dialog .choices { margin: 1 0; }
    """

    def __init__(self, title: str, text: Content | str, choices: tuple[Choice, ...] = ()) -> None:
        super().__init__()
        self.heading = title
        self.text = text if isinstance(text, Content) else Content(text)
        self.choices = choices

    def compose(self) -> ComposeResult:
        """The text, and beneath it the choices."""
        with Vertical() as box:
            box.border_title = Content(self.heading)
            with VerticalScroll(can_focus=True):
                yield Static(self.text)
            yield Static(self._choices(), classes="choices")

    def _choices(self) -> Content:
        rows = [*self.choices, Choice("escape", _("back") if self.choices else _("close"), "")]
        wide = max(len(key_name(each.key)) for each in rows)
        return Content("\n").join(
            Content.assemble((key_name(each.key).rjust(wide), "bold $accent"), "  ", each.label) for each in rows
        )

    def on_key(self, event: events.Key) -> None:
        """Choose, or close."""
        found = {each.key: each.value for each in self.choices} | {"escape": ""}
        if event.key in found:
            event.stop()
            self.dismiss(found[event.key])
