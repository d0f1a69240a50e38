"""The one way by which what people typed comes on a screen."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

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


def entitle(widget: Widget, title: Content | None = None, subtitle: Content | None = None) -> None:
    """Put these in a widget's border, where they say something else: setting either draws the whole widget anew."""
    if title is not None and widget.border_title != title.markup:
        widget.border_title = title
    if subtitle is not None and widget.border_subtitle != subtitle.markup:
        widget.border_subtitle = subtitle
