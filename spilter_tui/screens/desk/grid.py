"""A grid over the desk, to choose a cell in and say what to do with it: facts to fill in, criteria to weigh."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from spilter_tui.i18n import N_, _
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.cells import Cells, Row
from spilter_tui.widgets.keys import key_name


class Sheet(NamedTuple):
    """What stands in the grid now: the columns' names, the rows, and a cell told in full."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    told: Callable[[str], Content]


class Act(NamedTuple):
    """A key, what it does (translated), and what the grid then gives back beside the cell."""

    key: str
    label: str
    value: str


class Pointed(NamedTuple):
    """What to do, and the key of the cell to do it with."""

    act: str
    cell: str


class GridScreen(ModalScreen[Pointed | None]):
    """`look` gives the sheet as it is now; it is asked again whenever a view comes in. Esc gives None."""

    DEFAULT_CSS = """
    GridScreen { align: center middle; background: $background 60%; }
    GridScreen > Vertical { width: 96; max-width: 98%; height: auto; max-height: 96%; background: $surface;
        border: round $border-blurred; border-title-color: $text; border-title-style: bold; padding: 1 1 0 1; }
    GridScreen Cells { height: auto; max-height: 70%; background: $surface; }
    GridScreen .told { width: 1fr; height: auto; max-height: 5; margin: 1 3; }
    GridScreen .keys { width: 1fr; height: auto; padding: 0 3; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", N_("back"))]

    def __init__(self, title: str, desk: Desk, look: Callable[[], Sheet], acts: Sequence[Act], cell: str = "") -> None:
        super().__init__()
        self.heading, self.desk, self.look, self.acts, self.cell = title, desk, look, tuple(acts), cell

    def compose(self) -> ComposeResult:
        """The grid, the cell at hand, the keys."""
        with Vertical() as box:
            box.border_title = Content(self.heading)
            yield Cells()
            yield Static(classes="told")
            yield Static(self._keys(), classes="keys")

    def on_mount(self) -> None:
        """Start at the cell that was left."""
        cells = self.query_one(Cells)
        cells.chosen = self.cell
        self.show()
        cells.focus()
        self.watch(self.desk, "turned", self.show, init=False)

    def _keys(self) -> Content:
        pairs = [*((key_name(act.key), act.label) for act in self.acts), ("Esc", _("back"))]
        return Content("   ").join(Content.assemble((key, "bold $accent"), " ", does) for key, does in pairs)

    def show(self) -> None:
        """What stands in the grid now."""
        sheet, cells = self.look(), self.query_one(Cells)
        cells.columns, cells.rows = sheet.columns, sheet.rows
        self.query_one(".told", Static).update(sheet.told(cells.chosen))

    @on(Cells.Moved)
    def tell(self, event: Cells.Moved) -> None:
        """Tell the cell at hand in full; Enter is the first act."""
        event.stop()
        if isinstance(event, Cells.Chosen):
            self.dismiss(Pointed(self.acts[0].value, event.key))
        else:
            self.show()

    def on_key(self, event: events.Key) -> None:
        """Do something with the cell at hand."""
        for act in self.acts[1:]:
            if act.key == event.key:
                event.stop()
                self.dismiss(Pointed(act.value, self.query_one(Cells).chosen))

    def action_leave(self) -> None:
        """Go back to the desk."""
        self.dismiss(None)
