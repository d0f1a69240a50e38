"""The sorter: one key puts the item at hand into a theme, and the next one is there.

For the facilitator (on one activity) and for a co-sorter (who follows the agenda to what can be ordered). The screen
is given views and answers, and sends by the function that it was given; it knows no network.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from server.domain.activities.group import GroupView
from server.domain.kernel import Phase, View
from server.domain.root import AgendaView, Info
from spilter_tui.i18n import N_, _
from spilter_tui.link.happened import Acknowledged, WasRefused
from spilter_tui.own import Standing, status_words
from spilter_tui.screens.sorter_asks import answered, name_of, question
from spilter_tui.screens.sorter_find import FindScreen
from spilter_tui.screens.sorter_help import help_on
from spilter_tui.screens.sorter_themes import ThemesScreen
from spilter_tui.screens.sorter_view import at_hand, heading, lines, more_keys, theme_keys, told
from spilter_tui.sorting.board import Act
from spilter_tui.sorting.seat import Refused, Seat, Send
from spilter_tui.sorting.sorter import Sorter
from spilter_tui.widgets.bar import TopBar
from spilter_tui.widgets.keys import KeyBar
from spilter_tui.widgets.prompt import Prompt
from spilter_tui.widgets.sort_body import LINES, SortBody

PATIENCE = 1.0  # seconds after which what was confirmed but is not in sight is no longer waited for

ACTS: Mapping[str, Callable[[Sorter, float], Act | None]] = {
    "accept": lambda sorter, now: sorter.accept(now),
    "leave": lambda sorter, now: sorter.leave(now),
    "merge": lambda sorter, now: sorter.merge(now),
    "unmerge": lambda sorter, now: sorter.unmerge(),
}

MOVES: Mapping[str, tuple[Callable[[Sorter], bool], str]] = {
    "previous": (lambda sorter: sorter.hand.previous(), N_("There is none before this one.")),
    "aside": (lambda sorter: sorter.hand.turn_aside(), N_("Nothing was left over.")),
    "mark": (lambda sorter: sorter.hand.mark(), N_("Here an entry lies in one theme only.")),
    "on": (lambda sorter: sorter.hand.turn(1), N_("All themes are here.")),
    "before": (lambda sorter: sorter.hand.turn(-1), N_("All themes are here.")),
}


class SorterScreen(Screen[None]):
    """One sorter at one board. Set `agenda`, `standing`, `me`, `now`; feed with `take_view` and `take_settled`.

    `activity`: the board to order; without it, the one that the agenda is at or that is open.
    """

    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", N_("help")),
        *(Binding(str(digit), f"press({digit})", N_("into that theme"), show=False) for digit in range(1, 10)),
        Binding("0", "act('leave')", N_("leave for later"), show=False),
        Binding("enter", "act('accept')", N_("take the suggestion"), show=False),
        Binding("n", "ask('new')", N_("new theme"), show=False),
        Binding("m", "act('merge')", N_("merge with what looks like it"), show=False),
        Binding("u", "undo", N_("undo")),
        Binding("slash", "find", N_("search")),
        Binding("b", "move('previous')", N_("previous")),
        Binding("e", "ask('rename')", N_("headline")),
        Binding("x", "act('unmerge')", N_("take apart what was merged"), show=False),
        Binding("k,vertical_line", "ask('split')", N_("split"), show=False, key_display="k |"),
        Binding("l", "move('aside')", N_("what was left over"), show=False),
        Binding("full_stop,pagedown", "move('on')", N_("next page of themes"), show=False, key_display=". PgDn"),
        Binding("comma,pageup", "move('before')", N_("page of themes before"), show=False, key_display=", PgUp"),
        Binding("plus,equals_sign", "move('mark')", N_("in several themes"), show=False, key_display="+ ="),
        Binding("tab", "themes", N_("themes")),
        Binding("escape", "back", N_("done")),
    ]

    CSS = """
    SorterScreen #wait { display: none; width: 1fr; height: 1fr; content-align: center middle; color: $text-muted; }
    SorterScreen.-waiting #wait { display: block; }
    SorterScreen.-waiting SortBody { display: none; }
    """

    agenda: reactive[AgendaView] = reactive(AgendaView(Info("")))
    standing: reactive[Standing] = reactive(Standing())
    me: reactive[str] = reactive("")
    """This seat as the server calls it: the welcome's `desk`."""
    now: reactive[float] = reactive(0.0)
    """The server's clock, seconds since 1970."""
    at: reactive[str] = reactive("")
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
        self.set_reactive(SorterScreen.me, me)
        self.set_reactive(SorterScreen.at, activity)

    def compose(self) -> ComposeResult:
        """Where, what, and the keys."""
        yield TopBar()
        yield Static(Content(_("There is nothing to order yet. It comes by itself.")), id="wait")
        yield SortBody()
        yield KeyBar()

    # --- what comes in ----------------------------------------------------------------------------------------

    def take_view(self, subject: str, view: View) -> None:
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
        self.seat.sorter.hand.stop_waiting()
        self.seat.go_on()
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

    # --- keys -------------------------------------------------------------------------------------------------

    def do(self, act: Act | None, says: str = "") -> None:
        """Send what was done, and see to it that there is enough at hand; then show it."""
        self._say(says)
        for each in (act, self.seat.sorter.claim(self.now)):
            refused = self.seat.send(each)
            if refused:
                self._tell(refused)
        self.show_all()

    def action_act(self, verb: str) -> None:
        """One of the acts."""
        self.seat.turn(lambda: self.do(ACTS[verb](self.seat.sorter, self.now)))

    def action_press(self, digit: int) -> None:
        """The key of a theme."""
        self.seat.turn(lambda: self.do(self.seat.sorter.press(digit, self.now)))

    def action_move(self, way: str) -> None:
        """Somewhere else, or why not."""
        move, otherwise = MOVES[way]
        self.seat.turn(lambda: self.do(None, "" if move(self.seat.sorter) else _(otherwise)))

    def action_undo(self) -> None:
        """Undo this sorter's own last act, whatever others did since."""
        self.seat.turn(self._undo)

    def _undo(self) -> None:
        act = self.seat.sorter.undo(self.agenda, self.at)
        self.do(act, "" if act else _("There is nothing of yours to undo here."))

    def action_ask(self, verb: str) -> None:
        """Ask for words."""
        asked = question(verb, self.seat.sorter.hand.row)
        if asked:
            self.query_one(SortBody).prompt.ask(*asked)
        self.seat.turn(lambda: self.do(None))

    @on(Prompt.Answered)
    def take_answer(self, event: Prompt.Answered) -> None:
        """Do what the words are for; words that don't do stay in the box."""
        found = answered(self.seat.sorter, event.about, event.text, self.now)
        if isinstance(found, str):
            self.query_one(SortBody).prompt.keep(event.about, event.text)
            self.do(None, found)
        else:
            self.do(found)

    def action_find(self) -> None:
        """Look an item up and take it to hand."""
        self.app.push_screen(FindScreen(lines(self.seat.sorter.board)), self._visit)

    def action_themes(self) -> None:
        """Show the themes with what lies in them."""
        self.overview = ThemesScreen(self.seat.sorter, self.do, self.action_undo)
        self.app.push_screen(self.overview, self._visit)

    def _visit(self, item: str | None) -> None:
        self.overview = None
        says = _("This is not on the board any more.") if item and not self.seat.sorter.hand.visit(item) else ""
        self.do(None, says)

    def action_back(self) -> None:
        """A step back; from the queue itself: done."""
        prompt = self.query_one(SortBody).prompt
        if prompt.asks:
            prompt.close()
        elif not self.seat.sorter.hand.back():
            self.seat.send(self.seat.sorter.let_go())
            self.post_message(self.Finished())
        self.show_all()

    def action_help(self) -> None:
        """Say what to do here."""
        self.app.push_screen(help_on(each for each in self.BINDINGS if isinstance(each, Binding)))

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A key that was clicked is a key that was pressed."""
        self.app.simulate_key(event.key)


def to_order(agenda: AgendaView, at: str) -> str:
    """The board to order: the one the group is at, else where this sorter is, else one that is open; empty if none."""
    boards = [row for row in agenda.rows if row.kind == "group"]
    here = {row.id for row in boards}
    open_ones = [row.id for row in boards if row.phase is Phase.OPEN]
    return next((key for key in (agenda.current, at, *open_ones) if key in here), "")


def title_of(agenda: AgendaView, activity: str) -> str:
    """The activity's title, as the agenda has it."""
    return next((row.title for row in agenda.rows if row.id == activity), "")
