"""A list of entries that stays fast with thousands of them: one widget that draws lines, not a widget an entry."""

from bisect import bisect_left
from itertools import accumulate
from typing import ClassVar, NamedTuple

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

from server.domain.text import fold, one_line
from spilter_tui.i18n import N_
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.wrap import columns_of, shown, wrap

TAG_COLUMNS = 18
MARGIN = 3
INSET = 2  # columns that a row stands in for each it is under
DEEPEST = 4  # deeper ones stand no further in


class Line(msgspec.Struct, frozen=True):
    """One entry as it is drawn: its text, a sign before it, and a word behind it that says what it is."""

    id: str
    text: str
    tag: str = ""
    sign: str = ""
    mine: bool = False
    faint: bool = False
    depth: int = 0
    """How far it stands in: under what it builds on."""

    @property
    def inset(self) -> int:
        """The columns that it stands in."""
        return INSET * min(self.depth, DEEPEST)


class _Place(NamedTuple):
    """Where the rows of a width stand. `below` holds for each number of rows at the bottom how many lines they take.

    Counted from the bottom, what is there stays as it is when rows come in above it.
    """

    rows: tuple[Line, ...]
    below: list[int]
    columns: int
    tags: int

    @property
    def height(self) -> int:
        """The lines of all rows."""
        return self.below[-1]

    def start(self, at: int) -> int:
        """The line on which a row begins; for the number of rows: the end."""
        return self.height - self.below[len(self.rows) - at]

    def row_at(self, y: int) -> int:
        """Which row is on this line; the number of rows beneath the last."""
        return len(self.rows) - bisect_left(self.below, self.height - y) if y < self.height else len(self.rows)

    def at(self, y: int) -> Line | None:
        """The row on this line; None beneath the last."""
        at = self.row_at(y)
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def find(self, line: str) -> int | None:
        """Which row has this id."""
        return next((at for at, row in enumerate(self.rows) if row.id == line), None)


class _Heights:
    """How many lines each text takes; asked once a text and width."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], int] = {}
        self._columns = self._tags = 0
        self._rows: tuple[Line, ...] = ()  # that were placed last
        self._below = [0]

    def place(self, rows: tuple[Line, ...], width: int) -> _Place:
        """Put rows under each other. What was placed before and only moved down is not looked at again."""
        kept = _kept_below(self._rows, rows)
        fresh = rows[: len(rows) - kept]
        tags = max(self._tags if kept else 0, min(TAG_COLUMNS, max((len(row.tag) for row in fresh), default=0)))
        columns = width - MARGIN - (tags + 2 if tags else 1)
        if columns != self._columns:
            self._known, self._columns, kept, fresh = {}, columns, 0, rows
        lines = accumulate(map(self._height, reversed(fresh)), initial=self._below[kept])
        self._rows, self._tags, self._below[kept:] = rows, tags, lines
        return _Place(rows, self._below, columns, tags)

    def _height(self, row: Line) -> int:
        key = row.text, row.inset
        known = self._known.get(key)
        if known is None:
            text, columns = shown(row.text), self._columns - row.inset
            simple = "\n" not in text and columns_of(text) <= columns
            known = self._known[key] = 1 if simple else len(wrap(text, columns))
        return known


def _kept_below(before: tuple[Line, ...], after: tuple[Line, ...]) -> int:
    """How many rows at the bottom are as they were, where rows were put in above them; 0 where more changed."""
    above = next(
        (at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] is not pair[1]), len(before)
    )
    kept = len(before) - above
    return kept if above <= len(after) - kept and after[len(after) - kept :] == before[above:] else 0


class Entries(ScrollView, can_focus=True):
    """Entries under each other. Set `rows`; the row that was chosen or on top stays where it is."""

    DEFAULT_CSS = """
    Entries { width: 100%; height: 1fr; scrollbar-size-vertical: 1; color: $text; background: $background; }
    Entries > .entries--tag { color: $text-muted; }
    Entries > .entries--mine { color: $accent; }
    Entries > .entries--faint { color: $text-muted; text-style: italic; }
    Entries > .entries--sign { color: $accent; text-style: bold; }
    Entries > .entries--chosen { background: $block-cursor-background; }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "entries--tag",
        "entries--mine",
        "entries--faint",
        "entries--sign",
        "entries--chosen",
    }

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("previous"), show=False),
        Binding("down", "move(1)", N_("next"), show=False),
        Binding("pageup", "move(-10)", N_("ten back"), show=False),
        Binding("pagedown", "move(10)", N_("ten on"), show=False),
        Binding("home", "move(-1000000)", N_("first"), show=False),
        Binding("end", "move(1000000)", N_("last"), show=False),
        Binding("enter", "choose", N_("choose"), show=False),
    ]

    rows: reactive[tuple[Line, ...]] = reactive((), always_update=False)
    needle: reactive[str] = reactive("")
    """Show only what holds this text, whatever its case or accents."""
    marked: reactive[bool] = reactive(False)
    """The chosen row is shown also while the keys are elsewhere: in a box above the list."""
    chosen: reactive[str] = reactive("")
    """The id of the row that the keys are at."""
    empty: reactive[str] = reactive("")
    """What to say when there is nothing, translated."""

    class Moved(Message):
        """The keys are at another row."""

        def __init__(self, entries: "Entries", line: Line | None) -> None:
            super().__init__()
            self.entries, self.line = entries, line

        @property
        def control(self) -> "Entries":
            """The list."""
            return self.entries

    class Chosen(Moved):
        """Enter or a double click on a row."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._place = _Place((), [0], 0, 0)
        self._heights = _Heights()

    # --- where things are -------------------------------------------------------------------------------------

    def watch_rows(self) -> None:
        """Place the rows anew; heights that are known are kept."""
        self._arrange()

    def watch_needle(self) -> None:
        """Place what is left."""
        self._arrange()

    def on_resize(self) -> None:
        """Wrap for the new width."""
        self._arrange()

    @property
    def columns(self) -> int:
        """The width to draw in: room for a scroll bar is always kept, so that nothing moves when one comes."""
        return self.content_region.width - self.styles.scrollbar_size_vertical

    def found(self) -> tuple[Line, ...]:
        """The rows that hold the needle; all without one."""
        if not self.needle.strip():
            return self.rows
        needle = fold(self.needle)
        return tuple(row for row in self.rows if needle in fold(row.text))

    def _arrange(self) -> None:
        width = self.columns
        if width <= 0:
            return
        top = self._place.at(self.scroll_offset.y) if self.scroll_offset.y else None
        self._place = self._heights.place(self.found(), width)
        self.virtual_size = Size(width, self._place.height)
        kept = self._place.find(top.id) if top else None
        if kept is not None:
            self.scroll_to(y=self._place.start(kept), animate=False)  # what was on top still is
        if self.has_focus and self.line is None:
            self.action_move(-1000000)
        self.refresh()

    # --- drawing ----------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        place, line, width = self._place, y + self.scroll_offset.y, self.columns
        if not place.rows:
            return self._strip(Content.styled(self.empty if y == 0 else "", "$text-muted").pad_left(MARGIN), width)
        at = place.row_at(line)
        if at >= len(place.rows):
            return Strip.blank(width, self.rich_style)
        row = place.rows[at]
        return self._strip(self._drawn(row, line - place.start(at)), width, chosen=self._is_chosen(row))

    def _is_chosen(self, row: Line) -> bool:
        return bool(self.chosen) and row.id == self.chosen and (self.has_focus or self.marked)

    def _strip(self, content: Content, width: int, chosen: bool = False) -> Strip:
        style = self.get_visual_style("entries--chosen") if chosen else self.visual_style
        strip = Visual.to_strips(self, content, width, 1, style, apply_selection=False)[0]
        return strip.extend_cell_length(width, style.rich_style)

    def _drawn(self, row: Line, part: int) -> Content:
        lines = wrap(shown(row.text), self._place.columns - row.inset)
        style = self.get_visual_style("entries--faint", partial=True) if row.faint else ""
        text = Content.styled(lines[part] if part < len(lines) else "", style).pad_left(row.inset)
        if part:
            return text.pad_left(MARGIN)
        tag = one_line(row.tag, self._place.tags) if self._place.tags else ""
        gap = self._place.columns - text.cell_length + 2 + self._place.tags - len(tag)
        kind = "entries--mine" if row.mine else "entries--tag"
        return Content.assemble(
            self._sign(row),
            text,
            " " * max(gap, 1),
            (tag, self.get_visual_style(kind, partial=True)),
        )

    def _sign(self, row: Line) -> Content:
        here = signs().here if self._is_chosen(row) else " "
        style = self.get_visual_style("entries--sign" if row.sign else "entries--tag", partial=True)
        accent = self.get_visual_style("entries--sign", partial=True)
        return Content.assemble((here, accent), (row.sign or signs().bullet, style), " ")

    # --- keys -------------------------------------------------------------------------------------------------

    @property
    def line(self) -> Line | None:
        """The chosen row."""
        at = self._place.find(self.chosen)
        return None if at is None else self._place.rows[at]

    def on_focus(self) -> None:
        """Start at the first row."""
        if self.line is None and self._place.rows:
            self.action_move(-1000000)
        self.refresh()

    def on_blur(self) -> None:
        """Nothing is chosen for the keys any more."""
        self.refresh()

    def action_move(self, by: int) -> None:
        """Go so many rows up or down."""
        rows = self._place.rows
        if not rows:
            return
        now = self._place.find(self.chosen)
        to = min(max((-1 if now is None else now) + by, 0), len(rows) - 1)
        self.chosen = rows[to].id
        self._reveal(to)
        self.post_message(self.Moved(self, rows[to]))

    def reveal(self) -> None:
        """Scroll so that the chosen row is in sight."""
        at = self._place.find(self.chosen)
        if at is not None:
            self._reveal(at)

    def _reveal(self, at: int) -> None:
        top, bottom = self._place.start(at), self._place.start(at + 1)
        height = self.scrollable_content_region.height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)
        elif bottom > self.scroll_offset.y + height:
            self.scroll_to(y=bottom - height, animate=False)

    def action_choose(self) -> None:
        """Say that this row was chosen."""
        self.post_message(self.Chosen(self, self.line))

    def on_click(self, event: events.Click) -> None:
        """Put the keys at the row under the pointer."""
        row = self._place.at(event.y + self.scroll_offset.y)
        if row is not None:
            self.chosen = row.id
            self.post_message(self.Chosen(self, row) if event.chain > 1 else self.Moved(self, row))
