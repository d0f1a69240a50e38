"""discuss (Verdiepen): topics, and on each what people have to say about it, for or against where that is asked."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from server.domain.entries import AddEntry
from server.domain.topics import Topic
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.signs import joined, signs
from spilter_tui.widgets.text import plain, plain_line
from spilter_tui.widgets.topiclist import TopicList
from spilter_tui.writing import WritingPane, entry_lines

SLOT = "topic-"


class DiscussPane(WritingPane):
    """Page up and page down go from topic to topic, also while typing; each topic keeps its own draft."""

    DEFAULT_CSS = """
    DiscussPane TopicList { height: auto; max-height: 5; }
    DiscussPane.-single TopicList { display: none; }
    DiscussPane .topic { height: auto; max-height: 4; padding: 0 3; margin: 1 0; }
    DiscussPane.-single .topic { margin-top: 0; }
    DiscussPane #comments { margin-top: 1; }
    """

    kind = "discuss"
    explained = N_(
        "Choose a topic with Page Up and Page Down, type what you want to say about it and press Enter. "
        "Every topic keeps its own draft."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "topic(-1)", N_("previous topic"), priority=True, show=False),
        Binding("pagedown", "topic(1)", N_("next topic"), priority=True),
        Binding("f6", "side", N_("side")),
    ]

    topic: reactive[str] = reactive("")
    """The id of the topic at hand."""
    side: reactive[str] = reactive("")
    """For or against, as the facilitator called it; empty for neither."""

    def body(self) -> ComposeResult:
        """Topics, the one at hand, the box, its comments."""
        yield TopicList()
        yield Static(classes="topic")
        yield EntryBox(placeholder=_("What do you want to say about this?"))
        yield Entries(id="comments")

    # --- the topic at hand ------------------------------------------------------------------------------------

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All topics, in the facilitator's order."""
        return self.view.topics if self.view else ()

    @property
    def current(self) -> Topic | None:
        """The topic at hand."""
        return next((each for each in self.topics if each.id == self.topic), None)

    @property
    def slot(self) -> str:
        """Each topic keeps its own draft."""
        return f"{SLOT}{self.topic}"

    def entry(self, text: str, slot: str) -> AddEntry:
        """A comment on the topic for which it was typed."""
        return AddEntry(text, about=slot.removeprefix(SLOT), side=self.side, signed=self.signed)

    def go(self, topic: str) -> None:
        """Go to a topic; what was typed on this one stays there."""
        if topic == self.topic:
            return
        if self.topic:
            self._texts[self.slot] = self.box.text
            self.box.settle()
        self.topic = topic
        self.fill_box()
        self.show()

    def action_topic(self, by: int) -> None:
        """The next or the previous topic."""
        ids = [each.id for each in self.topics]
        if self.topic in ids:
            self.go(ids[(ids.index(self.topic) + by) % len(ids)])

    def action_side(self) -> None:
        """The next side, or none."""
        sides = ("", *self.view.sides) if self.view else ("",)
        self.side = sides[(sides.index(self.side) + 1) % len(sides)] if self.side in sides else ""
        self.show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Sides and topics only where there are any."""
        if action == "side":
            return bool(self.view and self.view.sides) and self.asks
        if action == "topic":
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

    # --- what is shown ----------------------------------------------------------------------------------------

    def show(self) -> None:
        """Topics, and the comments on the one at hand."""
        if self.current is None and self.topics:
            self.go(self.topics[0].id)
            return
        super().show()
        self.box.disabled = self.current is None
        self.box.sends = self._sends()
        self.set_class(len(self.topics) < 2, "-single")
        self.query_one(".topic", Static).update(self._topic())
        topics = self.query_one(TopicList)
        topics.rows = tuple(Line(each.id, each.text, _counted(each), self._sign(each)) for each in self.topics)
        topics.chosen = self.topic
        topics.reveal()
        comments = self.query_one("#comments", Entries)
        comments.empty = _("Nobody has said anything about this yet.")
        comments.rows = tuple(self._comments())

    def _sign(self, topic: Topic) -> str:
        return signs().here if topic.id == self.topic else ""

    def _sends(self) -> str:
        if not self.view or not self.view.sides:
            return ""
        side = plain_line(self.side, 16).plain if self.side else _("neither")
        return _("F6 side: {side} · Enter sends").format(side=side)

    def _topic(self) -> Content:
        if self.current is None:
            return Content.styled(_("There are no topics yet."), "$text-muted")
        prompts = [Content.assemble(f"{signs().bullet} ", plain_line(each)) for each in self.view.prompts]
        parts = [plain(self.current.text).stylize("bold"), *(each.stylize("$text-muted") for each in prompts)]
        return Content("\n").join(parts)

    def _comments(self) -> list[Line]:
        if not self.view:
            return []
        rows = [row for row in self.view.rows if row.about == self.topic]
        return list(
            entry_lines(
                rows, [each for each in self.mine.own if each.about == self.topic], alone=self.view.preset == "own"
            )
        )


def _counted(topic: Topic) -> str:
    return joined([ngettext("{n} comment", "{n} comments", topic.count).format(n=topic.count) if topic.count else ""])
