"""The agenda as the desk has it: what is over, where the room is, and minutes as they were against the plan."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from server.domain.root import AgendaRow
from server.domain.text import one_line, width
from spilter_tui.glance import phase_sign
from spilter_tui.i18n import N_, _
from spilter_tui.schedule import spent
from spilter_tui.widgets.signs import signs


class AgendaList(Widget, can_focus=True):
    """One line an activity; the lines around the chosen one are shown where not all fit."""

    DEFAULT_CSS = """
    AgendaList { border: round $border-blurred; border-title-color: $text-muted; border-subtitle-color: $text-muted;
        padding: 0; color: $text; background: $background; }
    AgendaList:focus { border: round $accent; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("previous activity"), show=False),
        Binding("down", "move(1)", N_("next activity"), show=False),
        Binding("home", "move(-1000)", N_("first activity"), show=False),
        Binding("end", "move(1000)", N_("last activity"), show=False),
        Binding("enter", "choose", N_("bring the room here"), show=False),
    ]

    rows: reactive[tuple[AgendaRow, ...]] = reactive(())
    current: reactive[str] = reactive("")
    """Where those who follow are."""
    chosen: reactive[str] = reactive("")
    """What the desk looks at."""
    now: reactive[float] = reactive(0.0)

    class Moved(Message):
        """Another activity was chosen to look at."""

        def __init__(self, agenda: "AgendaList", activity: str) -> None:
            super().__init__()
            self.agenda, self.activity = agenda, activity

    class Chosen(Moved):
        """Enter or a double click: the room should come here."""

    def render(self) -> Content:
        """As many lines as fit."""
        columns = self.content_size.width
        if not self.rows:
            return Content.styled(_(" No activity yet. + adds one."), "$text-muted")
        top = self._top()
        shown = self.rows[top : top + max(1, self.content_size.height)]
        return Content("\n").join(self._line(top + at, row, columns) for at, row in enumerate(shown))

    def _at(self) -> int:
        return next((at for at, row in enumerate(self.rows) if row.id == self.chosen), 0)

    def _top(self) -> int:
        height = max(1, self.content_size.height)
        return max(0, min(self._at() - height // 2, len(self.rows) - height))

    def _line(self, at: int, row: AgendaRow, columns: int) -> Content:
        here = row.id == self.current
        number, minutes = str(at + 1).rjust(len(str(len(self.rows)))), self._minutes(row)
        room = columns - len(number) - len(minutes) - 5
        title = one_line(row.title, room)
        line = Content.assemble(
            (signs().here if here else " ", "bold $accent"),
            (phase_sign(row), "$accent" if here else "$text-muted"),
            (f" {number} ", "$text-muted"),
            (title, "bold" if here else ""),
            " " * (room - width(title) + 1),
            (minutes, self._minutes_style(row)),
        )
        if row.id != self.chosen:
            return line
        return line.stylize("on $block-cursor-background" if self.has_focus else "on $panel")

    def _minutes(self, row: AgendaRow) -> str:
        real = spent(row, self.now)
        plan = f"{row.minutes}'" if row.minutes else ""
        return plan if real is None else f"{int(real // 60)}{'/' if plan else ''}{plan or chr(39)}"

    def _minutes_style(self, row: AgendaRow) -> str:
        over = row.minutes and row.id == self.current and (spent(row, self.now) or 0) > row.minutes * 60
        return "bold $warning" if over else "$text-muted"

    def on_focus(self) -> None:
        """Show where the keys are."""
        self.refresh()

    def on_blur(self) -> None:
        """The keys are elsewhere."""
        self.refresh()

    def action_move(self, by: int) -> None:
        """Look at another activity."""
        if self.rows:
            to = min(max(self._at() + by, 0), len(self.rows) - 1)
            self.post_message(self.Moved(self, self.rows[to].id))

    def action_choose(self) -> None:
        """Bring the room here."""
        if self.chosen:
            self.post_message(self.Chosen(self, self.chosen))

    def on_click(self, event: events.Click) -> None:
        """Look at the activity under the pointer; twice brings the room there."""
        at = self._top() + event.y - 1
        if 0 <= at < len(self.rows):
            kind = self.Chosen if event.chain > 1 else self.Moved
            self.post_message(kind(self, self.rows[at].id))
