"""One line over the card: how far the ordering is, how fast it goes, and with how many."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from spilter_tui.i18n import _, ngettext
from spilter_tui.widgets.charts import bar
from spilter_tui.widgets.signs import signs

BAR = 24


class SortProgress(Widget):
    """What is left on the left, the pace on the right."""

    DEFAULT_CSS = """
    SortProgress { height: 1; margin: 1 3 0 3; color: $text; }
    """

    total: reactive[int] = reactive(0)
    left: reactive[int] = reactive(0)
    """How many wait in the queue."""
    aside: reactive[int] = reactive(0)
    """How many are laid aside."""
    pace: reactive[int] = reactive(0)
    """Items a minute; 0 where it can't be told."""
    sorters: reactive[int] = reactive(1)

    def render(self) -> Content:
        """What is to go of all, a bar, and what goes on."""
        right = f" {signs().bullet} ".join(self._right())
        to_go = _("{left} of {total} to go").format(left=self.left, total=self.total)
        room = min(BAR, self.content_size.width - len(to_go) - len(right) - 6)
        left = Content.assemble((to_go, "bold"), "   ", *self._bar(room))
        gap = max(2, self.content_size.width - left.cell_length - len(right))
        return Content.assemble(left, " " * gap, (right, "$text-muted"))

    def _bar(self, columns: int) -> list[tuple[str, str]]:
        if columns < 8 or not self.total:
            return []
        done = bar((self.total - self.left) / self.total, columns)
        return [(done, "$accent"), (signs().rule * (columns - len(done)), "$border-blurred")]

    def _right(self) -> list[str]:
        return [
            *([ngettext("{n} left over", "{n} left over", self.aside).format(n=self.aside)] if self.aside else []),
            *([_("{n} a minute").format(n=self.pace)] if self.pace else []),
            ngettext("{n} sorter", "{n} sorters", self.sorters).format(n=self.sorters),
        ]
