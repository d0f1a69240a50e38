"""The desk: the agenda, the activity at hand, what needs attention, and a letter for every act.

It knows no network: what it is given and what it gives back stands in `state`, what each key does in `verbs`. Nothing
here shows who anybody is.
"""

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from server.domain.kernel import Phase
from server.domain.root import AgendaView, GoTo, ResultView
from server.domain.text import fold
from spilter_tui.acts import act_words
from spilter_tui.attention import matters
from spilter_tui.flow import Flow
from spilter_tui.i18n import _, ngettext
from spilter_tui.schedule import lateness, schedule_words
from spilter_tui.screens.desk import keys
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.agendalist import AgendaList
from spilter_tui.widgets.attend import Attend
from spilter_tui.widgets.blocks import Blocks
from spilter_tui.widgets.deskbar import DeskBar
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.head import Head
from spilter_tui.widgets.keys import KeyBar
from spilter_tui.widgets.notice import NoticeBar
from spilter_tui.widgets.text import entitle, plain_line


class DeskScreen(Desk):
    """What the facilitator looks at all afternoon."""

    BINDINGS: ClassVar[list[BindingType]] = keys.BINDINGS
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (96, "-wide"), (118, "-broad")]

    CSS = """
    DeskScreen AgendaList { width: 26; height: 1fr; }
    DeskScreen.-wide AgendaList { width: 32; }
    DeskScreen.-broad AgendaList { width: 38; }
    DeskScreen #right { width: 1fr; height: 1fr; }
    DeskScreen #at { height: 1fr; border: round $border-blurred; border-title-color: $text;
        border-title-style: bold; border-subtitle-color: $text-muted; }
    DeskScreen #at:focus-within { border: round $accent; }
    DeskScreen Blocks { display: none; }
    DeskScreen.-result Blocks { display: block; }
    DeskScreen.-result Entries { display: none; }
    DeskScreen #search { height: 1; border: none; margin: 0 1; padding: 0 1; background: $panel; display: none; }
    DeskScreen.-searching #search { display: block; }
    """

    @property
    def kept_keys(self) -> tuple[str, ...]:
        """What stays at the bottom however narrow it is; a timer is of no use to what was closed."""
        return ("u", "f9") if self.row.phase is Phase.CLOSED else ("u", "t", "f9")

    def compose(self) -> ComposeResult:
        """The agenda on the left; on the right the activity, and beneath it what needs attention."""
        yield DeskBar()
        yield NoticeBar()
        with Horizontal():
            yield AgendaList()
            with Vertical(id="right"):
                with Vertical(id="at"):
                    yield Head()
                    yield Input(id="search", compact=True)
                    yield Entries()
                    yield Blocks()
                yield Attend()
        yield KeyBar()

    def on_mount(self) -> None:
        """Start at the agenda."""
        agenda = self.query_one(AgendaList)
        entitle(agenda, Content(_("Agenda")))
        agenda.focus()
        self.query_one("#search", Input).placeholder = _("search in the entries")
        for name in ("hall", "now", "link", "code"):
            self.watch(self, name, self._show, init=False)
        self._show()
        self.show_activity()

    # --- what comes in ----------------------------------------------------------------------------------------

    def watch_agenda(self, before: AgendaView, agenda: AgendaView) -> None:
        """Go where the room goes, and say what was undone."""
        known = [row.id for row in agenda.rows]
        moved = agenda.current != before.current and not self.sorting
        if moved or self.at not in known:
            self.at = agenda.current if agenda.current in known else next(iter(known), "")
        undone = {act.id for act in before.acts if act.undone}
        for act in agenda.acts if before.acts else ():
            if act.undone and act.id not in undone:
                self.tell(_("Undone: {act}").format(act=act_words(act)))
        self._show()
        self.show_activity()

    def watch_at(self) -> None:
        """Look at another activity: its views are wanted, and those of the actions."""
        actions = {row.id for row in self.agenda.rows if row.kind == "actions"}
        self.post_message(self.Watched(frozenset({self.at, f"{self.at}/result", *actions} if self.at else ())))
        self.wanted = ""
        if self.is_mounted:
            self.query_one(Entries).chosen = ""
        self._show()
        self.show_activity()

    def watch_wanted(self) -> None:
        """Show the list, or the results."""
        self.show_activity()

    # --- what is shown ----------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Everything but the list: cheap enough for every second."""
        if not self.is_mounted:
            return
        self._show_bar()
        agenda = self.query_one(AgendaList)
        agenda.rows, agenda.current, agenda.chosen, agenda.now = (
            self.agenda.rows,
            self.agenda.current,
            self.at,
            self.now,
        )
        head, flow = self.query_one(Head), self.flows.get(self.at, Flow())
        head.row, head.hall, head.view = self.row, self.hall, self.view
        head.flow, head.rate = flow.bars(self.now), flow.rate(self.now)
        head.here, head.takes = self.at == self.agenda.current, takes(self)
        self.query_one(Attend).matters = matters(self.agenda, self.hall, self.at, self.now)
        self._show_notice()
        self.refresh_bindings()

    def _show_bar(self) -> None:
        bar, hall = self.query_one(DeskBar), self.hall
        bar.workshop, bar.link, bar.code = self.agenda.info.title, self.link, self.code
        bar.timer, bar.now = self.agenda.timer, self.now
        bar.here, bar.expected = hall.people, hall.awaited
        bar.tables = bool(self.agenda.tables)
        bar.schedule = schedule_words(lateness(self.agenda, self.now))

    def _show_notice(self) -> None:
        lost = _("No connection with the server. It is sought; what you do now waits until it is back.")
        self.query_one(NoticeBar).words = "" if self.link == "live" else lost
        elsewhere = bool(self.at) and self.at != self.agenda.current
        entitle(self.query_one(AgendaList), subtitle=Content(_("Enter: room comes here") if elsewhere else ""))

    def show_activity(self) -> None:
        """The list or the results of the activity at hand."""
        if not self.is_mounted:
            return
        result = self.view_of(f"{self.at}/result") or ResultView(hidden=True)
        lines = self.listing.of(self.view)
        told = bool(result.blocks) and not result.hidden
        suits = "list" if getattr(self.view, "rows", ()) and not hasattr(self.view, "survey") else "result"
        self.set_class(told and (self.wanted or suits) == "result", "-result")
        self.query_one(Blocks).blocks = result.blocks
        self.query_one(Entries).rows = lines
        awaited = self.row.opened_at and self.row.kind != "slide"  # of a page without a text nothing is to come
        self.query_one(Entries).empty = _("Nothing yet.") if awaited else ""
        number = next((at for at, row in enumerate(self.agenda.rows, 1) if row.id == self.at), 0)
        title = plain_line(f"{number} {self.row.question or self.row.title}" if number else "", 70)
        entitle(self.query_one("#at"), title, Content(found_words(lines, self.query_one(Entries).needle)))
        self._show()

    # --- keys -------------------------------------------------------------------------------------------------

    @property
    def line(self) -> Line | None:
        """The entry that the keys are at."""
        entries = self.query_one(Entries)
        return entries.line if self.focused is entries else None

    def reach(self) -> Line | None:
        """The entry at hand, or None: then the keys go to the list first."""
        if self.line is None:
            self.wanted = "list"
            self.query_one(Entries).focus()
            self.tell(_("First choose an entry with ↑ and ↓."))
        return self.line

    def step(self) -> None:
        """Put the keys at the next entry."""
        self.query_one(Entries).action_move(1)

    async def action_verb(self, name: str) -> None:
        """What a key does, in its own time: it may ask something first, and stands there before the next key."""
        self.run_worker(keys.VERBS[name](self), group="verb", exit_on_error=True)
        await asyncio.sleep(0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key works where it means something."""
        if action == "search_over":
            return self.has_class("-searching")
        if action != "verb":
            return True
        possible = keys.POSSIBLE.get(str(parameters[0]))
        return possible is None or possible(self)

    def action_search(self) -> None:
        """Search in the list."""
        self.wanted = "list"
        self.add_class("-searching")
        self.refresh_bindings()
        self.query_one("#search", Input).focus()

    @on(Input.Changed, "#search")
    def find(self, event: Input.Changed) -> None:
        """Show what holds what was typed."""
        self.query_one(Entries).needle = event.value
        self.show_activity()

    @on(Input.Submitted, "#search")
    def found(self) -> None:
        """Go to what was found; nothing typed ends the search."""
        self.set_class(bool(self.query_one(Entries).needle), "-searching")
        self.query_one(Entries).focus()

    def action_search_over(self) -> None:
        """Esc: all entries again."""
        self.query_one("#search", Input).value = ""
        self.remove_class("-searching")
        self.refresh_bindings()
        self.query_one(Entries).focus()

    @on(AgendaList.Moved)
    def look_at(self, event: AgendaList.Moved) -> None:
        """Look at another activity; Enter brings the room there."""
        event.stop()
        self.at = event.activity
        if isinstance(event, AgendaList.Chosen) and event.activity != self.agenda.current:
            self.do("", GoTo(event.activity))

    def on_entries_chosen(self, event: Entries.Chosen) -> None:
        """Enter on an entry: what can be done with it."""
        self.run_worker(keys.VERBS["entry"](self), group="verb")

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A key that was clicked is a key that was pressed."""
        self.app.simulate_key(event.key)


def takes(desk: Desk) -> str:
    """What the activity at hand takes over by itself when it opens, in words."""
    carry = desk.row.card.carry if desk.row.card else None
    source = desk.row_of(carry.source) if carry else None
    return _("Takes over when it opens: {title}").format(title=source.title) if source and source.id else ""


def found_words(lines: tuple[Line, ...], needle: str) -> str:
    """How many lines a search left, in words; empty where nothing is searched."""
    wanted = fold(needle.strip())
    if not wanted:
        return ""
    n = sum(wanted in fold(line.text) for line in lines)
    return ngettext("{n} found of {all}", "{n} found of {all}", n).format(n=n, all=len(lines))
