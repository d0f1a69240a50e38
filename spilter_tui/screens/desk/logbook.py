"""The log book: every act of the staff, the newest first, with undo of any one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from server.domain.numbers import clock
from server.domain.root import Act
from spilter_tui.acts import act_words
from spilter_tui.i18n import N_, _
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.signs import signs

SEATS = {"desk": N_("desk {n}"), "sorter": N_("sorter {n}")}


class LogBook(ModalScreen[str]):
    """Gives back the id of the act to undo, or nothing."""

    DEFAULT_CSS = """
    LogBook { align: center middle; background: $background 60%; }
    LogBook > Vertical { width: 84; max-width: 96%; height: 90%; background: $surface;
        border: round $border-blurred; border-title-color: $text; border-title-style: bold; padding: 1 1 0 1; }
    LogBook Entries { background: $surface; }
    LogBook Static { height: 1; dock: bottom; padding: 0 1; width: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", N_("back"))]

    def __init__(self, acts: Sequence[Act], titles: Mapping[str, str]) -> None:
        """`titles`: of the activities, by id."""
        super().__init__()
        self.acts, self.titles = tuple(reversed(acts)), titles

    def compose(self) -> ComposeResult:
        """The acts, and the keys."""
        with Vertical() as box:
            box.border_title = Content(_("Log book"))
            yield Entries()
            undo, back = (
                (("Enter", "bold $accent"), " ", _("undo this act"), "   "),
                (("Esc", "bold $accent"), " ", _("back")),
            )
            yield Static(Content.assemble(*undo, *back))

    def on_mount(self) -> None:
        """The keys are in the list."""
        entries = self.query_one(Entries)
        entries.empty = _("Nothing was done yet.")
        entries.rows = tuple(map(self._line, self.acts))
        entries.focus()

    def _line(self, act: Act) -> Line:
        at = clock(datetime.fromtimestamp(act.at).time())  # noqa: DTZ006 - this laptop's own clock
        title = self.titles.get(act.scope, "")
        words = f"{at}  {act_words(act)}" + (f" {signs().bullet} {title}" if title else "")
        undone = _("undone") + f" {signs().bullet} " if act.undone else ""
        tag = undone + _seat(act)
        return Line(act.id, words, tag, faint=act.undone)

    def on_entries_chosen(self, event: Entries.Chosen) -> None:
        """Undo this one, if it still counts."""
        event.stop()
        act = next((each for each in self.acts if event.line is not None and each.id == event.line.id), None)
        if act is not None and not act.undone:
            self.dismiss(act.id)

    def action_leave(self) -> None:
        """Back to the desk."""
        self.dismiss("")


def _seat(act: Act) -> str:
    what, _space, n = act.by.partition(" ")
    return _(SEATS[what]).format(n=n) if what in SEATS else act.by
