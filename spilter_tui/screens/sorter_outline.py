"""The themes overview without its keys: the outline on the left, what lies in the chosen theme on the right."""

from collections.abc import Callable
from typing import TypeAlias

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from server.domain.activities.group import ThemeRow
from server.domain.sorting import ASIDE
from spilter_tui.i18n import _
from spilter_tui.sorting.board import Act
from spilter_tui.sorting.sorter import Sorter
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.keys import KeyBar
from spilter_tui.widgets.prompt import Prompt
from spilter_tui.widgets.text import plain_line

QUEUE = "queue"

Do: TypeAlias = Callable[[Act | None], None]


class ThemesBoard(Screen[str]):
    """Works on the same sorter as the screen under it; `do` sends an act, `undo` the latest."""

    DEFAULT_CSS = """
    ThemesBoard Horizontal { height: 1fr; margin: 1 1 0 1; }
    ThemesBoard #themes { width: 4fr; border: round $border-blurred; border-title-color: $text-muted; }
    ThemesBoard #items { width: 5fr; border: round $border-blurred; border-title-color: $text-muted; }
    ThemesBoard Entries:focus { border: round $accent; }
    ThemesBoard .told { height: 1; margin: 0 3; text-wrap: nowrap; text-overflow: ellipsis; }
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
        self.outline.border_title = Content(_("themes"))
        self.inside.empty = _("Nothing lies here.")
        self.show_board()
        self.outline.focus()

    @property
    def outline(self) -> Entries:
        """The themes."""
        return self.query_one("#themes", Entries)

    @property
    def inside(self) -> Entries:
        """What lies in the chosen theme."""
        return self.query_one("#items", Entries)

    @property
    def theme(self) -> ThemeRow | None:
        """The chosen theme; None for the queue and for what was left over."""
        return next((each for each in self.sorter.board.themes if each.id == self.outline.chosen), None)

    # --- what is shown ----------------------------------------------------------------------------------------

    def show_board(self) -> None:
        """Show the board as it is now."""
        if not self._stands:
            return
        self.outline.rows = tuple(self._lines())
        self._show_items()

    def _lines(self) -> list[Line]:
        board = self.sorter.board
        themes = [Line(t.id, ("  " if t.parent else "") + t.title, str(t.count)) for t in board.themes]
        left = Line(QUEUE, _("in the queue"), str(board.left), faint=True)
        return [*themes, left, Line(ASIDE, _("left over"), str(board.left_over), faint=True)]

    @on(Entries.Moved, "#themes")
    def _show_items(self) -> None:
        chosen, board = self.outline.chosen, self.sorter.board
        place = () if chosen == QUEUE else (chosen,)
        rows = (row for row in board.rows.values() if (lies := board.lies(row)) == place or chosen in (lies or ()))
        self.inside.rows = tuple(Line(row.id, row.text, row.source) for row in rows)
        title = self.theme.title if self.theme else next((e.text for e in self._lines() if e.id == chosen), "")
        self.inside.border_title = plain_line(title, 40)

    def tell(self, words: str) -> None:
        """Say something quietly."""
        self.query_one(".told", Static).update(Content(words))
