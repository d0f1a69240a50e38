"""group (Ordenen): how far the ordering is; the themes once the facilitator shows them."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.panes import Pane
from spilter_tui.widgets.charts import bar


class GroupPane(Pane):
    """Participants watch here: sorting itself is done on the desk and by co-sorters."""

    DEFAULT_CSS = """
    GroupPane Static { width: 1fr; height: 1fr; content-align: center middle; text-align: center; }
    """

    kind = "group"
    explained = N_("The facilitator orders all entries into themes. You see them here as soon as they are shown.")

    def body(self) -> ComposeResult:
        """One line in the middle."""
        yield Static()

    def show(self) -> None:
        """How many have a place."""
        self.query_one("#pane-body Static", Static).update(self._progress())

    def _progress(self) -> Content:
        if not self.view:
            return Content()
        total, left = self.view.total, self.view.left
        words = ngettext("{n} entry is being put into themes.", "{n} entries are being put into themes.", total)
        parts = [Content.styled(words.format(n=total), "bold")]
        if total:
            drawn = bar((total - left) / total, 40).ljust(40)
            parts.append(Content.assemble((drawn, "$accent"), "  ", _("{n} to go").format(n=left)))
        return Content("\n\n").join(parts)

    @property
    def shows_result(self) -> bool:
        """The themes, as soon as they may be seen."""
        return not self.result.hidden and bool(self.result.blocks)
