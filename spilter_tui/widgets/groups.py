"""Which group somebody votes in: a list of them, each with its number."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from spilter_tui.i18n import N_, _
from spilter_tui.widgets.entries import Entries, Line

DIGITS = 9  # groups that a digit chooses; further down the arrow keys go


class GroupList(Vertical):
    """Set `names`; posts `Picked`. 0, or the last line: none of them."""

    DEFAULT_CSS = """
    GroupList { height: 1fr; }
    GroupList Static { height: auto; padding: 0 3; margin-bottom: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", N_("this one"), priority=True),
        Binding("escape", "digit(0)", N_("none"), show=False, priority=True),
        *(
            Binding(str(digit), f"digit({digit})", N_("the group of that number"), show=False, priority=True)
            for digit in range(DIGITS + 1)
        ),
    ]

    names: reactive[tuple[str, ...]] = reactive(())

    class Picked(Message):
        """This group, from 1; 0 is none."""

        def __init__(self, group: int) -> None:
            super().__init__()
            self.group = group

    def compose(self) -> ComposeResult:
        """What is asked and what for, and the groups."""
        asked = _("Which group are you in? Press its number.")
        why = _("Your group stands with your vote, not your name. A group is shown only where at least 4 voted.")
        yield Static(Content.assemble((asked, "bold"), "\n", (why, "$text-muted")))
        yield Entries()

    def take_keys(self) -> None:
        """The keys are for the list now."""
        self.query_one(Entries).focus()

    def on_mount(self) -> None:
        """Draw for the first time."""
        self._show()

    def watch_names(self) -> None:
        """Draw anew."""
        self._show()

    def _show(self) -> None:
        if self.is_mounted:
            rows = [*enumerate(self.names, 1), (0, _("none of these"))]
            self.query_one(Entries).rows = tuple(Line(str(at), f"{at}  {name}", faint=not at) for at, name in rows)

    def action_digit(self, digit: int) -> None:
        """This one."""
        if digit <= len(self.names):
            self.post_message(self.Picked(digit))

    def action_pick(self) -> None:
        """The one that the keys are at."""
        chosen = self.query_one(Entries).chosen
        if chosen:
            self.post_message(self.Picked(int(chosen)))
