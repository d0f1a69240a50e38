"""brainstorm (Verzamelen): a box to type in, and beneath it what may be seen of all entries."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line
from spilter_tui.writing import WritingPane, entry_lines, start_line


class BrainstormPane(WritingPane):
    """Type, Enter, and it is gone to the server; one's own entries are marked."""

    DEFAULT_CSS = """
    BrainstormPane .prompts { height: auto; color: $text-muted; padding: 0 3; }
    BrainstormPane .counts { height: 1; padding: 0 3; margin-top: 1; color: $text-muted; }
    """

    kind = "brainstorm"
    explained = N_(
        "Type one idea and press Enter. Your ideas stay yours to change: F4 shows them. "
        "What others send appears every few seconds, mixed."
    )

    def body(self) -> ComposeResult:
        """Questions that help, the box, the counts, the list."""
        yield Static(classes="prompts")
        yield EntryBox(placeholder=_("Type one idea and press Enter"))
        yield Static(classes="counts")
        yield Entries()

    def show(self) -> None:
        """Box, counts and list, as the preset allows."""
        super().show()
        self.query_one(".prompts", Static).update(self._prompts())
        self.query_one(".prompts").display = bool(self.view and self.view.prompts)
        self.query_one(".counts", Static).update(self._counts())
        entries = self.query_one(Entries)
        entries.empty = _("Nothing yet. Yours can be the first.")
        entries.rows = tuple(self._lines())

    def _prompts(self) -> Content:
        prompts = self.view.prompts if self.view else ()
        return Content("\n").join(Content.assemble(f"{signs().bullet} ", plain_line(prompt)) for prompt in prompts)

    def _counts(self) -> Content:
        if not self.view:
            return Content()
        total = ngettext("{n} idea in all", "{n} ideas in all", self.view.total).format(n=self.view.total)
        if self.view.preset == "table":
            total = _("at your table · {total}").format(total=total)
        return Content.assemble((total, "bold $text"), "   ", _("{n} by me").format(n=len(self.mine.own)))

    def _lines(self) -> list[Line]:
        """Newest first, and under it what the activity started with."""
        if not self.view:
            return []
        lines = entry_lines(self.view.rows, self.mine.own, alone=self.view.preset in ("own", "blind"))
        return [*lines, *map(start_line, self.view.start)]
