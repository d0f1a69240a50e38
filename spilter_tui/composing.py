"""What a pane to write in has more where entries have fields, and where they are about topics."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from server.domain.entries import AddEntry
from server.domain.fields import composed
from server.domain.kernel import Command
from server.domain.topics import Topic
from spilter_tui.crowd import topic_lines
from spilter_tui.i18n import N_
from spilter_tui.widgets.entries import Entries
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.fieldboxes import FieldBoxes
from spilter_tui.widgets.topiclist import TopicList
from spilter_tui.writing import SLOT, WritingPane

TOPIC = "topic-"  # the slots of drafts about a topic


class FieldPane(WritingPane):
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

    def unsent(self) -> Mapping[str, str]:
        """What stands in each box."""
        return {box.slot: box.text for box in self.boxes}

    def fill_box(self) -> None:
        """Put in each box what was typed for its slot."""
        self.query_one(FieldBoxes).labels = self.fields
        for number, box in enumerate(self.boxes):
            box.slot = f"{self.slot}.{number}" if self.fields else self.slot
            box.text = self._texts.get(box.slot, "")
            box.move_cursor(box.document.end)

    def keep_boxes(self) -> None:
        """Have kept what stands in the boxes, before they are filled with something else."""
        for box in self.boxes:
            if box.text != self._texts.get(box.slot, ""):
                self._texts[box.slot] = box.text
                box.settle()

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


class TopicPane(FieldPane):
    """Page up and page down go from topic to topic, also while typing; F6 and a digit too. Each keeps its own draft."""

    DEFAULT_CSS = """
    TopicPane TopicList { height: auto; max-height: 5; margin-bottom: 1; display: none; }
    TopicPane.-topics TopicList { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "topic(-1)", N_("previous topic"), priority=True, show=False),
        Binding("pagedown", "topic(1)", N_("next topic"), priority=True),
        Binding("f6", "topics", N_("topics")),
        *(Binding(str(digit), f"topic_at({digit})", N_("that topic"), show=False) for digit in range(1, 10)),
    ]

    topic: reactive[str] = reactive("")
    """The id of the topic at hand; empty where there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._read: dict[str, int] = {}  # topic → how many entries it had when it was last looked at

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All topics, in the facilitator's order."""
        return self.view.topics if self.view else ()

    @property
    def slot(self) -> str:
        """Each topic keeps its own draft."""
        return f"{TOPIC}{self.topic}" if self.topic else SLOT

    def go(self, topic: str) -> None:
        """Go to a topic; what was typed on this one stays there."""
        if topic == self.topic:
            return
        self.keep_boxes()
        self.topic = topic
        self.fill_box()
        self.show()

    def show(self) -> None:
        """The topics, with what was not read yet."""
        ids = [each.id for each in self.topics]
        if self.view and self.topic not in (ids or [""]):
            self.go(self._first(ids))
            return
        super().show()
        self._read.update({each.id: each.count for each in self.topics if each.id == self.topic})
        self.set_class(len(ids) > 1, "-topics")
        topics = self.query_one(TopicList)
        topics.rows = tuple(topic_lines(self.topics, self.topic, self._read))
        topics.chosen = self.topic
        topics.reveal()

    def _first(self, ids: list[str]) -> str:
        """Where something stands unsent; otherwise the first one."""
        drafts = {slot.partition(".")[0].removeprefix(TOPIC) for slot, text in self._texts.items() if text.strip()}
        return next((each for each in ids if each in drafts), ids[0] if ids else "")

    def action_topic(self, by: int) -> None:
        """The next or the previous topic."""
        ids = [each.id for each in self.topics]
        self.go(ids[(ids.index(self.topic) + by) % len(ids)])

    def action_topic_at(self, number: int) -> None:
        """The topic of that digit, and on to the box."""
        if number <= len(self.topics):
            self.go(self.topics[number - 1].id)
            self.box.focus()

    def action_topics(self) -> None:
        """To the list of topics, to choose one by its digit."""
        self.query_one(TopicList).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Topics only where there is more than one."""
        if action in ("topic", "topics", "topic_at"):
            return len(self.topics) > 1 and not self.shows_result
        return super().check_action(action, parameters)

    @on(TopicList.Moved)
    @on(TopicList.Chosen)
    def take_topic(self, event: Entries.Moved) -> None:
        """Go to the topic; Enter goes on to the box."""
        if not isinstance(event.control, TopicList) or event.line is None:
            return
        event.stop()
        self.go(event.line.id)
        if isinstance(event, Entries.Chosen):
            self.box.focus()
