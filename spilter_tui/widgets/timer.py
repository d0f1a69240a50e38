"""The timer: advisory, on every screen the same; in block digits for the wall."""

from textual.app import ComposeResult
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Digits, Static

from server.domain.numbers import timer as as_timer
from server.domain.root import Timer
from spilter_tui.i18n import _


def seconds_left(timer: Timer, now: float) -> float | None:
    """What is left on a timer by the server's clock; negative over time; None where no timer was set."""
    if timer.ends:
        return timer.ends - now
    return timer.left if timer.total else None


def timer_words(timer: Timer, now: float) -> str:
    """The timer in words for a line: "12:40 left", "0:30 over time", or nothing."""
    left = seconds_left(timer, now)
    if left is None:
        return ""
    if left < 0:
        return _("{time} over time").format(time=as_timer(-left))
    words = _("{time} left").format(time=as_timer(left))
    return words if timer.ends else _("{words}, paused").format(words=words)


class BigTimer(Widget):
    """The timer in block digits, with its words beneath."""

    DEFAULT_CSS = """
    BigTimer { height: auto; width: auto; align-horizontal: center; }
    BigTimer Digits { width: auto; color: $accent; }
    BigTimer.-over Digits { color: $warning; }
    BigTimer Static { width: auto; color: $text-muted; }
    """

    timer: reactive[Timer] = reactive(Timer())
    now: reactive[float] = reactive(0.0)

    def compose(self) -> ComposeResult:
        """Digits and a word."""
        yield Digits("")
        yield Static("")

    def watch_timer(self) -> None:
        """Show what is left."""
        self._show()

    def watch_now(self) -> None:
        """Show what is left."""
        self._show()

    def _show(self) -> None:
        if not self.children:
            return
        left = seconds_left(self.timer, self.now)
        over = left is not None and left < 0
        self.set_class(over, "-over")
        self.query_one(Digits).update("" if left is None else as_timer(abs(left)))
        self.query_one(Static).update(_("over time") if over else "")
