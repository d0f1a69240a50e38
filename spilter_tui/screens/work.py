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
from textual.screen import Screen
from textual.widgets import Static

from server.domain.root import AgendaRow, AgendaView, Info, ResultView
from server.protocol.hall import HallView
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.own import NONE, Mine, Standing, status_words
from spilter_tui.panes import Pane, pane_for
from spilter_tui.widgets.asked import EMPTY, Asked
from spilter_tui.widgets.bar import TopBar
from spilter_tui.widgets.dialog import Choice, Dialog
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.keys import KeyBar
from spilter_tui.widgets.notice import NoticeBar
from spilter_tui.widgets.text import plain

NOBODY = HallView()
NO_AGENDA = AgendaView(Info(""))


class WorkScreen(Screen[None]):
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

    agenda: reactive[AgendaView] = reactive(NO_AGENDA)
    hall: reactive[HallView] = reactive(NOBODY)
    standing: reactive[Standing] = reactive(Standing())
    now: reactive[float] = reactive(0.0)
    at: reactive[str] = reactive("")
    """The activity that this person is at."""

    class Went(Message):
        """This person is now at another activity: its views are wanted."""

        def __init__(self, activity: str, left: str) -> None:
            super().__init__()
            self.activity, self.left = activity, left

    class ReadyTurned(Message):
        """F2: ready, or not after all."""

    class MineAsked(Message):
        """F4: show what is one's own."""

    class KnownAsked(Message):
        """F8: show what the server knows of this laptop."""

    class HelpAsked(Message):
        """F1: `explained` says what to do here, translated."""

        def __init__(self, explained: str) -> None:
            super().__init__()
            self.explained = explained

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
        self.drafts: Mapping[str, str] = {}
        """What stands unsent on this laptop, by activity and slot ("a1/entry"); read when a pane is shown."""
        self._views: dict[str, Any] = {}
        self._mine: dict[str, Mine] = {}

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

    def watch_now(self) -> None:
        """Show what is left of timer and grace."""
        self._show()

    async def watch_at(self, left: str, activity: str) -> None:
        """Put the pane of the activity in its place, with what was typed there before."""
        if not self.is_mounted or not activity:
            return
        self.post_message(self.Went(activity, left))
        place = self.query_one("#place", Container)
        await place.remove_children()
        pane = pane_for(self.row.kind)()
        pane.drafts = {
            slot.partition("/")[2]: text for slot, text in self.drafts.items() if slot.partition("/")[0] == activity
        }
        self._fill(pane)
        await place.mount(pane)
        self._show()

    def on_mount(self) -> None:
        """Show what came in before the screen stood."""
        if self.agenda.current and not self.at:
            self.at = self.agenda.current
        self._show()

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
        pane.view = self._views.get(self.at)
        pane.mine = self._mine.get(self.at, NONE)
        pane.result = self._views.get(f"{self.at}/result") or ResultView(hidden=True)

    def _feed(self) -> None:
        pane = self.pane
        if pane is not None and pane.row.id == self.at:
            self._fill(pane)

    # --- what is shown ----------------------------------------------------------------------------------------

    def _show(self) -> None:
        if not self.is_mounted:
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
        bar.link, bar.timer, bar.now = self.standing.link, self.agenda.timer, self.now
        bar.count = f"{hall.here}/{hall.expected or hall.known}" if hall.known else ""

    def _show_notice(self) -> None:
        notice = self.query_one(NoticeBar)
        there = next((row.title for row in self.agenda.rows if row.id == self.agenda.current), "")
        notice.key, notice.does = "F5", _("follow")
        going = _("The group has gone on to: {title}").format(title=plain(there).plain)
        notice.words = going if self.behind else ""

    def _welcome(self) -> str:
        if self.standing.link == "searching" or not self.agenda.info.title:
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
        self.post_message(self.HelpAsked(_(pane.explained if pane else Pane.explained)))

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
        self.app.simulate_key(event.key)
