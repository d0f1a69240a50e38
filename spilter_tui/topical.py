"""What panes have whose entries are about topics: one topic at hand, a draft for each, and how many were read of it."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from server.domain.topics import Topic
from spilter_tui.i18n import N_
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.topiclist import TopicList
from spilter_tui.writing import SLOT, WritingPane

TOPIC = "topic-"  # the slots of drafts about a topic


class TopicPane(WritingPane):
    """Page up and page down go from topic to topic, also while typing; each topic keeps its own draft.

    A kind that has the keys to spare binds `topics` and `topic_at` too.
    """

    DEFAULT_CSS = """
    TopicPane TopicList { height: auto; max-height: 5; }
    TopicPane.-single TopicList { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "topic(-1)", N_("previous topic"), priority=True, show=False),
        Binding("pagedown", "topic(1)", N_("next topic"), priority=True),
    ]

    topic: reactive[str] = reactive("")
    """The id of the topic at hand; empty where there are none."""

    @abstractmethod
    def topic_lines(self) -> Iterable[Line]:
        """A line for each topic."""

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
        """The topics; what came in about the one at hand is read."""
        ids = [each.id for each in self.topics]
        if self.view and self.topic not in (ids or [""]):
            self.go(self._first(ids))
            return
        super().show()
        for each in self.topics:
            self.read[each.id] = each.count if each.id == self.topic else min(self.read.get(each.id, 0), each.count)
        self.set_class(len(ids) < 2, "-single")
        listed = self.query_one(TopicList)
        listed.rows = tuple(self.topic_lines())
        listed.chosen = self.topic
        listed.reveal()

    def _first(self, ids: list[str]) -> str:
        """Where this person was, else the first one; where something stands unsent, one of those."""
        drafts = {slot.partition(".")[0].removeprefix(TOPIC) for slot, text in self._texts.items() if text.strip()}
        found = [each for each in ids if each in drafts] or ids or [""]
        return self.was if self.was in found else found[0]

    @property
    def spot(self) -> str:
        """The topic at hand."""
        return self.topic

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
