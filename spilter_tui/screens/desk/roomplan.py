"""The room plan over the desk: all tables at a glance, and a key for each thing to do with one. It names no person."""

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.keys import KeyBar, press
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.tableboxes import TableBoxes


class Pointed(NamedTuple):
    """What to do, and at which table."""

    act: str
    table: int


class RoomPlan(Screen[Pointed | None]):
    """Gives back what is to be done at a table; Esc gives None. It follows the desk's `hall` and `now`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "point('table')", N_("this table")),
        Binding("h", "point('hand')", N_("next hand")),
        Binding("m", "point('tell')", N_("message to this table")),
        Binding("M", "point('message')", N_("message")),
        Binding("escape,T", "leave", N_("back")),
        Binding("left", "step(-1, 0)", N_("previous table"), show=False),
        Binding("right", "step(1, 0)", N_("next table"), show=False),
        Binding("up", "step(0, -1)", N_("the table above"), show=False),
        Binding("down", "step(0, 1)", N_("the table below"), show=False),
        *(Binding(str(n), f"digit('{n}')", N_("the table of that number"), show=False) for n in range(10)),
    ]

    CSS = """
    RoomPlan #sum { height: 1; padding: 0 1; background: $panel; }
    RoomPlan VerticalScroll { height: 1fr; padding: 0 0 0 1; scrollbar-size-vertical: 1; }
    """

    def __init__(self, desk: Desk, table: int = 0) -> None:
        """`table`: the one at hand when it opens."""
        super().__init__()
        self.desk, self.table = desk, table
        self._typed = ""  # the digits typed so far

    def compose(self) -> ComposeResult:
        """A line about the whole hall, the tables, the keys."""
        yield Static(id="sum")
        with VerticalScroll(can_focus=False):
            yield TableBoxes()
        yield KeyBar()

    def on_mount(self) -> None:
        """Follow the hall, and start at the table at hand or the first."""
        boxes = self.query_one(TableBoxes)
        first = next((row.number for row in self.desk.hall.tables), 0)
        self._show()
        boxes.chosen = self.table or first
        self.call_after_refresh(self._reveal)
        for name in ("hall", "now"):
            self.watch(self.desk, name, self._show, init=False)

    def _show(self) -> None:
        boxes = self.query_one(TableBoxes)
        boxes.rows, boxes.now = self.desk.hall.tables, self.desk.now
        self.query_one("#sum", Static).update(self._sum())

    def _sum(self) -> Content:
        hall = self.desk.hall
        parts = [
            _("{here} of {all} here").format(here=hall.people, all=hall.awaited),
            _("{n} ready").format(n=hall.ready),
        ]
        if hall.hands:
            n = len(hall.hands)
            parts.append(f"{signs().alert} " + ngettext("{n} asks help", "{n} ask help", n).format(n=n))
        if hall.away:
            parts.append(f"{signs().waits} " + _("{n} away").format(n=len(hall.away)))
        return Content.assemble((_("Room plan"), "bold"), "   ", "   ".join(parts))

    def _reveal(self) -> None:
        boxes = self.query_one(TableBoxes)
        self.query_one(VerticalScroll).scroll_to_region(boxes.region_of(boxes.chosen), animate=False)

    def _go(self, table: int) -> None:
        self.query_one(TableBoxes).chosen = table
        self._reveal()

    # --- keys -------------------------------------------------------------------------------------------------

    def action_step(self, right: int, down: int) -> None:
        """To a table beside, above or below."""
        self._typed = ""
        self._go(self.query_one(TableBoxes).neighbour(right, down))

    def action_digit(self, digit: str) -> None:
        """To the table of that number: with what was typed just before if there is such a table, else of that alone."""
        known = {str(row.number) for row in self.desk.hall.tables}
        for typed in (self._typed + digit, digit):
            if typed in known:
                self._typed = typed
                self._go(int(typed))
                return
        self._typed += digit

    def action_point(self, act: str) -> None:
        """Do something at the table at hand."""
        self.dismiss(Pointed(act, self.query_one(TableBoxes).chosen))

    def action_leave(self) -> None:
        """Back to the desk."""
        self.dismiss(None)

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A key that was clicked is a key that was pressed."""
        press(self, event.key)
