"""The themes under their keys, laid out as the number row is: 1 to 5 on the left, 6 to 0 on the right."""

import msgspec
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from spilter_tui.i18n import _
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line

ROWS = 5
GAP = 4


class ThemeKey(msgspec.Struct, frozen=True):
    """One key: a theme, or what else it does. `sign` stands before it and `word` behind it (translated)."""

    key: str
    title: str
    count: int | None = None
    sign: str = ""
    word: str = ""
    under: bool = False
    """Whether the theme belongs under another."""
    strong: bool = False


class ThemeKeys(Widget):
    """Ten keys in two columns that never move."""

    DEFAULT_CSS = """
    ThemeKeys { height: 5; margin: 1 2 0 2; color: $text; text-wrap: nowrap; }
    """

    keys: reactive[tuple[ThemeKey, ...]] = reactive(())
    """Ten, in the order 1 to 9 and 0; a key without a title is left empty."""

    def render(self) -> Content:
        """Five rows of two."""
        width = (self.content_size.width - GAP) // 2
        cells = [_cell(each, width) for each in self.keys]
        cells += [Content(" " * width)] * (2 * ROWS - len(cells))
        rows = zip(cells[:ROWS], cells[ROWS:], strict=False)
        return Content("\n").join(Content.assemble(left, " " * GAP, right) for left, right in rows)


def _cell(key: ThemeKey, width: int) -> Content:
    if not key.title:
        return Content(" " * width)
    count = "" if key.count is None else str(key.count)
    indent = "  " if key.under else ""
    word = f"  {key.word}" if key.word else ""
    room = width - 4 - len(indent) - len(word) - 5
    style = "bold" if key.strong else ""
    left = Content.assemble(
        (f"{key.sign or ' '} ", "bold $accent"),
        (f"{key.key} ", "bold $accent"),
        indent,
        plain_line(key.title, max(6, room)).stylize(style),
        (word, "$text-muted"),
    )
    return Content.assemble(left, " " * max(1, width - left.cell_length - len(count)), (count, "$text-muted"))


def nothing_yet() -> ThemeKey:
    """What stands there before there is a theme."""
    return ThemeKey("n", _("makes the first theme"), sign=signs().here)
