"""What is asked of people: the question, the instruction, and why nothing can be sent just now."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from server.domain.kernel import Phase
from server.domain.root import AgendaRow
from spilter_tui.i18n import _, ngettext
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain

EMPTY = AgendaRow("", "", "")


def may_send(row: AgendaRow, now: float) -> bool:
    """Whether what is sent now still comes in: while open, and during the grace after a pause or the close."""
    if row.phase is Phase.OPEN:
        return True
    return row.phase is not Phase.DRAFT and not row.sealed and now <= row.stopped_at + row.grace


class Asked(Widget):
    """The head of an activity. Set `row`, `now`, and whether somebody is `busy` with something that `still_goes`."""

    DEFAULT_CSS = """
    Asked { height: auto; max-height: 9; padding: 0 3; margin: 1 0; color: $text; }
    """

    row: reactive[AgendaRow] = reactive(EMPTY, layout=True)
    now: reactive[float] = reactive(0.0)
    busy: reactive[bool] = reactive(False)
    still_goes: reactive[bool] = reactive(True)
    """Whether what is unsent may come in during the grace; a ballot may not."""

    def render(self) -> Content:
        """Question, instruction, and what has stopped."""
        stopped = self.stopped()
        parts = [
            plain(self.row.question or self.row.title).stylize("bold"),
            plain(self.row.instruction).stylize("$text-muted"),
            self._drawn(stopped),
        ]
        return Content("\n").join(part for part in parts if part.plain.strip())

    def _drawn(self, stopped: str) -> Content:
        """It matters to who is typing; to others it is merely so."""
        if not stopped or (not self.busy and self.row.phase is not Phase.PAUSED):
            return Content.styled(stopped, "$text-muted")
        return Content.styled(f"{signs().alert} {stopped}", "bold $warning")

    def stopped(self) -> str:
        """Why nothing new can be sent now, and what becomes of what was typed; empty while it is open."""
        match self.row.phase:
            case Phase.DRAFT if self.row.id:
                return _("This has not begun yet.")
            case Phase.PAUSED:
                return _("Paused for a moment. What you type is kept.")
            case Phase.CLOSED:
                return self._over()
        return ""

    def _over(self) -> str:
        if not self.busy:
            return _("This is closed.")
        if not (self.still_goes and may_send(self.row, self.now)):
            return _("This is closed. What you typed is kept on this laptop.")
        left = max(0, round(self.row.stopped_at + self.row.grace - self.now))
        return ngettext(
            "Closed. You can still send this for {n} second.", "Closed. You can still send this for {n} seconds.", left
        ).format(n=left)
