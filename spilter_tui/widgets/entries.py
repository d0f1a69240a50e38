"""A list of entries that stays fast with thousands of them: one widget that draws lines, not a widget an entry."""

from typing import ClassVar

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
from spilter_tui.widgets.lines import MARGIN, Heights, Line, Place
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.wrap import shown, wrap

__all__ = ["Entries", "Line"]


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
        self._place = Place((), [0], 0, 0)
        self._heights = Heights()

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
