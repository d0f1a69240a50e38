"""The sorter's screen without its keys: what comes in, what is shown, and sending."""

from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widgets import Static

from server.domain.activities.group import GroupView
from server.domain.kernel import Phase
from server.domain.root import AgendaView
from spilter_tui.i18n import _
from spilter_tui.link.happened import Acknowledged, WasRefused
from spilter_tui.own import status_words
from spilter_tui.screens.role import RoleScreen
from spilter_tui.screens.sorter_asks import name_of
from spilter_tui.screens.sorter_themes import ThemesScreen
from spilter_tui.screens.sorter_view import at_hand, heading, more_keys, theme_keys, told
from spilter_tui.sorting.board import Act
from spilter_tui.sorting.seat import Refused, Seat, Send
from spilter_tui.widgets.bar import TopBar
from spilter_tui.widgets.keys import KeyBar
from spilter_tui.widgets.sort_body import LINES, SortBody

PATIENCE = 1.0  # seconds after which what was confirmed but is not in sight is no longer waited for


class SorterBoard(RoleScreen):
    """One sorter at one board. It wants `me`, and `take_settled`, beside what every role's screen gets.

    `activity`: the board to order; without it, the one that the agenda is at or that is open.
    """

    AUTO_FOCUS = ""

    DEFAULT_CSS = """
    SorterBoard #wait { display: none; width: 1fr; height: 1fr; content-align: center middle; color: $text-muted; }
    SorterBoard.-waiting #wait { display: block; }
    SorterBoard.-waiting SortBody { display: none; }
    """

    me: var[str] = var("")
    """This seat as the server calls it: the welcome's `desk`."""
    at: var[str] = var("")
    """The activity whose board this is; it sets itself where none was given."""

    class Went(Message):
        """This sorter is now at another board: its view is wanted, and not the one left."""

        def __init__(self, activity: str, left: str) -> None:
            super().__init__()
            self.activity, self.left = activity, left

    class Finished(Message):
        """Esc: done here, and everything claimed was let go."""

    def __init__(self, send: Send, me: str = "", activity: str = "") -> None:
        super().__init__()
        self._send = send
        self._fixed = bool(activity)
        self.seat = Seat(send, activity, me)
        self.overview: ThemesScreen | None = None
        self._stands = False  # whether its widgets are there to draw in
        self.set_reactive(SorterBoard.me, me)
        self.set_reactive(SorterBoard.at, activity)

    def compose(self) -> ComposeResult:
        """Where, what, and the keys."""
        yield TopBar()
        yield Static(Content(_("There is nothing to order yet. It comes by itself.")), id="wait")
        yield SortBody()
        yield KeyBar()

    # --- what comes in ----------------------------------------------------------------------------------------

    def take_view(self, subject: str, view: Any) -> None:
        """A subject's view is now this one."""
        if subject == self.at and isinstance(view, GroupView):
            self.seat.sorter.board.me = self.me
            self.seat.take_view(view)
            self.show_all()

    def take_settled(self, settled: Acknowledged | WasRefused) -> None:
        """The server did something, or refused it; what was not asked here is passed over."""
        act = self.seat.take_settled(settled)
        if isinstance(act, Refused):
            self._tell(act)
            self.seat.go_on()
        elif act is not None and act.waits:
            self.set_timer(PATIENCE, self._stop_waiting)
        if act is not None:
            self.show_all()

    def _stop_waiting(self) -> None:
        self.seat.stop_waiting()
        self.show_all()

    def watch_agenda(self) -> None:
        """Without a board of its own, go where something can be ordered."""
        if not self._fixed:
            self.at = to_order(self.agenda, self.at)
        self.show_all()

    def watch_at(self, left: str, activity: str) -> None:
        """Another board, another hand."""
        self.seat = Seat(self._send, activity, self.me)
        self.post_message(self.Went(activity, left))
        self.show_all()

    def on_mount(self) -> None:
        """Ask for the board, and show what is known."""
        self._stands = True
        if self.at:
            self.post_message(self.Went(self.at, ""))
        for name in ("standing", "now"):
            self.watch(self, name, self.show_all, init=False)
        self.show_all()

    # --- what is shown ----------------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Show everything as it is now; what did not change is not drawn again."""
        if not self._stands:
            return
        sorter, board = self.seat.sorter, self.seat.sorter.board
        self.set_class(board.view is None, "-waiting")
        body = self.query_one(SortBody)
        coming = tuple(row.text for row in sorter.hand.coming(LINES))
        body.show_item(heading(sorter), at_hand(sorter), coming)
        body.show_keys(theme_keys(sorter), more_keys(sorter))
        body.progress.total = board.view.total if board.view else 0
        body.progress.left, body.progress.aside = board.left, board.left_over
        body.progress.sorters, body.progress.pace = board.sorters, sorter.pace(self.now)
        bar = self.query_one(TopBar)
        bar.workshop, bar.activity = self.agenda.info.title, title_of(self.agenda, self.at)
        bar.link, bar.timer, bar.now = self.standing.link, self.agenda.timer, self.now
        self.query_one(KeyBar).status = "" if self.standing.link == "live" else status_words(self.standing)
        if self.overview is not None:
            self.overview.show_board()

    def _tell(self, refused: Refused) -> None:
        """Say what was refused; what was typed for it stands ready for the next time."""
        body, act = self.query_one(SortBody), refused.act
        if refused.typed:
            body.prompt.keep(name_of(act), refused.typed)
        self._say(told(self.seat.sorter.board, act, refused.code, refused.facts))

    def _say(self, words: str) -> None:
        self.query_one(SortBody).tell(words)
        if self.overview is not None and self.overview.is_mounted:
            self.overview.tell(words)

    def do(self, act: Act | None, says: str = "") -> None:
        """Send what was done, and see to it that there is enough at hand; then show it."""
        self._say(says)
        for each in (act, self.seat.sorter.claim(self.now)):
            refused = self.seat.send(each)
            if refused:
                self._tell(refused)
        self.show_all()


def to_order(agenda: AgendaView, at: str) -> str:
    """The board to order: the one the group is at, else where this sorter is, else one that is open; empty if none."""
    boards = [row for row in agenda.rows if row.kind == "group"]
    here = {row.id for row in boards}
    open_ones = [row.id for row in boards if row.phase is Phase.OPEN]
    return next((key for key in (agenda.current, at, *open_ones) if key in here), "")


def title_of(agenda: AgendaView, activity: str) -> str:
    """The activity's title, as the agenda has it."""
    return next((row.title for row in agenda.rows if row.id == activity), "")
