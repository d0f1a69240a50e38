"""The one way by which what people typed comes on a screen."""

from collections.abc import Iterable

from textual.content import Content

from server.domain.text import display, one_line
from spilter_tui.widgets.signs import signs


def plain(text: str) -> Content:
    """A participant's text as content that no widget reads as markup and no terminal acts upon.

    A ``DataTable`` takes it but can't measure it: give its columns a width.
    """
    return Content(display(text))


def plain_line(text: str, columns: int | None = None) -> Content:
    """The same on one line, cut to this many columns with an ellipsis where it is given."""
    return Content(one_line(text, columns))


def bulleted(texts: Iterable[str]) -> Content:
    """Texts under each other, each on one line behind a dot."""
    return Content("\n").join(Content.assemble(f"{signs().bullet} ", plain_line(text)) for text in texts)
