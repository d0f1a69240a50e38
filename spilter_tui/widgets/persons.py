"""Whose turn it is at a laptop that several people share, and how far each is; never what anybody filled in."""

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

DIGITS = 9  # persons that a digit chooses; further down the arrow keys go


class PersonList(Vertical):
    """Set `states`: a word for each person, in order. Posts `Picked`."""

    DEFAULT_CSS = """
    PersonList { height: 1fr; }
    PersonList Static { height: auto; padding: 0 3; margin-bottom: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", N_("this one"), priority=True),
        *(Binding(str(digit), f"digit({digit})", show=False, priority=True) for digit in range(1, DIGITS + 1)),
    ]

    states: reactive[tuple[str, ...]] = reactive(())
    """How far each is, translated."""
    all_voted: reactive[bool] = reactive(False)

    class Picked(Message):
        """This person votes now; 0 is the first."""

        def __init__(self, person: int) -> None:
            super().__init__()
            self.person = person

    def compose(self) -> ComposeResult:
        """What is asked, and the persons."""
        yield Static()
        yield Entries()

    def take_keys(self) -> None:
        """The keys are for the list now."""
        self.query_one(Entries).focus()

    def on_mount(self) -> None:
        """Draw for the first time."""
        self._show()

    def watch_states(self) -> None:
        """Draw anew."""
        self._show()

    def watch_all_voted(self) -> None:
        """Draw anew."""
        self._show()

    def _show(self) -> None:
        if not self.is_mounted:
            return
        asked = _("Who votes now? Press that person's number.")
        done = _("Everybody here has voted. Who wants to change a vote presses the own number and fills it in anew.")
        self.query_one(Static).update(Content(done if self.all_voted else asked))
        names = [_("person {n}").format(n=n) for n in range(1, len(self.states) + 1)]
        rows = zip(names, self.states, strict=True)
        self.query_one(Entries).rows = tuple(Line(str(at), name, state) for at, (name, state) in enumerate(rows))

    def action_digit(self, digit: int) -> None:
        """This one."""
        if digit <= len(self.states):
            self.post_message(self.Picked(digit - 1))

    def action_pick(self) -> None:
        """The one that the keys are at."""
        chosen = self.query_one(Entries).chosen
        if chosen:
            self.post_message(self.Picked(int(chosen)))
