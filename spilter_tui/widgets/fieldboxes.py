"""A box for each field of an entry, under each other in one frame: Enter goes to the next, in the last it sends."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from spilter_tui.i18n import _
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.text import plain_line

MOST = 5  # fields of an entry
LABEL = 16  # columns of a field's name


class FieldBox(EntryBox):
    """One field. It doesn't empty itself: the fields go together."""

    DEFAULT_CSS = """
    FieldBox, WritingPane FieldBox { border: none; min-height: 1; max-height: 3; margin: 0; padding: 0 1; width: 1fr; }
    FieldBox:focus, FieldBox.-long { border: none; }
    """

    class Entered(Message):
        """Enter in this field."""

        def __init__(self, box: "FieldBox") -> None:
            super().__init__()
            self.box = box

    def send(self) -> None:
        """Say that this field is done."""
        self.post_message(self.Entered(self))


class FieldBoxes(Vertical):
    """Set `labels`. Posts `Filled` with what stands in the fields; each posts `EntryBox.Drafted` of its own."""

    DEFAULT_CSS = """
    FieldBoxes { height: auto; margin: 0 1; padding: 0 1; border: round $border-blurred;
        border-title-color: $text-muted; border-subtitle-color: $text-muted; }
    FieldBoxes:focus-within { border: round $accent; }
    FieldBoxes Horizontal { height: auto; }
    FieldBoxes .label { width: 16; color: $text-muted; }
    """

    labels: reactive[tuple[str, ...]] = reactive(())
    """What each field is for, as the facilitator called it."""
    promise: reactive[str] = reactive("")
    """What is kept of who writes, translated."""
    closed: reactive[str] = reactive("")
    """Why nothing can be sent now, translated; empty while it can."""

    class Filled(Message):
        """Enter in the last field: this should go. The fields are empty again; `slot` is that of the first."""

        def __init__(self, texts: tuple[str, ...], slot: str) -> None:
            super().__init__()
            self.texts, self.slot = texts, slot

    def compose(self) -> ComposeResult:
        """As many as there may ever be; those without a label don't show."""
        for _n in range(MOST):
            with Horizontal():
                yield Static(classes="label")
                yield FieldBox()

    @property
    def boxes(self) -> tuple[FieldBox, ...]:
        """The fields in use."""
        return tuple(self.query(FieldBox))[: len(self.labels)]

    def on_mount(self) -> None:
        """Show what was set before."""
        self._show_labels()

    def watch_labels(self) -> None:
        """Show a field for each."""
        self._show_labels()

    def watch_promise(self, promise: str) -> None:
        """Put it in the border."""
        self.border_title = Content(promise)

    def watch_closed(self, closed: str) -> None:
        """Put it in the border."""
        self.border_subtitle = Content(closed or _("Enter: next · in the last it sends"))

    def _show_labels(self) -> None:
        self.watch_closed(self.closed)
        for at, line in enumerate(self.query(Horizontal)):
            line.display = at < len(self.labels)
            if line.display:
                line.query_one(".label", Static).update(plain_line(self.labels[at], LABEL - 1))

    def fill(self, texts: Sequence[str]) -> None:
        """Put these in the fields."""
        for box, text in zip(self.boxes, texts, strict=False):
            box.text = text
            box.move_cursor(box.document.end)

    @on(FieldBox.Entered)
    def go_on(self, event: FieldBox.Entered) -> None:
        """To the next field; in the last one it goes, if there is anything and it may."""
        event.stop()
        boxes = self.boxes
        at = boxes.index(event.box)
        if at + 1 < len(boxes):
            self.screen.set_focus(boxes[at + 1])  # now, not after the keys that were typed meanwhile
        elif any(box.text.strip() for box in boxes) and not self.closed and not any(box.too_long for box in boxes):
            self._send(boxes)

    def _send(self, boxes: Sequence[FieldBox]) -> None:
        self.post_message(self.Filled(tuple(box.text.strip() for box in boxes), boxes[0].slot))
        for box in boxes:
            box.clear()
            box.call_later(box.settle)  # by itself: what the frame would say of a box, its own parent alone would hear
        self.screen.set_focus(boxes[0])
