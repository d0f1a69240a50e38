"""What a pane to write in has more where entries have fields: a box for each."""

from textual import on

from server.domain.entries import AddEntry
from server.domain.fields import composed
from server.domain.kernel import Command
from spilter_tui.topical import TopicPane
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.fieldboxes import FieldBoxes


class FieldPane(TopicPane):
    """One box, `#idea`, or a `FieldBoxes` with a box for each field: Enter goes through them, and sends in the last."""

    DEFAULT_CSS = """
    FieldPane FieldBoxes { display: none; }
    FieldPane.-fields FieldBoxes { display: block; }
    FieldPane.-fields #idea, FieldPane.-reading FieldBoxes { display: none; }
    """

    @property
    def fields(self) -> tuple[str, ...]:
        """What an entry consists of; empty for one text."""
        return self.view.fields if self.view else ()

    @property
    def boxes(self) -> tuple[EntryBox, ...]:
        """The boxes in use."""
        return self.query_one(FieldBoxes).boxes if self.fields else (self.query_one("#idea", EntryBox),)

    @property
    def box(self) -> EntryBox:
        """The box that one begins in."""
        return self.boxes[0]

    def entry(self, text: str, slot: str) -> AddEntry:
        """The command that sends a text that was typed for this slot."""
        return AddEntry(text, signed=self.signed)

    def fill_box(self) -> None:
        """Put in each box what was typed for its slot."""
        self.query_one(FieldBoxes).labels = self.fields
        for number, box in enumerate(self.boxes):
            box.slot = f"{self.slot}.{number}" if self.fields else self.slot
            box.text = self._texts.get(box.slot, "")
            box.move_cursor(box.document.end)

    def give_back(self, command: Command, slot: str) -> None:
        """Back where it was typed."""
        if isinstance(command, AddEntry) and command.fields and slot == self.box.slot:
            self.query_one(FieldBoxes).fill(command.fields)
        else:
            super().give_back(command, slot)

    def show(self) -> None:
        """The boxes that belong here; the first time that fields come, what was typed in them."""
        boxes = self.query_one(FieldBoxes)
        self.set_class(bool(self.fields), "-fields")
        if boxes.labels != self.fields:
            self.fill_box()
        super().show()
        boxes.promise, boxes.closed = self.box.promise, self.box.closed

    @on(FieldBoxes.Filled)
    def send_fields(self, event: FieldBoxes.Filled) -> None:
        """Send what was filled in, as one entry."""
        event.stop()
        its = self.entry(composed(event.texts), event.slot)
        whole = AddEntry(its.text, about=its.about, parent=its.parent, signed=its.signed, fields=event.texts)
        self.post_message(self.Wanted(self, whole, event.slot))
        self.signed = False
        self.sent()
        self.show()

    @on(EntryBox.Sent)
    def text_sent(self) -> None:
        """A text went too."""
        self.sent()

    def sent(self) -> None:
        """Called when an entry of one's own went."""
