"""The themes overview: what there is, in which order, what lies in it; rename, move, put under another, take away."""

from collections.abc import Callable
from typing import ClassVar, TypeAlias

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from server.domain.activities.group import ThemeRow
from server.domain.sorting import ASIDE, AddTheme, DeleteTheme, MoveTheme
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.screens.sorter_asks import Question, answered, question, too_long
from spilter_tui.sorting.board import Act
from spilter_tui.sorting.sorter import Sorter
from spilter_tui.widgets.dialog import Choice, Dialog
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.keys import KeyBar
from spilter_tui.widgets.prompt import Prompt
from spilter_tui.widgets.text import plain_line

QUEUE = "queue"

Do: TypeAlias = Callable[[Act | None], None]


class ThemesScreen(Screen[str]):
    """Works on the same sorter as the screen under it; the result is the item to take to hand, or "" for none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "rename", N_("rename")),
        Binding("n", "new", N_("new")),
        Binding("minus,shift+up", "shift(-1)", N_("higher")),
        Binding("plus,equals_sign,shift+down", "shift(1)", N_("lower"), show=False),
        Binding("o", "outline", N_("under")),
        Binding("d", "delete", N_("away")),
        Binding("t", "take_back", N_("put back")),
        Binding("tab,right,left", "other", N_("items"), show=False),
        Binding("u", "undo", N_("undo"), show=False),
        Binding("escape", "back", N_("back")),
    ]

    CSS = """
    ThemesScreen Horizontal { height: 1fr; margin: 1 1 0 1; }
    ThemesScreen #themes { width: 4fr; border: round $border-blurred; border-title-color: $text-muted; }
    ThemesScreen #items { width: 5fr; border: round $border-blurred; border-title-color: $text-muted; }
    ThemesScreen Entries:focus { border: round $accent; }
    ThemesScreen .told { height: 1; margin: 0 3; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, sorter: Sorter, do: Do, undo: Callable[[], None]) -> None:
        super().__init__()
        self.sorter, self.do, self.undo = sorter, do, undo
        self._stands = False  # whether its widgets are there to draw in

    def compose(self) -> ComposeResult:
        """Themes on the left, what lies in the chosen one on the right."""
        with Horizontal():
            yield Entries(id="themes")
            yield Entries(id="items")
        yield Prompt()
        yield Static(classes="told")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the first theme."""
        self._stands = True
        self._themes.border_title = Content(_("themes"))
        self._items.empty = _("Nothing lies here.")
        self.show_board()
        self._themes.focus()

    @property
    def _themes(self) -> Entries:
        return self.query_one("#themes", Entries)

    @property
    def _items(self) -> Entries:
        return self.query_one("#items", Entries)

    @property
    def theme(self) -> ThemeRow | None:
        """The chosen theme; None for the queue and for what was left over."""
        return next((each for each in self.sorter.board.themes if each.id == self._themes.chosen), None)

    # --- what is shown ----------------------------------------------------------------------------------------

    def show_board(self) -> None:
        """Show the board as it is now."""
        if not self._stands:
            return
        self._themes.rows = tuple(self._lines())
        self._show_items()

    def _lines(self) -> list[Line]:
        board = self.sorter.board
        themes = [Line(t.id, ("  " if t.parent else "") + t.title, str(t.count)) for t in board.themes]
        left = Line(QUEUE, _("in the queue"), str(board.left), faint=True)
        return [*themes, left, Line(ASIDE, _("left over"), str(board.left_over), faint=True)]

    @on(Entries.Moved, "#themes")
    def _show_items(self) -> None:
        chosen, board = self._themes.chosen, self.sorter.board
        place = () if chosen == QUEUE else (chosen,)
        rows = (row for row in board.rows.values() if (lies := board.lies(row)) == place or chosen in (lies or ()))
        self._items.rows = tuple(Line(row.id, row.text, row.source) for row in rows)
        title = self.theme.title if self.theme else next((e.text for e in self._lines() if e.id == chosen), "")
        self._items.border_title = plain_line(title, 40)

    def tell(self, words: str) -> None:
        """Say something quietly."""
        self.query_one(".told", Static).update(Content(words))

    # --- keys -------------------------------------------------------------------------------------------------

    def _act(self, act: Act | None) -> None:
        self.do(act)
        self.show_board()

    def _ask(self, asked: Question) -> None:
        self.query_one(Prompt).ask(*asked)

    def action_rename(self) -> None:
        """Another title for the chosen theme."""
        if self.theme:
            says = _("What will it be called?")
            self._ask(Question(f"theme {self.theme.id}", says, _("Enter keeps it"), self.theme.title))

    def action_new(self) -> None:
        """A new theme, empty."""
        asked = question("new", None)
        if asked:
            self._ask(asked)

    @on(Prompt.Answered)
    def take_answer(self, event: Prompt.Answered) -> None:
        """Make or rename; words that don't do stay in the box."""
        found = self._added(event.text) if event.about == "new" else answered(self.sorter, event.about, event.text, 0.0)
        self.tell(found if isinstance(found, str) else "")
        if isinstance(found, str):
            self.query_one(Prompt).keep(event.about, event.text)
        else:
            self._act(found)
        self._themes.focus()

    def _added(self, title: str) -> Act | str:
        return too_long(title) or self.sorter.do(AddTheme(title.strip()))

    def action_shift(self, by: int) -> None:
        """Put the chosen theme one place up or down, among those it stands with."""
        theme = self.theme
        if theme is None:
            return
        themes = self.sorter.board.themes
        beside = [each for each in themes if each.parent == theme.parent]
        to = beside.index(theme) + by
        if 0 <= to < len(beside):
            order = [each.id for each in themes]
            self._act(self.sorter.do(MoveTheme(theme.id, order.index(beside[to].id), theme.parent)))

    def action_outline(self) -> None:
        """Put the chosen theme under the one above it, or let it stand by itself again."""
        theme = self.theme
        if theme is None:
            return
        themes = self.sorter.board.themes
        at = themes.index(theme)
        over = next((each for each in reversed(themes[:at]) if not each.parent), None)
        if theme.parent or over:
            parent = "" if theme.parent or over is None else over.id
            self._act(self.sorter.do(MoveTheme(theme.id, at, parent)))
        else:
            self.tell(_("There is no theme above it."))

    def action_delete(self) -> None:
        """Take the chosen theme away; asks where something lies in it."""
        theme = self.theme
        if theme is None:
            return
        if not theme.count:
            self._act(self.sorter.do(DeleteTheme(theme.id)))
            return
        says = ngettext(
            "{n} entry lies in it and goes back to the queue. u undoes it.",
            "{n} entries lie in it and go back to the queue. u undoes it.",
            theme.count,
        ).format(n=theme.count)
        dialog = Dialog(plain_line(theme.title, 40).plain, says, (Choice("d", _("take it away"), theme.id),))
        self.app.push_screen(dialog, self._delete)

    def _delete(self, theme: str | None) -> None:
        if theme:
            self._act(self.sorter.do(DeleteTheme(theme)))

    def action_take_back(self) -> None:
        """Put the chosen item back in the queue."""
        if self._items.line:
            self._act(self.sorter.take_back(self._items.line.id))

    def action_undo(self) -> None:
        """Undo this sorter's own last act."""
        self.undo()

    def action_other(self) -> None:
        """From the themes to the items, or back."""
        (self._items if self._themes.has_focus else self._themes).focus()

    @on(Entries.Chosen)
    def choose(self, event: Entries.Chosen) -> None:
        """Enter on a theme: its items. On an item: take it to hand."""
        if event.entries is self._themes:
            self._items.focus()
        elif event.line:
            self.dismiss(event.line.id)

    def action_back(self) -> None:
        """A step back."""
        if self.query_one(Prompt).asks:
            self.query_one(Prompt).close()
            self._themes.focus()
        elif self._items.has_focus:
            self._themes.focus()
        else:
            self.dismiss("")
