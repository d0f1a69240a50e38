"""discuss (Verdiepen): topics, and on each what people have to say about it, for or against where that is asked."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from server.domain.entries import AddEntry
from server.domain.topics import Topic
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.topical import TOPIC, TopicPane
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import bulleted, plain, plain_line
from spilter_tui.widgets.topiclist import TopicList
from spilter_tui.writing import entry_lines


class DiscussPane(TopicPane):
    """The topic at hand stands in full above the box, and what was said about it beneath."""

    DEFAULT_CSS = """
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
        Binding("f6", "side", N_("side")),
    ]

    side: reactive[str] = reactive("")
    """For or against, as the facilitator called it; empty for neither."""

    def body(self) -> ComposeResult:
        """Topics, the one at hand, the box, its comments."""
        yield TopicList()
        yield Static(classes="topic")
        yield EntryBox(placeholder=_("What do you want to say about this?"))
        yield Entries(id="comments")

    @property
    def current(self) -> Topic | None:
        """The topic at hand."""
        return next((each for each in self.topics if each.id == self.topic), None)

    def entry(self, text: str, slot: str) -> AddEntry:
        """A comment on the topic for which it was typed."""
        return AddEntry(text, about=slot.removeprefix(TOPIC), side=self.side, signed=self.signed)

    def action_side(self) -> None:
        """The next side, or none."""
        sides = ("", *self.view.sides) if self.view else ("",)
        self.side = sides[(sides.index(self.side) + 1) % len(sides)] if self.side in sides else ""
        self.show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Sides only where there are any."""
        if action == "side":
            return bool(self.view and self.view.sides) and self.asks
        return super().check_action(action, parameters)

    # --- what is shown ----------------------------------------------------------------------------------------

    def show(self) -> None:
        """The topic at hand, and the comments on it."""
        super().show()
        if self.current is None:
            self.box.closed = _("There are no topics yet.")
        self.box.sends = self._sends()
        self.query_one(".topic", Static).update(self._topic())
        comments = self.query_one("#comments", Entries)
        comments.empty = _("Nobody has said anything about this yet.")
        comments.rows = tuple(self._comments())

    def topic_lines(self) -> Iterable[Line]:
        """Each with how many comments it has."""
        for each in self.topics:
            words = ngettext("{n} comment", "{n} comments", each.count).format(n=each.count) if each.count else ""
            yield Line(each.id, each.text, words, signs().here if each.id == self.topic else "")

    def _sends(self) -> str:
        if not self.view or not self.view.sides:
            return ""
        side = plain_line(self.side, 16).plain if self.side else _("neither")
        return _("F6 side: {side} · Enter sends").format(side=side)

    def _topic(self) -> Content:
        if self.current is None:
            return Content.styled(_("There are no topics yet."), "$text-muted")
        parts = [plain(self.current.text).stylize("bold"), bulleted(self.view.prompts).stylize("$text-muted")]
        return Content("\n").join(part for part in parts if part.plain)

    def _comments(self) -> list[Line]:
        if not self.view:
            return []
        rows = [row for row in self.view.rows if row.about == self.topic]
        own = [each for each in self.mine.own if each.about == self.topic]
        return list(entry_lines(rows, own, alone=self.view.preset == "own"))
