"""Results in a terminal: draws every block of the vocabulary at a width. Numbers stand beside every bar."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from server.domain.blocks import Block, Bullets, Heading, Quote, Quotes, Text
from spilter_tui.i18n import language
from spilter_tui.widgets import charts, tables
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.wrap import shown, wrap

Lines: TypeAlias = list[Content]


def draw(blocks: Sequence[Block], width: int, *, roomy: bool = False) -> Lines:
    """Blocks as lines of at most `width` columns, an empty line between them but for notes; `roomy` is for the wall."""
    lines: Lines = []
    noted = False
    for block in blocks:
        before, noted = noted, isinstance(block, Text) and block.role == "note"
        if lines and not (before and noted):
            lines.append(Content())
        lines += DRAW[type(block)](block, max(width, 20), roomy)
    return lines


def _heading(block: Heading, width: int, roomy: bool) -> Lines:
    style = "bold $accent" if block.level == 1 else "bold"
    return [Content.styled(line, style) for line in wrap(shown(block.text), width)]


def _text(block: Text, width: int, roomy: bool) -> Lines:
    style = {"note": "$text-muted", "lead": "bold", "warning": "bold $warning"}.get(block.role, "")
    if block.role == "warning":
        return _hanging(f"{signs().alert} ", block.text, width, style)
    return [Content.styled(line, style) for line in wrap(shown(block.text), width)]


def _bullets(block: Bullets, width: int, roomy: bool) -> Lines:
    lines: Lines = []
    size = len(str(len(block.items)))
    for at, item in enumerate(block.items, 1):
        lines += _hanging(f"{at:>{size}} " if block.ordered else f"{signs().bullet} ", item, width)
        lines += [Content()] * roomy
    return lines


def _quotes(block: Quotes, width: int, roomy: bool) -> Lines:
    lines: Lines = [Content.styled(line, "bold") for line in wrap(shown(block.label), width)] if block.label else []
    for quote in block.quotes:
        lines += _quote(quote, width)
        lines += [Content()] * roomy
    return lines


def _quote(quote: Quote, width: int) -> Lines:
    lines = _hanging(f"{signs().quote} ", quote.text, width, repeat=True)
    behind = "  ".join(part for part in (charts.mark_words(quote.mark), shown(quote.origin)) if part)
    if not behind:
        return lines
    return lines + [Content.styled(f"  {line}", "$text-muted") for line in wrap(behind, width - 2)]


def _hanging(lead: str, text: str, width: int, style: str = "", repeat: bool = False) -> Lines:
    """A text behind a lead; later lines are indented, or repeat the lead."""
    rest = lead if repeat else " " * len(lead)
    return [
        Content.assemble((rest if at else lead, "$text-muted"), (line, style))
        for at, line in enumerate(wrap(shown(text), width - len(lead)))
    ]


DRAW: dict[type, Callable[[Any, int, bool], Lines]] = {
    Heading: _heading,
    Text: _text,
    Bullets: _bullets,
    Quotes: _quotes,
    **charts.DRAW,
    **tables.DRAW,
}


class Blocks(ScrollView, can_focus=True):
    """Results to scroll through. Set `blocks`; `roomy` for the wall."""

    DEFAULT_CSS = """
    Blocks { width: 100%; height: 1fr; scrollbar-size-vertical: 1; padding: 0 1;
        color: $text; background: $background; }
    """

    blocks: reactive[tuple[Block, ...]] = reactive(())
    roomy: reactive[bool] = reactive(False)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: Lines = []
        self._drawn: tuple[object, ...] = ()

    def watch_blocks(self) -> None:
        """Draw the new results."""
        self._arrange()

    def watch_roomy(self) -> None:
        """Draw for the other reader."""
        self._arrange()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._arrange()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are, where the height is automatic."""
        return len(draw(self.blocks, width - self.styles.scrollbar_size_vertical, roomy=self.roomy))

    @property
    def columns(self) -> int:
        """The width to draw in: room for a scroll bar is always kept, so that nothing moves when one comes."""
        return self.content_region.width - self.styles.scrollbar_size_vertical

    def _arrange(self) -> None:
        width = self.columns
        wanted = (self.blocks, width, self.roomy, language())
        if width <= 0 or wanted == self._drawn:
            return
        self._drawn = wanted
        self._lines = draw(self.blocks, width, roomy=self.roomy)
        self.virtual_size = Size(width, len(self._lines))
        self.refresh(layout=self.styles.is_auto_height)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        at, width = y + self.scroll_offset.y, self.columns
        if at >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        strip = Visual.to_strips(self, self._lines[at], width, 1, self.visual_style, apply_selection=False)[0]
        return strip.extend_cell_length(width, self.rich_style)
