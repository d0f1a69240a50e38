"""The top line: which workshop and activity, and on the right the connection in words, the timer and who is here."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from server.domain.root import Timer
from spilter_tui.i18n import N_, _
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line
from spilter_tui.widgets.timer import seconds_left, timer_words

LINK = {
    "searching": N_("searching"),
    "joining": N_("connecting"),
    "live": N_("connected"),
    "stale": N_("no connection, all is kept"),
}


class TopBar(Widget):
    """One line. What people typed (titles) is cut where room is short; the connection, timer and count never are."""

    DEFAULT_CSS = """
    TopBar { height: 1; dock: top; background: $panel; color: $text; padding: 0 1; }
    """

    workshop: reactive[str] = reactive("")
    activity: reactive[str] = reactive("")
    link: reactive[str] = reactive("searching")
    """searching, joining, live or stale."""
    timer: reactive[Timer] = reactive(Timer())
    now: reactive[float] = reactive(0.0)
    """The server's clock, seconds since 1970."""
    count: reactive[str] = reactive("")
    """Who is here: "17/17"."""

    def render(self) -> Content:
        """Titles on the left, what is going on on the right."""
        right = Content("   ").join(part for part in (self._link(), self._timer(), Content(self.count)) if part)
        room = max(8, self.content_size.width - right.cell_length - 3)
        left = self._titles(room)
        return Content.assemble(
            left, " " * max(1, self.content_size.width - left.cell_length - right.cell_length), right
        )

    def _titles(self, room: int) -> Content:
        workshop = plain_line(self.workshop, room).stylize("bold")
        left = room - workshop.cell_length - 3
        if not self.activity or left < 4:
            return workshop
        return Content.assemble(workshop, (f" {signs().bullet} ", "$text-muted"), plain_line(self.activity, left))

    def _link(self) -> Content:
        live = self.link == "live"
        sign = signs().live if live else signs().waits
        return Content.styled(f"{sign} {_(LINK[self.link])}", "$text-muted" if live else "bold $warning")

    def _timer(self) -> Content:
        over = (seconds_left(self.timer, self.now) or 0) < 0
        return Content.styled(timer_words(self.timer, self.now), "bold $warning" if over else "bold")
