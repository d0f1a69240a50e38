"""The wall's picture: the page whose turn it is, and small beneath it what must be known of time and connection."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from server.domain.root import WallView
from server.protocol.hall import HallView
from spilter_tui.i18n import _
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line
from spilter_tui.widgets.timer import seconds_left, timer_words
from spilter_tui.widgets.wall_pages import Page, Wall, pages, paused, turn

TURN = 10.0  # seconds a page stands
FOOT = 2  # rows kept beneath the picture


class WallPicture(Widget):
    """Set `view`, `hall`, `link`, `now`, `code`, `address`. What is gone is never filled in with something else."""

    DEFAULT_CSS = """
    WallPicture { width: 1fr; height: 1fr; background: $background; color: $text; }
    """

    view: reactive[WallView | None] = reactive(None)
    """What was sent; None before anything came."""
    hall: reactive[HallView] = reactive(HallView())
    link: reactive[str] = reactive("searching")
    now: reactive[float] = reactive(0.0)
    code: reactive[str] = reactive("")
    address: reactive[str] = reactive("")

    def __init__(self) -> None:
        super().__init__()
        self._since = 0.0
        self._drawn: tuple[object, list[Page]] = (None, [])

    def watch_view(self, before: WallView | None, view: WallView | None) -> None:
        """Something else was sent: begin at its first page."""
        if before is None or view is None or before.shown != view.shown:
            self._since = self.now

    def render(self) -> Content:
        """The page, and the foot at the bottom."""
        size = self.size
        if self.view is None:
            return Content("\n" * (size.height - 1)) + self._foot(size.width, 1, 0)
        all_pages = self._pages(self.view, size.width, size.height - FOOT)
        at = turn(all_pages, self.now, self._since, TURN)
        page = all_pages[at]
        rows = [Content(), *page][: size.height - 1]
        rows += [Content()] * (size.height - 1 - len(rows))
        return Content("\n").join([*rows, self._foot(size.width, len(all_pages), at)])

    def _pages(self, view: WallView, width: int, rows: int) -> list[Page]:
        """The pages, drawn anew only when something on them changed."""
        ticks = int(self.now) if view.shown.what == "timer" else 0
        key = (view, self.hall.here, self.code, self.address, width, rows, ticks, signs())
        if self._drawn[0] != key:
            self._drawn = (key, pages(Wall(view, self.hall, self.now, self.code, self.address), width, rows))
        return self._drawn[1]

    def _foot(self, width: int, n: int, at: int) -> Content:
        """A lost connection, a pause, the page, the timer: small, and only where it is so."""
        view = self.view
        blank = view is not None and view.shown.what == "blank"
        left = [_link(self.link)]
        right: list[Content] = []
        if view is not None and not blank:
            wall = Wall(view, self.hall, self.now)
            left += [Content.styled(_("A moment's pause"), "bold")] if paused(wall) else []
            left += [plain_line(view.workshop, width // 3).stylize("$text-muted")] if view.shown.what != "lobby" else []
            right += [Content.styled(f"{at + 1}/{n}", "$text-muted")] if n > 1 else []
            right += [self._timer(view)] if view.shown.what != "timer" else []
        one, other = (Content("   ").join(part for part in side if part.plain) for side in (left, right))
        return Content.assemble("   ", one, " " * max(1, width - one.cell_length - other.cell_length - 6), other)

    def _timer(self, view: WallView) -> Content:
        over = (seconds_left(view.timer, self.now) or 0) < 0
        return Content.styled(timer_words(view.timer, self.now), "bold $warning" if over else "bold")


def _link(link: str) -> Content:
    """What is wrong with the connection; nothing when nothing is."""
    if link == "live":
        return Content()
    words = _("no connection: this is what was sent last") if link == "stale" else _("connecting to the workshop…")
    return Content.styled(f"{signs().waits} {words}", "$warning")
