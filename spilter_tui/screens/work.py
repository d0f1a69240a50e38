"""The participant's screen: what is asked, the pane of the activity one is at, and how it stands.

Nobody is yanked away: when the group goes on while somebody is in the middle of something, a bar says so and F5
follows. The screen is given a `Place` and gives back what the panes want; it knows no network.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from server.domain.kernel import Command
from server.domain.root import AgendaRow, AgendaView, ResultView
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.own import NONE, Mine, status_words
from spilter_tui.panes import Pane, at_rest, pane_for
from spilter_tui.refusals import sentence
from spilter_tui.screens.help import help_on
from spilter_tui.screens.role import RoleScreen
from spilter_tui.widgets.asked import EMPTY, Asked
from spilter_tui.widgets.askline import AskLine
from spilter_tui.widgets.bar import TopBar
from spilter_tui.widgets.dialog import Choice, Dialog
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.keys import KeyBar, press
from spilter_tui.widgets.notice import NoticeBar
from spilter_tui.widgets.text import plain


class WorkScreen(RoleScreen):
    """One activity at a time. Set `agenda`, `hall`, `standing`, `now`; feed the pane with `give`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", N_("help")),
        Binding("f2", "ready", N_("ready")),
        Binding("f4", "mine", N_("my entries")),
        Binding("f5", "follow", N_("follow")),
        Binding("f8", "known", N_("privacy"), show=False),
    ]

    CSS = """
    #place { height: 1fr; }
    #wait { display: none; width: 1fr; height: 1fr; content-align: center middle; color: $text-muted; }
    WorkScreen.-waiting #wait { display: block; }
    WorkScreen.-waiting Asked, WorkScreen.-waiting #place { display: none; }
    """

    at: reactive[str] = reactive("")
    """The activity that this person is at."""

    class ReadyTurned(Message):
        """F2: ready, or not after all."""

    class Named(Message):
        """Somebody who wants to sign gave a name."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class MineAsked(Message):
        """F4: show what is one's own."""

    class KnownAsked(Message):
        """F8: show what the server knows of this laptop."""

    def compose(self) -> ComposeResult:
        """From top to bottom: where, what happened elsewhere, what is asked, the pane, the keys."""
        yield TopBar()
        yield NoticeBar()
        yield Asked()
        yield Static(id="wait")
        yield Container(id="place")
        yield KeyBar()

    def __init__(self) -> None:
        super().__init__()
        self._views: dict[str, Any] = {}
        self._mine: dict[str, Mine] = {}
        self._stands = False  # whether its widgets are there to draw in

    # --- what comes in ----------------------------------------------------------------------------------------

    def take_view(self, subject: str, view: Any) -> None:
        """A view of an activity, or of its results ("…/result"), is now this one."""
        self._views[subject] = view
        self._feed()

    def take_mine(self, activity: str, mine: Mine) -> None:
        """What is one's own in an activity is now this."""
        self._mine[activity] = mine
        self._feed()

    def watch_agenda(self, before: AgendaView, agenda: AgendaView) -> None:
        """Follow the group, unless somebody is in the middle of something."""
        moved = before.current != agenda.current or not self.at
        if agenda.current and moved and not self.busy:
            self.at = agenda.current
        self._show()

    def watch_hall(self) -> None:
        """Show who is here."""
        self._show()

    def watch_standing(self) -> None:
        """Show how it stands."""
        self._show()

    def watch_link(self) -> None:
        """Show how the connection is."""
        self._show()

    def watch_now(self) -> None:
        """Show what is left of timer and grace."""
        self._show()

    async def watch_at(self, activity: str) -> None:
        """Put the pane of the activity in its place, with what was typed there before."""
        if not self._stands or not activity:
            return
        self.post_message(self.Watched(frozenset({activity, f"{activity}/result"})))
        await self._keep_all()
        place = self.query_one("#place", Container)
        await place.remove_children()
        pane = pane_for(self.row.kind)()
        pane.drafts = {
            slot.partition("/")[2]: text for slot, text in self.drafts.items() if slot.partition("/")[0] == activity
        }
        self._fill(pane)
        await place.mount(pane)
        self._show()

    async def _keep_all(self) -> None:
        """Before a pane goes: let it handle what was pressed just now, and have kept what stands unsent in it."""
        pane = self.pane
        if pane is None:
            return
        for widget in (*pane.query(EntryBox), pane):
            await at_rest(widget)
        for slot, text in pane.unsent().items():
            self.post_message(self.Kept(f"{pane.row.id}/{slot}", text))

    async def on_mount(self) -> None:
        """Show what came in before the screen stood."""
        self._stands = True
        await self.watch_at(self.at)
        self._show()

    def take_refusal(self, code: str, facts: Mapping[str, object] | None = None) -> None:
        """Say why something was not done."""
        self.notify(sentence(code, facts), severity="warning", markup=False)

    def give_back(self, scope: str, command: Command, slot: str) -> None:
        """Put what was typed back where it was typed."""
        pane = self.pane
        if pane is not None and scope == self.at:
            pane.give_back(command, slot.partition("/")[2])

    @on(Pane.Wanted)
    def send(self, event: Pane.Wanted) -> None:
        """Send what the pane wants, for its activity."""
        event.stop()
        activity = event.pane.row.id
        self.post_message(self.Did(activity, event.command, f"{activity}/{event.slot}" if event.slot else ""))

    @on(Pane.Drafted)
    def keep(self, event: Pane.Drafted) -> None:
        """Have kept what the pane did not send yet."""
        event.stop()
        self.post_message(self.Kept(f"{event.pane.row.id}/{event.slot}", event.text))

    # --- where one is -----------------------------------------------------------------------------------------

    @property
    def row(self) -> AgendaRow:
        """The activity that this person is at, as the agenda has it."""
        return next((row for row in self.agenda.rows if row.id == self.at), EMPTY)

    @property
    def pane(self) -> Pane | None:
        """The pane on the screen."""
        return next(iter(self.query(Pane)), None)

    @property
    def busy(self) -> bool:
        """Whether somebody is in the middle of something."""
        pane = self.pane
        return pane is not None and pane.busy

    @property
    def behind(self) -> bool:
        """Whether the group is elsewhere."""
        return bool(self.at) and bool(self.agenda.current) and self.at != self.agenda.current

    def _fill(self, pane: Pane) -> None:
        pane.row, pane.now = self.row, self.now
        pane.laptop, pane.persons, pane.signer = self.standing.laptop, self.standing.persons, self.standing.name
        pane.view = self._views.get(self.at)
        pane.mine = self._mine.get(self.at, NONE)
        pane.result = self._views.get(f"{self.at}/result") or ResultView(hidden=True)

    def _feed(self) -> None:
        pane = self.pane
        if pane is not None and pane.row.id == self.at:
            self._fill(pane)

    # --- what is shown ----------------------------------------------------------------------------------------

    def _show(self) -> None:
        if not self._stands:
            return
        self._feed()
        self.set_class(not self.at, "-waiting")
        self.query_one("#wait", Static).update(Content(self._welcome()))
        asked = self.query_one(Asked)
        asked.row, asked.now, asked.busy = self.row, self.now, self.busy
        self._show_bar()
        self._show_notice()
        self.query_one(KeyBar).status = status_words(self.standing)

    def _show_bar(self) -> None:
        bar, hall = self.query_one(TopBar), self.hall
        bar.workshop, bar.activity = self.agenda.info.title, self.row.title
        bar.link, bar.timer, bar.now = self.link, self.agenda.timer, self.now
        bar.count = f"{hall.here}/{hall.expected or hall.known}" if hall.known else ""

    def _show_notice(self) -> None:
        notice = self.query_one(NoticeBar)
        there = next((row.title for row in self.agenda.rows if row.id == self.agenda.current), "")
        notice.key, notice.does = "F5", _("follow")
        going = _("The group has gone on to: {title}").format(title=plain(there).plain)
        notice.words = going if self.behind else ""

    def _welcome(self) -> str:
        if self.link in ("searching", "joining") or not self.agenda.info.title:
            return _("Connecting to the workshop…")
        return _("You are in. The facilitator will begin soon.")

    # --- keys -------------------------------------------------------------------------------------------------

    def action_follow(self) -> None:
        """Go where the group is."""
        self.at = self.agenda.current or self.at

    def action_ready(self) -> None:
        """Say that one is ready, or not after all."""
        self.post_message(self.ReadyTurned())

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
