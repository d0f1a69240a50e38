"""A question with a box under it, in the place of what may wait: a title for a theme, other words for a headline."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from spilter_tui.i18n import N_
from spilter_tui.widgets.entrybox import EntryBox


class Prompt(Vertical):
    """Shown by `ask`; posts `Answered` on Enter. Closing it keeps what was typed for the next time it asks the same."""

    DEFAULT_CSS = """
    Prompt { height: auto; display: none; margin: 0 1; }
    Prompt.-asks { display: block; }
    Prompt Static { height: 1; padding: 0 2; color: $text-muted; }
    Prompt EntryBox { max-height: 5; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", N_("back"))]

    class Answered(Message):
        """Enter: this was typed, in answer to the question of that name."""

        def __init__(self, name: str, text: str) -> None:
            super().__init__()
            self.about, self.text = name, text

    class Turned(Message):
        """It asks something now, or no longer."""

        def __init__(self, asks: bool) -> None:
            super().__init__()
            self.asks = asks

    def __init__(self) -> None:
        super().__init__()
        self.asks = ""
        """The name of the question that is being asked; empty if none."""
        self._kept: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The question and the box."""
        yield Static()
        yield EntryBox()

    def keep(self, name: str, text: str) -> None:
        """Have this stand in the box when the question of that name is asked next."""
        self._kept[name] = text

    def ask(self, name: str, question: str, does: str, text: str = "") -> None:
        """Ask something (translated): the box holds what was kept, else this text; `does` says what Enter does."""
        self.asks = name
        self.query_one(Static).update(Content(question))
        box = self.query_one(EntryBox)
        box.sends = does
        box.text = self._kept.pop(name, text)
        box.move_cursor(box.document.end)
        self.add_class("-asks")
        self.post_message(self.Turned(True))
        self.screen.set_focus(box)  # now, not after the keys that were typed meanwhile

    def action_close(self) -> None:
        """Ask no more; what was typed is kept."""
        box = self.query_one(EntryBox)
        if self.asks and box.text.strip():
            self._kept[self.asks] = box.text
        self._end()

    def _end(self) -> None:
        self.asks = ""
        self.remove_class("-asks")
        self.post_message(self.Turned(False))
        self.screen.set_focus(None)

    @on(EntryBox.Sent)
    def answer(self, event: EntryBox.Sent) -> None:
        """Give the answer."""
        event.stop()
        name = self.asks
        self._end()
        self.post_message(self.Answered(name, event.text))

    @on(EntryBox.PastedLines)
    def take_lines(self, event: EntryBox.PastedLines) -> None:
        """What was pasted stays in the box as it is."""
        event.stop()

    @on(EntryBox.Drafted)
    def no_draft(self, event: EntryBox.Drafted) -> None:
        """What is typed here is kept by the screen, and no draft of an entry."""
        event.stop()
