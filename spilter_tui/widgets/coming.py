"""What comes next, so that eyes can be ahead of the fingers."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from spilter_tui.i18n import _
from spilter_tui.widgets.text import plain_line
from spilter_tui.widgets.wrap import columns_of


class Coming(Widget):
    """One line for each of the next items, as many as there is room for."""

    DEFAULT_CSS = """
    Coming { height: 1fr; margin: 1 3 0 3; color: $text-muted; text-wrap: nowrap; }
    """

    texts: reactive[tuple[str, ...]] = reactive(())
    """The words of the next items."""

    def render(self) -> Content:
        """A heading before the first, and the others under it."""
        if not self.texts:
            return Content()
        name = _("coming up") + "  "
        room = self.content_size.width - columns_of(name)
        lines = (plain_line(text, room) for text in self.texts[: self.content_size.height])
        return Content("\n").join(
            Content.assemble((" " * columns_of(name) if at else name, "bold"), line) for at, line in enumerate(lines)
        )
