"""The box in which everybody types: Enter sends, nothing typed is lost, and its border says what is kept of whom."""

import unicodedata
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import TextArea

from server.domain.numbers import number
from server.domain.text import LIMIT, UNKNOWN, display
from spilter_tui.i18n import N_, _, language

PAUSE = 0.4  # seconds after a key until the draft is said: that much typing can be lost in a crash
NEAR = LIMIT - 400  # from here the counter shows


# The keys that move and delete; F6 and F7 are the panes' own.
_EDITING = [each for each in TextArea.BINDINGS if isinstance(each, Binding) and each.key not in ("f6", "f7")]


class EntryBox(TextArea, inherit_bindings=False):
    """A text of a few lines. Posts `Sent`, `Drafted` while somebody types, and `PastedLines` for a pasted list."""

    DEFAULT_CSS = """
    EntryBox { height: auto; min-height: 3; max-height: 9; background: $background; color: $text;
        border: round $border-blurred; padding: 0 1;
        border-title-color: $text-muted; border-subtitle-color: $text-muted; }
    EntryBox:focus { border: round $accent; }
    EntryBox:disabled { opacity: 100%; color: $text-muted; }
    EntryBox.-long { border: round $warning; border-subtitle-color: $warning; }
    EntryBox .text-area--placeholder { color: $text-muted; }
    EntryBox:dark .text-area--cursor, EntryBox:light .text-area--cursor { color: $background; background: $accent; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *_EDITING,
        Binding("f3,alt+enter,shift+enter,ctrl+j", "newline", N_("new line"), show=False),
    ]

    promise: reactive[str] = reactive("")
    """What is kept of who writes, translated; stands in the border."""
    sends: reactive[str] = reactive("")
    """What Enter does, translated; by default that it sends."""
    closed: reactive[str] = reactive("")
    """Why nothing can be sent now, translated; empty while it can. Typing goes on, and nothing is lost."""

    class Sent(Message):
        """Enter: this text should go. The box is already empty again."""

        def __init__(self, box: "EntryBox", text: str) -> None:
            super().__init__()
            self.box, self.text, self.slot = box, text, box.slot

        @property
        def control(self) -> "EntryBox":
            """The box."""
            return self.box

    class Drafted(Message):
        """Somebody types: this is what stands in the box now; may be nothing.

        No kind of `Sent`: a handler of a message also gets those that inherit from it, and would send drafts.
        """

        def __init__(self, box: "EntryBox", text: str) -> None:
            super().__init__()
            self.box, self.text, self.slot = box, text, box.slot

        @property
        def control(self) -> "EntryBox":
            """The box."""
            return self.box

    class PastedLines(Message):
        """Several lines were pasted into the empty box: one entry or many?"""

        def __init__(self, box: "EntryBox", lines: tuple[str, ...]) -> None:
            super().__init__()
            self.box, self.lines = box, lines

    def __init__(self, *, id: str | None = None, placeholder: str = "") -> None:
        super().__init__(id=id, placeholder=Content(placeholder), highlight_cursor_line=False)
        self.match_cursor_bracket = False
        self.cursor_blink = False
        self.slot = ""
        """What the text belongs to; each message carries it, since the box may be elsewhere when that is handled."""
        self._pause: Timer | None = None

    def on_mount(self) -> None:
        """Say in the border what holds here."""
        self._show_state()

    def watch_promise(self, promise: str) -> None:
        """Put it in the border."""
        self.border_title = Content(promise)

    def watch_sends(self) -> None:
        """Put it in the border."""
        self._show_state()

    def watch_closed(self) -> None:
        """Say so."""
        self._show_state()

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: what was typed, with a stand-in for each character a terminal would act upon."""
        return Text("".join(map(_calm, self.document.get_line(line_index))), end="", no_wrap=True)

    # --- what goes out ----------------------------------------------------------------------------------------

    @property
    def too_long(self) -> bool:
        """Whether there is more than may be sent at once."""
        return len(self.text) > LIMIT

    def send(self) -> None:
        """Hand over what was typed, unless it is nothing, too long, or closed; then nothing changes."""
        text = self.text
        if not text.strip() or self.too_long or self.closed:
            return
        self.clear()
        self.post_message(self.Sent(self, text))
        self.settle()

    def settle(self) -> None:
        """Say what stands in the box, without waiting for the pause."""
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        self.post_message(self.Drafted(self, self.text))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say soon what stands here; who types on without a pause is not waited for."""
        event.stop()
        self._show_state()
        if self._pause is None:
            self._pause = self.set_timer(PAUSE, self.settle)

    def on_blur(self) -> None:
        """Leaving the box is a pause."""
        if self._pause is not None:
            self.settle()

    # --- keys -------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Enter sends instead of starting a line."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.send()

    def action_newline(self) -> None:
        """Start a line."""
        self.insert("\n")
        self.scroll_cursor_visible()

    def on_paste(self, event: events.Paste) -> None:
        """A list pasted into an empty box is perhaps as many entries; the text itself goes in first."""
        lines = tuple(line.strip() for line in event.text.splitlines() if line.strip())
        if len(lines) > 1 and not self.text.strip():
            self.post_message(self.PastedLines(self, lines))

    # --- the border -------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        self.set_class(self.too_long, "-long")
        self.border_subtitle = Content(self._state())

    def _state(self) -> str:
        size, speak = len(self.text), language()
        if size > NEAR:
            count = _("{n} of {limit} characters").format(n=number(size, speak), limit=number(LIMIT, speak))
            return _("{count}: too long, make it two").format(count=count) if self.too_long else count
        if self.closed:
            return self.closed
        return self.sends or _("Enter sends · F3 new line")


def _calm(character: str) -> str:
    """One character for one: itself, or what stands for it."""
    if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"} or character == "\t":
        return character
    shown = display(character)
    return shown if len(shown) == 1 and shown != character else UNKNOWN
