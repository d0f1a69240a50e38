"""factsheet (Vergelijker): the options compared in one grid, and beneath it the fact at hand with its source."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from server.domain.activities.factsheet import FactsheetView
from server.domain.grids.base import cell_key
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.panes import Pane
from spilter_tui.widgets.cells import Cells, Row, Square
from spilter_tui.widgets.facts import behind, fact_of, in_short, in_words
from spilter_tui.widgets.text import plain, plain_line


class FactCells(Cells):
    """The facts, to read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "on(1)", N_("next fact"))]


class FactsheetPane(Pane):
    """Walk through the facts; there is nothing to fill in."""

    DEFAULT_CSS = """
    FactsheetPane .counts { height: 1; padding: 0 3; }
    FactsheetPane Cells { margin-top: 1; height: 1fr; }
    FactsheetPane .here { height: auto; max-height: 6; padding: 0 3; margin-top: 1; }
    FactsheetPane .signs { height: 1; padding: 0 3; color: $text-muted; }
    """

    kind = "factsheet"
    explained = N_(
        "What is known of each option, one line a feature. Go through the facts with the arrow keys: beneath the grid "
        "you read the whole of it, where it comes from, and whether it was verified."
    )

    def body(self) -> ComposeResult:
        """How many facts there are, the grid, the fact at hand, what the signs mean."""
        yield Static(classes="counts")
        yield FactCells()
        yield Static(classes="here")
        yield Static(classes="signs")

    def on_mount(self) -> None:
        """Be ready for the keys."""
        self.query_one(FactCells).focus()

    def show(self) -> None:
        """The facts, and the one at hand in full."""
        view: FactsheetView | None = self.view
        if view is None:
            return
        words = ngettext("{n} fact", "{n} facts", view.total).format(n=view.total)
        self.query_one(".counts", Static).update(Content.styled(words, "bold"))
        cells = self.query_one(FactCells)
        cells.empty = _("No facts are shown yet.")
        cells.columns = tuple(option.text for option in view.options)
        cells.rows = fact_rows(view)
        self.query_one(".here", Static).update(told(view, cells.chosen))
        legend = _("* claimed, not verified; ? unknown; – not filled in")
        self.query_one(".signs", Static).update(Content(legend if view.features else ""))

    @on(Cells.Moved)
    def tell(self, event: Cells.Moved) -> None:
        """Tell the fact at hand in full."""
        event.stop()
        self.show()


def fact_rows(view: FactsheetView) -> tuple[Row, ...]:
    """A row for each feature, a cell for each option."""
    return tuple(
        Row(
            feature.text,
            tuple(
                Square(cell_key(option.id, feature.id), in_short(fact_of(view, option.id, feature.id)))
                for option in view.options
            ),
        )
        for feature in view.features
        if view.options
    )


def told(view: FactsheetView, key: str) -> Content:
    """The fact under a key in full: of what, the value, where it comes from."""
    for feature in view.features:
        for option in view.options:
            if key == cell_key(option.id, feature.id):
                fact = fact_of(view, option.id, feature.id)
                head = Content(" · ").join([plain_line(option.text, 50).stylize("bold"), plain_line(feature.text, 50)])
                lines = [head, plain(in_words(fact))]
                return Content("\n").join([*lines, plain(behind(fact)).stylize("$text-muted")] if fact else lines)
    return Content("")
