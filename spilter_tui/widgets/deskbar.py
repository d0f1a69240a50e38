"""The desk's top line: the workshop, who is here, the timer, the clock against the plan, and the room code."""

from datetime import datetime

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from server.domain.numbers import clock
from server.domain.root import Timer
from server.protocol.joining import shown as as_code
from spilter_tui.i18n import _
from spilter_tui.widgets.bar import LINK
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line
from spilter_tui.widgets.timer import seconds_left, timer_words

TITLE = 12  # columns that the workshop's title keeps


class DeskBar(Widget):
    """One line. The title is cut where room is short; then the head count goes, then the plan; the code never does."""

    DEFAULT_CSS = """
    DeskBar { height: 1; dock: top; background: $panel; color: $text; padding: 0 1; }
    """

    workshop: reactive[str] = reactive("")
    here: reactive[str] = reactive("")
    """Who is here, in words."""
    schedule: reactive[str] = reactive("")
    """How it goes against the plan, in words; empty for nothing to say."""
    code: reactive[str] = reactive("")
    """The room code, as it is known: eight characters."""
    link: reactive[str] = reactive("live")
    """searching, joining, live or stale."""
    timer: reactive[Timer] = reactive(Timer())
    now: reactive[float] = reactive(0.0)
    """The server's clock, seconds since 1970."""

    def render(self) -> Content:
        """The title on the left, the rest on the right, as much as fits."""
        width = self.content_size.width
        right = Content("   ").join(self._fitting(width - TITLE - 3))
        left = plain_line(self.workshop, max(TITLE, width - right.cell_length - 3)).stylize("bold")
        return Content.assemble(left, " " * max(1, width - left.cell_length - right.cell_length), right)

    def _fitting(self, room: int) -> list[Content]:
        parts = [self._here(), self._timer(), self._clock(), self._plan(), self._code()]
        for dropped in (0, 3, 2):
            if sum(part.cell_length + 3 for part in parts if part) <= room:
                break
            parts[dropped] = Content()
        return [part for part in parts if part]

    def _here(self) -> Content:
        return Content.styled(self.here, "$text-muted")

    def _timer(self) -> Content:
        over = (seconds_left(self.timer, self.now) or 0) < 0
        return Content.styled(timer_words(self.timer, self.now), "bold $warning" if over else "bold $accent")

    def _clock(self) -> Content:
        if not self.now:
            return Content()
        # The facilitator's own wall clock: this laptop's time zone, by the server's seconds.
        return Content(clock(datetime.fromtimestamp(self.now).time()))  # noqa: DTZ006

    def _plan(self) -> Content:
        return Content(self.schedule)

    def _code(self) -> Content:
        if self.link != "live":
            return Content.styled(f"{signs().alert} {_(LINK[self.link])}", "bold $warning")
        return Content.styled(as_code(self.code), "bold $accent") if self.code else Content()
