"""actions (Acties): what was agreed, who does it and when; and a box where the room may propose."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from server.domain.activities.actions import SORTS, Action
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.signs import joined, signs
from spilter_tui.writing import WritingPane, entry_lines


class ActionsPane(WritingPane):
    """The register as it grows; what the room proposes stands under it."""

    DEFAULT_CSS = """
    ActionsPane .counts { height: 1; padding: 0 3; margin-top: 1; }
    """

    kind = "actions"
    explained = N_(
        "Here stands what was agreed: what, who, and when. Where there is a box you can propose an action: "
        "type it and press Enter."
    )

    def body(self) -> ComposeResult:
        """Box, count, register."""
        yield EntryBox(placeholder=_("Propose an action: what, who, when?"))
        yield Static(classes="counts")
        yield Entries()

    @property
    def reading(self) -> bool:
        """No box where the room does not propose."""
        return super().reading or not (self.view and self.view.room)

    def show(self) -> None:
        """The register and the proposals."""
        super().show()
        total = self.view.total if self.view else 0
        words = ngettext("{n} agreement", "{n} agreements", total).format(n=total)
        self.query_one(".counts", Static).update(Content.styled(words, "bold"))
        entries = self.query_one(Entries)
        entries.empty = _("Nothing was agreed yet.")
        entries.rows = tuple(self._lines()) if self.view else ()

    def _lines(self) -> list[Line]:
        proposals = [
            Line(line.id, line.text, joined([_("proposal"), line.tag]), line.sign, line.mine)
            for line in entry_lines(self.view.proposals, self.mine.own)
        ]
        return [*(action_line(action) for action in self.view.rows), *proposals]

    @property
    def shows_result(self) -> bool:
        """The register is its own result."""
        return False


def action_line(action: Action) -> Line:
    """A line of the register: what, and behind it who and when."""
    done = action.status in ("done", "dropped")
    sort = "" if action.sort == "action" else _(SORTS[action.sort])
    sign = signs().done if action.status == "done" else signs().here
    return Line(action.id, action.what, joined([sort, action.owner, action.due]), sign, faint=done)
