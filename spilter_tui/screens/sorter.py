"""The sorter: one key puts the item at hand into a theme, and the next one is there.

For the facilitator (on one activity) and for a co-sorter (who follows the agenda to what can be ordered). The screen
is given views and answers, and sends by the function that it was given; it knows no network.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from spilter_tui.i18n import N_, _
from spilter_tui.screens.sorter_asks import answered, question
from spilter_tui.screens.sorter_board import SorterBoard
from spilter_tui.screens.sorter_find import FindScreen
from spilter_tui.screens.sorter_help import help_on
from spilter_tui.screens.sorter_themes import ThemesScreen
from spilter_tui.screens.sorter_view import lines
from spilter_tui.sorting.board import Act
from spilter_tui.sorting.sorter import Sorter
from spilter_tui.widgets.keys import KeyBar
from spilter_tui.widgets.prompt import Prompt
from spilter_tui.widgets.sort_body import SortBody

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


class SorterScreen(SorterBoard):
    """The keys of a sorter; for what to set and feed see `SorterBoard`."""

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

    def on_prompt_turned(self) -> None:
        """Other keys work while something is typed."""
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Whoever types goes nowhere else by a stray key."""
        typing = self._stands and bool(self.query_one(SortBody).prompt.asks)
        return not (typing and action in ("find", "themes"))

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
        if not self.seat.sorter.hand.back():
            self.seat.send(self.seat.sorter.let_go())
            self.post_message(self.Finished())
        self.show_all()

    def action_help(self) -> None:
        """Say what to do here."""
        self.app.push_screen(help_on(each for each in self.BINDINGS if isinstance(each, Binding)))

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A key that was clicked is a key that was pressed."""
        self.app.simulate_key(event.key)
