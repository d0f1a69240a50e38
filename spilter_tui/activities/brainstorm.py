"""brainstorm (Verzamelen): a box to type in, and beneath it what may be seen of all entries."""

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from server.domain.entries import AddEntry, Entry
from server.domain.kernel import Phase
from server.protocol.queries import Page, ReadPage, Reply
from spilter_tui.composing import FieldPane
from spilter_tui.crowd import counts_words, list_lines, street_words, topic_lines
from spilter_tui.i18n import N_, _
from spilter_tui.link.happened import WasNotAnswered
from spilter_tui.reading import Reading
from spilter_tui.topical import TOPIC
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.fieldboxes import FieldBoxes
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import bulleted, plain, plain_line
from spilter_tui.widgets.topiclist import TopicList

ON = "on-"  # the slots of drafts that build on an entry
WIDE = 50  # columns of what one builds on


class BrainstormPane(FieldPane):
    """Type, Enter, and it is gone to the server; one's own entries are marked."""

    DEFAULT_CSS = """
    BrainstormPane TopicList { margin-bottom: 1; }
    BrainstormPane .street { height: auto; padding: 0 3; margin-bottom: 1; }
    BrainstormPane .prompts { height: auto; color: $text-muted; padding: 0 3; }
    BrainstormPane .pushed { height: auto; max-height: 3; padding: 0 1; background: $block-cursor-background; }
    BrainstormPane .on { height: 1; padding: 0 3; }
    BrainstormPane .counts { height: 1; padding: 0 3; margin-top: 1; color: $text-muted; }
    """

    kind = "brainstorm"
    explained = N_(
        "Type one idea and press Enter. Your ideas stay yours to change: F4 shows them. What others send appears every "
        "few seconds, mixed. To build on one of those: Tab to the list, choose it with the arrows, and press >."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6", "topics", N_("topics")),
        *(Binding(str(digit), f"topic_at({digit})", N_("that topic"), show=False) for digit in range(1, 10)),
        Binding("greater_than_sign", "build_on", N_("build on it")),
        Binding("escape", "build_off", N_("build on nothing")),
        Binding("escape", "put_away", N_("put the question away")),
    ]

    built_on: reactive[str] = reactive("")
    """The id of the entry that is built on; empty for none."""

    def __init__(self) -> None:
        super().__init__()
        self._page = Reading()
        self._away = ""  # the question that was put away

    def body(self) -> ComposeResult:
        """Topics, questions that help, what is built on, the box, the counts, the list."""
        yield TopicList()
        yield Static(classes="street")
        yield Static(classes="prompts")
        yield Static(classes="pushed")
        yield Static(classes="on")
        yield EntryBox(id="idea", placeholder=_("Type one idea and press Enter"))
        yield FieldBoxes()
        yield Static(classes="counts")
        yield Entries(id="entries")

    # --- what is written --------------------------------------------------------------------------------------

    @property
    def slot(self) -> str:
        """What builds on an entry is a draft of its own."""
        return f"{ON}{self.built_on}" if self.built_on else super().slot

    def entry(self, text: str, slot: str) -> AddEntry:
        """An entry about the topic, or on the entry, for which it was typed."""
        place = slot.partition(".")[0]
        parent = place.removeprefix(ON) if place.startswith(ON) else ""
        about = place.removeprefix(TOPIC) if place.startswith(TOPIC) else ""
        return AddEntry(text, about=self._about(parent) if parent else about, parent=parent, signed=self.signed)

    def _about(self, parent: str) -> str:
        """What builds on an entry is about the same topic."""
        return next((row.about for row in self._seen() if row.id == parent), self.topic)

    def sent(self) -> None:
        """Another page to read, and what comes next builds on nothing."""
        self._page.turn()
        self._build("")

    def action_build_on(self) -> None:
        """What is typed now builds on the chosen entry."""
        line = self.query_one("#entries", Entries).line
        if line is not None:
            self._build(line.id)
            self.box.focus()

    def action_build_off(self) -> None:
        """What is typed now builds on nothing; what was typed for that is kept with it."""
        self._build("")

    def _build(self, entry: str) -> None:
        if entry != self.built_on:
            self.keep_boxes()
            self.built_on = entry
            self.fill_box()
        self.show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Building on only what may be seen; putting away only what is asked."""
        if action == "build_on":
            entries = self.query_one("#entries", Entries) if self.is_mounted else None
            line = entries.line if entries and entries.has_focus and self.asks else None
            return line is not None and any(row.id == line.id for row in self._seen())
        if action == "build_off":
            return bool(self.built_on) and self.asks
        if action == "put_away":
            return bool(self._pushed().plain) and not self.built_on
        return super().check_action(action, parameters)

    def on_entries_moved(self) -> None:
        """Another entry is at hand: other keys mean something."""
        self.refresh_bindings()

    # --- what is shown ----------------------------------------------------------------------------------------

    def show(self) -> None:
        """Boxes, counts and list, as the preset allows."""
        super().show()
        street = self.query_one(".street", Static)
        street.update(street_words(self.view) if self.view else "")
        street.display = bool(self.view and self.view.street)
        prompts = bulleted(self.view.prompts if self.view else ())
        for name, words in ((".prompts", prompts), (".pushed", self._pushed()), (".on", self._on())):
            self.query_one(name, Static).update(words)
            self.query_one(name).display = bool(words.plain) and self.asks
        self.query_one(".counts", Static).update(counts_words(self.view, len(self.mine.own)) if self.view else "")
        entries = self.query_one("#entries", Entries)
        paged = self.view is not None and self.view.preset == "page"
        entries.empty = _("Nothing of others to read here now.") if paged else _("Nothing yet. Yours can be the first.")
        entries.rows = tuple(list_lines(self.view, self._seen(), self.mine.own, self.topic)) if self.view else ()
        self._turn_page()

    def _seen(self) -> tuple[Entry, ...]:
        """The entries that may be seen: those of the view, or those on the page."""
        if self.view and self.view.preset == "page":
            return self._page.left(self.view.gone, {each.id for each in self.mine.own})
        return self.view.rows if self.view else ()

    def topic_lines(self) -> Iterable[Line]:
        """Each with its digit, how many entries it has, and how many of those were not read here."""
        return topic_lines(self.topics, self.topic, self.read)

    def _pushed(self) -> Content:
        """What everybody is asked now, unless it was put away here."""
        asked = self.view.pushed if self.view else None
        if asked is None or asked.id == self._away:
            return Content()
        words = plain(asked.text).stylize("bold")
        return Content.assemble(
            (f"{signs().here} ", "bold $accent"), words, "   ", ("Esc", "bold $accent"), " ", _("away")
        )

    def _on(self) -> Content:
        if not self.built_on:
            return Content()
        text = next((row.text for row in self._seen() if row.id == self.built_on), _("an earlier entry"))
        words = _("Builds on: {text}").format(text=plain_line(text, WIDE).plain)
        return Content.assemble((words, "bold"), "   ", ("Esc", "bold $accent"), " ", _("not after all"))

    def action_put_away(self) -> None:
        """Put away what everybody is asked."""
        self._away = self.view.pushed.id
        self.show()
        self.refresh_bindings()

    # --- pages ------------------------------------------------------------------------------------------------

    def _turn_page(self) -> None:
        """Ask for another page, where pages are swapped and it is time."""
        if not self.view or self.view.preset != "page" or self.row.phase is not Phase.OPEN:
            return
        if self._page.wants(len(self._seen()), self.view.total):
            self._page.ask(self.view.total)
            reply: asyncio.Future[Reply | WasNotAnswered] = asyncio.get_running_loop().create_future()
            self.post_message(self.Asking(ReadPage(self.row.id, self.topic), reply))
            self.run_worker(self._take_page(reply))

    async def _take_page(self, reply: "asyncio.Future[Reply | WasNotAnswered]") -> None:
        said = await reply
        self._page.take(said.rows if isinstance(said, Page) else None)
        if isinstance(said, Page):
            self.show()

    def go(self, topic: str) -> None:
        """Another topic has pages of its own, and nothing of it is built on yet."""
        self.built_on = ""
        self._page.turn()
        super().go(topic)
