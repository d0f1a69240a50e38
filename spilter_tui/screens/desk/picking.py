"""A list over the desk to pick from: the space bar picks, Enter hands over what was picked."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from spilter_tui.i18n import N_, _
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.signs import signs


class PickScreen(ModalScreen[tuple[str, ...] | None]):
    """Gives the ids that were picked, in the order of the list; None for Esc. `note` is a text above the list."""

    DEFAULT_CSS = """
    PickScreen { align: center middle; background: $background 60%; }
    PickScreen > Vertical { width: 84; max-width: 96%; height: auto; max-height: 90%; background: $surface;
        border: round $border-blurred; border-title-color: $text; border-title-style: bold; padding: 1 1 0 1; }
    PickScreen .note { width: 1fr; height: auto; max-height: 6; padding: 0 1; margin-bottom: 1; }
    PickScreen Entries { height: auto; max-height: 12; background: $surface; }
    PickScreen .keys { width: 1fr; height: 1; margin-top: 1; padding: 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pick", N_("pick"), priority=True),
        Binding("enter", "done", N_("on"), priority=True),
        Binding("escape", "leave", N_("back")),
    ]

    def __init__(self, title: str, lines: Sequence[Line], note: Content) -> None:
        super().__init__()
        self.heading, self.lines, self.note = title, tuple(lines), note
        self.picked: set[str] = set()

    def compose(self) -> ComposeResult:
        """The note, the list, the keys."""
        with Vertical() as box:
            box.border_title = Content(self.heading)
            yield Static(self.note, classes="note")
            yield Entries()
            yield Static(self._keys(), classes="keys")

    def on_mount(self) -> None:
        """Start at the top, with nothing picked."""
        self._show()
        self.query_one(Entries).focus()

    def _show(self) -> None:
        self.query_one(Entries).rows = tuple(
            msgspec.structs.replace(
                line, sign=signs().done if line.id in self.picked else "", mine=line.id in self.picked
            )
            for line in self.lines
        )

    @staticmethod
    def _keys() -> Content:
        pairs = ((_("Space"), _("take up, or not after all")), ("Enter", _("on")), ("Esc", _("back")))
        return Content("   ").join(Content.assemble((key, "bold $accent"), " ", does) for key, does in pairs)

    def action_pick(self) -> None:
        """Pick the line at hand, or not after all."""
        line = self.query_one(Entries).line
        if line is not None:
            self.picked ^= {line.id}
            self._show()

    def action_done(self) -> None:
        """Hand over."""
        self.dismiss(tuple(line.id for line in self.lines if line.id in self.picked))

    def action_leave(self) -> None:
        """Leave it."""
        self.dismiss(None)
