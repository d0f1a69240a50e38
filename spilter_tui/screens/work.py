"""The participant's screen: what is asked, the pane of the activity one is at, and how it stands.

Nobody is yanked away: when the group goes on while somebody is in the middle of something, a bar says so and F5
follows. It is given attributes and posts what is wanted; it knows no network.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widgets import Static

from server.domain.root import AgendaView
from server.protocol.hall import MeView
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.own import status_words
from spilter_tui.panes import Pane
from spilter_tui.refusals import sentence
from spilter_tui.screens.help import help_on
from spilter_tui.screens.join import how_many
from spilter_tui.screens.mytable import GO, my_table
from spilter_tui.screens.place import PlaceScreen
from spilter_tui.widgets.asked import Asked
from spilter_tui.widgets.askline import AskLine
from spilter_tui.widgets.bar import TopBar
from spilter_tui.widgets.dialog import Choice, Dialog
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.keys import KeyBar, press
from spilter_tui.widgets.notice import NoticeBar
from spilter_tui.widgets.text import plain
from spilter_tui.widgets.told import ToldBar


class WorkScreen(PlaceScreen):
    """One activity at a time. Set `agenda`, `hall`, `standing`, `link` and `now`."""

    subjects = ("agenda", "hall", "me")
    me: var[MeView] = var(MeView())
    """What is told to this laptop alone."""
    seen: var[frozenset[str]] = var(frozenset())
    """The messages that were read here and put away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", N_("help")),
        Binding("f2", "ready", N_("ready")),
        Binding("f4", "mine", N_("my entries")),
        Binding("f5", "follow", N_("follow")),
        Binding("f8", "known", N_("privacy"), show=False),
        Binding("f12", "hand", N_("hand")),
        Binding("f10", "table", N_("my table"), show=False),
        Binding("escape", "read", N_("read"), show=False),
        Binding("f9", "persons", N_("with how many"), show=False),
    ]

    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]

    CSS = """
    #place { height: 1fr; }
    WorkScreen.-low Asked { max-height: 2; margin: 0; }
    #wait { display: none; width: 1fr; height: 1fr; content-align: center middle; color: $text-muted; }
    WorkScreen.-waiting #wait { display: block; }
    WorkScreen.-waiting Asked, WorkScreen.-waiting #place { display: none; }
    """

    class ReadyTurned(Message):
        """F2: ready, or not after all."""

    class HandTurned(Message):
        """F12: help is asked for, or not after all."""

    class HostTurned(Message):
        """Who sits here leads the talk at this table, or no longer."""

    class TableChosen(Message):
        """This laptop stands at another table."""

        def __init__(self, table: int) -> None:
            super().__init__()
            self.table = table

    class Named(Message):
        """Somebody who wants to sign gave a name."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Counted(Message):
        """So many people share this laptop."""

        def __init__(self, persons: int) -> None:
            super().__init__()
            self.persons = persons

    class MineAsked(Message):
        """F4: show what is one's own."""

    class KnownAsked(Message):
        """F8: show what the server knows of this laptop."""

    def compose(self) -> ComposeResult:
        """From top to bottom: where, what was told, what happened elsewhere, what is asked, the pane, the keys."""
        yield TopBar()
        yield ToldBar()
        yield NoticeBar(id="elsewhere")
        yield Asked()
        yield Static(id="wait")
        yield Container(id="place")
        yield KeyBar()

    def watch_agenda(self, before: AgendaView, agenda: AgendaView) -> None:
        """Follow the group, unless somebody is in the middle of something."""
        gone = self.at not in {row.id for row in agenda.rows}
        if agenda.current and (before.current != agenda.current or gone) and not self.busy:
            self.at = agenda.current
        self.show()

    async def on_mount(self) -> None:
        """Show what came in before the screen stood."""
        self._stands = True
        for name in ("hall", "standing", "link", "now", "me", "seen"):
            self.watch(self, name, self.show, init=False)
        await self.watch_at(self.at)
        self.show()

    # --- what is shown ----------------------------------------------------------------------------------------

    def show(self) -> None:
        """Draw everything: what changed is found by the widgets themselves."""
        if not self._stands:
            return
        self._feed()
        self.set_class(not self.at, "-waiting")
        self.query_one("#wait", Static).update(Content(self._welcome()))
        asked = self.query_one(Asked)
        asked.row, asked.now, asked.busy = self.row, self.now, self.busy
        asked.still_goes = self.pane is None or self.pane.still_goes
        self._show_bar()
        self._show_notice()
        self.query_one(KeyBar).status = status_words(self.standing)
        self.refresh_bindings()

    def _show_bar(self) -> None:
        bar, hall = self.query_one(TopBar), self.hall
        bar.workshop, bar.activity = self.agenda.info.title, self.row.title
        bar.link, bar.timer, bar.now = self.link, self.agenda.timer, self.now
        bar.count = f"{hall.people}/{hall.expected or hall.awaited}" if hall.known else ""

    def _show_notice(self) -> None:
        told = self.query_one(ToldBar)
        told.seen, told.messages = self.seen, self.me.messages
        notice = self.query_one("#elsewhere", NoticeBar)
        there = next((row.title for row in self.agenda.rows if row.id == self.agenda.current), "")
        notice.key, notice.does = "F5", _("follow")
        going = _("The group has gone on to: {title}").format(title=plain(there).plain)
        notice.words = going if self.behind else ""

    def take_view(self, subject: str, view: Any) -> None:
        """A view is now this one; what is told to this laptop alone is none of the pane's."""
        if isinstance(view, MeView):
            self.me = view
        else:
            super().take_view(subject, view)

    def _welcome(self) -> str:
        if self.link in ("searching", "joining") or not self.agenda.info.title:
            return _("Connecting to the workshop…")
        return _("You are in. The facilitator will begin soon.")

    def take_refusal(self, code: str, facts: Mapping[str, object] | None = None) -> None:
        """Say why something was not done."""
        self.notify(sentence(code, facts), severity="warning", markup=False)

    # --- keys -------------------------------------------------------------------------------------------------

    def action_follow(self) -> None:
        """Go where the group is."""
        self.at = self.agenda.current or self.at

    def action_ready(self) -> None:
        """Say that one is ready, or not after all."""
        self.post_message(self.ReadyTurned())

    def action_read(self) -> None:
        """The message was read, and does not come back when this laptop starts again."""
        message = self.query_one(ToldBar).told
        if message is not None:
            self.seen = self.seen | {message.id}
            self.post_message(ToldBar.Saw(message.id))
            self.show()

    def action_hand(self) -> None:
        """Ask for help, or not after all."""
        self.post_message(self.HandTurned())

    def action_table(self) -> None:
        """The table, and what its host does there."""
        self.app.push_screen(my_table(self.standing, self.agenda), self._do_at_table)

    def _do_at_table(self, chosen: str | None) -> None:
        match chosen or "":
            case "hand":
                self.action_hand()
            case "host":
                self.post_message(self.HostTurned())
            case "table":
                self._ask_table()
            case there if there.startswith(GO):
                self.at = there.removeprefix(GO)

    def _ask_table(self) -> None:
        known = {str(table.number) for table in self.agenda.tables}

        def answered(typed: str | None) -> None:
            if typed in known:
                self.post_message(self.TableChosen(int(typed)))
            elif typed:
                self.notify(_("There is no such table."), severity="warning", markup=False)

        self.app.push_screen(AskLine(_("At which table does this laptop stand?"), _("Type its number.")), answered)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key is promised that does nothing: here nothing to read, to follow, no tables, nobody to share with."""
        match action:
            case "read":
                return any(bar.told for bar in self.query(ToldBar))
            case "follow":
                return self.behind
            case "persons":
                return self.agenda.info.sharing
        return action != "table" or bool(self.agenda.tables)

    def action_mine(self) -> None:
        """Show what is one's own."""
        self.post_message(self.MineAsked())

    def action_known(self) -> None:
        """Show what the server knows."""
        self.post_message(self.KnownAsked())

    def action_help(self) -> None:
        """Show what to do here, and every key."""
        pane = self.pane
        self.app.push_screen(help_on(self, _(pane.explained if pane else Pane.explained)))

    @on(Pane.NameAsked)
    def ask_name(self, event: Pane.NameAsked) -> None:
        """Whose name is to stand with it?"""
        event.stop()

        def answered(name: str | None) -> None:
            if name:
                self.post_message(self.Named(name))

        self.app.push_screen(AskLine(_("Your name"), _("It stands with what you sign, and nowhere else.")), answered)

    def action_persons(self) -> None:
        """With how many are you at this laptop?"""

        def answered(text: str | None) -> None:
            persons = how_many(text or "")
            if persons:
                self.post_message(self.Counted(persons))
            elif text:
                self.notify(_("Type a number from 1 to 99."), severity="warning", markup=False)

        asked = _("Each of you votes, one after the other. Nobody sees what another filled in.")
        self.app.push_screen(AskLine(_("With how many do you share this laptop?"), asked, limit=2), answered)

    @on(EntryBox.PastedLines)
    async def ask_how_many(self, event: EntryBox.PastedLines) -> None:
        """One entry, or one for each line?"""
        event.stop()
        lines, box = event.lines, event.box

        def answered(value: str | None) -> None:
            if value == "many":
                box.clear()
                for line in lines:
                    box.post_message(EntryBox.Sent(box, line))
                box.settle()

        n = len(lines)
        title = ngettext("{n} line pasted", "{n} lines pasted", n).format(n=n)
        choices = (
            Choice("1", _("keep it as one entry"), "one"),
            Choice("2", _("send {n} entries, one for each line").format(n=n), "many"),
        )
        await self.app.push_screen(Dialog(title, _("Is this one entry, or are these many?"), choices), answered)

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A key that was clicked is a key that was pressed."""
        press(self, event.key)
