"""A grid to walk through cell by cell, with headings and names always in view.

Drawn line by line, so that it stays fast with a thousand rows; where not all columns fit, those around the keys show.
"""

from typing import ClassVar

import msgspec
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from server.domain.text import one_line
from spilter_tui.i18n import N_
from spilter_tui.widgets.charts import pad
from spilter_tui.widgets.fair import fair
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.tables import limited
from spilter_tui.widgets.wrap import columns_of, longest_part, shown

NARROW, MIDDLE, WIDE = 6, 9, 16  # columns of the screen for a column of the grid: least, with its words broken, most
MARGIN = 3
NAMES = 36  # columns of the screen for the names of the rows, at most
HEADINGS = 4  # lines at most


class Square(msgspec.Struct, frozen=True):
    """A cell: its key, what stands in it, and whether that is one's own doing."""

    key: str
    text: str
    mine: bool = False


class Row(msgspec.Struct, frozen=True):
    """A row: its name, its cells, a sign before it."""

    text: str
    squares: tuple[Square, ...]
    sign: str = ""


class Cells(ScrollView, can_focus=True):
    """Set `columns` (their names) and `rows`; `chosen` is the key of the cell at hand. Enter posts `Chosen`."""

    DEFAULT_CSS = """
    Cells { width: 100%; height: 1fr; scrollbar-size-vertical: 1; color: $text; background: $background; }
    Cells > .cells--heading { color: $text-muted; }
    Cells > .cells--mine { color: $accent; }
    Cells > .cells--sign { color: $accent; text-style: bold; }
    Cells > .cells--here { background: $block-cursor-background; text-style: bold; }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"cells--heading", "cells--mine", "cells--sign", "cells--here"}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "walk(-1, 0)", N_("row above"), show=False),
        Binding("down", "walk(1, 0)", N_("row below"), show=False),
        Binding("left", "walk(0, -1)", N_("column to the left"), show=False),
        Binding("right", "walk(0, 1)", N_("column to the right"), show=False),
        Binding("tab", "on(1)", N_("next cell"), show=False),
        Binding("shift+tab", "on(-1)", N_("previous cell"), show=False),
        Binding("home", "walk(-1000, -1000)", N_("first cell"), show=False),
        Binding("end", "walk(1000, 1000)", N_("last cell"), show=False),
        Binding("enter", "choose", N_("choose"), show=False),
    ]

    columns: reactive[tuple[str, ...]] = reactive(())
    rows: reactive[tuple[Row, ...]] = reactive(())
    chosen: reactive[str] = reactive("")
    empty: reactive[str] = reactive("")
    """What to say when there is nothing, translated."""

    class Moved(Message):
        """The keys are at another cell."""

        def __init__(self, cells: "Cells", key: str) -> None:
            super().__init__()
            self.cells, self.key = cells, key

    class Chosen(Moved):
        """Enter or a double click on a cell."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._first = 0  # the column that stands first on the screen
        self._sizes: list[int] = []  # how wide each column stands
        self._high = 0  # lines that the headings take
        self._longest = 0  # columns of the screen that the longest name takes
        self._places: dict[str, tuple[int, int]] = {}  # of each cell its row and column

    # --- where things are -------------------------------------------------------------------------------------

    def watch_rows(self) -> None:
        """Start at the first cell; the cell at hand stays at hand."""
        self._longest = max((columns_of(shown(row.text)) for row in self.rows), default=0)
        self._places = {
            each.key: (at, number) for at, row in enumerate(self.rows) for number, each in enumerate(row.squares)
        }
        if self.rows and self.place is None:
            self.chosen = next(iter(self._places), "")
        self._arrange()

    def watch_columns(self) -> None:
        """Draw the other headings."""
        self._arrange()

    def watch_chosen(self) -> None:
        """Show the cell at hand."""
        self.reveal()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._arrange()

    def _arrange(self) -> None:
        self._sizes = self._shared()
        self._high = max((len(self._heading(at)) for at in range(len(self._sizes))), default=0)
        self.virtual_size = Size(self._width, len(self.rows) + self._high)
        self.reveal()

    def _shared(self) -> list[int]:
        """How wide each column stands: all the same where that keeps words whole; maybe not all fit on the screen."""
        least = [max(NARROW, min(longest_part(shown(each)) + 1, WIDE)) for each in self.columns]
        equal = min(WIDE, (self._room - min(self._longest, self._room // 4)) // max(len(least), 1))
        if equal >= max(least, default=0):
            return [equal] * len(least)
        beside = self._room - min(self._longest, self._room // 5)
        sizes = fair(least, least, beside, MIDDLE)
        return sizes if sum(sizes) <= beside else least

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The headings and every row, where the height is automatic."""
        return len(self.rows) + self._high

    @property
    def _width(self) -> int:
        return max(self.content_region.width - self.styles.scrollbar_size_vertical, 0)

    @property
    def _room(self) -> int:
        """What there is for the names and the columns."""
        return max(self._width - MARGIN - 2, 0)

    @property
    def _names(self) -> int:
        """How wide the names of the rows stand."""
        return min(self._longest, max(self._room - sum(self._sizes), self._room // 5), NAMES)

    def _seen(self) -> range:
        """The columns that fit beside the names, from the first one shown on; one at least."""
        room, last = self._room - self._names, self._first
        for size in self._sizes[self._first :]:
            room -= size
            if room < 0 and last > self._first:
                break
            last += 1
        return range(self._first, last)

    @property
    def place(self) -> tuple[int, int] | None:
        """Row and column of the cell at hand; None where there is none."""
        return self._places.get(self.chosen)

    def reveal(self) -> None:
        """Scroll so that the cell at hand is in sight."""
        if self.place is not None:
            row, column = self.place
            self._first = min(self._first, column)
            while column not in self._seen():
                self._first += 1
            top, height = self.scroll_offset.y, self.scrollable_content_region.height - self._high
            if height > 0 and not top <= row < top + height:
                self.scroll_to(y=row if row < top else row - height + 1, animate=False)
        self.refresh()

    # --- drawing ----------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the screen; the first ones hold the headings, however far it is scrolled."""
        at = y - self._high + self.scroll_offset.y
        if not self.rows:
            line = Content.styled(self.empty if y == 0 else "", "$text-muted").pad_left(MARGIN)
        elif y < self._high:
            line = self._headings(y)
        else:
            line = self._row(at) if at < len(self.rows) else Content("")
        strip = Visual.to_strips(self, line, max(self._width, 1), 1, self.visual_style, apply_selection=False)[0]
        return strip.extend_cell_length(self._width, self.rich_style)

    def _headings(self, part: int) -> Content:
        before = signs().more if self._first and not part else " "
        after = signs().more if self._seen().stop < len(self.columns) and not part else ""
        texts = "".join(self._part(at, part) for at in self._seen())
        style = self.get_visual_style("cells--heading", partial=True)
        return Content.styled(" " * (MARGIN + self._names) + before + texts + after, style)

    def _heading(self, at: int) -> list[str]:
        """A heading on its lines: what doesn't fit goes from the last one."""
        return limited(self.columns[at], self._sizes[at] - 1, HEADINGS)

    def _part(self, at: int, line: int) -> str:
        """What stands of a heading on a line: the headings end above the cells."""
        lines = self._heading(at)
        before = self._high - len(lines)
        return " " + pad(lines[line - before] if line >= before else "", self._sizes[at] - 1, right=True)

    def _row(self, at: int) -> Content:
        row, here = self.rows[at], self.place
        is_here = here is not None and here[0] == at
        accent = self.get_visual_style("cells--sign", partial=True)
        lead = signs().here if is_here else " "
        name = pad(one_line(row.text, self._names), self._names)
        seen = [n for n in self._seen() if n < len(row.squares)]
        squares = [self._square(row.squares[n], self._sizes[n], here == (at, n)) for n in seen]
        sign = (row.sign or " ", accent)
        return Content.assemble((lead, accent), sign, " ", (name, "bold" if is_here else ""), " ", *squares)

    def _square(self, square: Square, size: int, here: bool) -> Content:
        text = one_line(square.text, size - 3)
        if here and self.has_focus:
            drawn = pad(f"[{text}]", size - 1, right=True)
            return Content.assemble(" ", (drawn, self.get_visual_style("cells--here", partial=True)))
        style = self.get_visual_style("cells--mine", partial=True) if square.mine else ""
        return Content.assemble(" ", (pad(text, size - 2, right=True), style), " ")

    # --- keys -------------------------------------------------------------------------------------------------

    def on_focus(self) -> None:
        """Show where the keys are."""
        self.refresh()

    def on_blur(self) -> None:
        """The keys are elsewhere."""
        self.refresh()

    def _go(self, row: int, column: int) -> None:
        squares = self.rows[min(max(row, 0), len(self.rows) - 1)].squares
        self.chosen = squares[min(max(column, 0), len(squares) - 1)].key
        self.post_message(self.Moved(self, self.chosen))

    def action_walk(self, down: int, right: int) -> None:
        """So many rows down and columns to the right."""
        if self.place is not None:
            self._go(self.place[0] + down, self.place[1] + right)

    def action_on(self, by: int) -> None:
        """The next cell, row after row, or the previous one."""
        keys = list(self._places)
        if self.chosen in self._places:
            at = keys.index(self.chosen) + by
            self.chosen = keys[at % len(keys)]
            self.post_message(self.Moved(self, self.chosen))

    def action_choose(self) -> None:
        """Say that this cell was chosen."""
        self.post_message(self.Chosen(self, self.chosen))

    def on_click(self, event: events.Click) -> None:
        """Put the keys at the cell under the pointer."""
        at = event.y - self._high + self.scroll_offset.y
        if 0 <= at < len(self.rows) and event.y >= self._high:
            self._go(at, self._under(event.x))
            if event.chain > 1:
                self.action_choose()

    def _under(self, x: int) -> int:
        """The column of the grid at a column of the screen; the nearest one beside them."""
        left = x - MARGIN - self._names - 1
        for at in self._seen():
            left -= self._sizes[at]
            if left < 0:
                return at
        return self._seen().stop - 1
