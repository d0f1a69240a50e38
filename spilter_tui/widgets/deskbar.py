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
    """One line. Where room is short the title is cut and the count loses its words; then the plan and the clock go."""

    DEFAULT_CSS = """
    DeskBar { height: 1; dock: top; background: $panel; color: $text; padding: 0 1; }
    """

    workshop: reactive[str] = reactive("")
    here: reactive[int] = reactive(0)
    """How many laptops are here."""
    expected: reactive[int] = reactive(0)
    """How many are expected."""
    tables: reactive[bool] = reactive(False)
    """Whether the workshop has tables to sit at."""
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
        counted = _("{here} of {all} here") if self.tables else _("{here} of {all} present")
        words = counted.format(here=self.here, all=self.expected) if self.expected else _("nobody here yet")
        short = Content(f"{self.here}/{self.expected}" if self.expected else "")
        parts = [Content(words), self._timer(), self._clock(), Content(self.schedule), self._code()]
        for place, shorter in ((0, short), (3, Content()), (2, Content())):
            if sum(part.cell_length + 3 for part in parts if part) <= room:
                break
            parts[place] = shorter
        return [part for part in parts if part]

    def _timer(self) -> Content:
        over = (seconds_left(self.timer, self.now) or 0) < 0
        return Content.styled(timer_words(self.timer, self.now), "bold $warning" if over else "bold $accent")

    def _clock(self) -> Content:
        if not self.now:
            return Content()
        # The facilitator's own wall clock: this laptop's time zone, by the server's seconds.
        return Content(clock(datetime.fromtimestamp(self.now).time()))  # noqa: DTZ006

    def _code(self) -> Content:
        if self.link != "live":
            return Content.styled(f"{signs().alert} {_(LINK[self.link])}", "bold $warning")
        return Content.styled(as_code(self.code), "bold $accent") if self.code else Content()
