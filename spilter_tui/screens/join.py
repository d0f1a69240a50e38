"""Joining: what is being looked for, the room code, the table, and a name only where one is needed.

One question at a time, in the middle of the screen. When nothing is found it says why, and what to try.
"""

from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input, Static

from server.domain.root import Table
from spilter_tui.i18n import N_, _
from spilter_tui.link.place import BadAddress, Endpoint, Failure, Reason, parse_address
from spilter_tui.widgets.keys import KeyBar
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line

Step = Literal["searching", "address", "code", "table", "persons", "name", "waiting", "away"]

REASONS = {
    Reason.NO_INTERFACE: N_("This laptop is not on a network. Is the cable in, or is Wi-Fi on?"),
    Reason.NO_ANSWER: N_(
        "There is a network, but no server answers on it. Is this the same Wi-Fi as the facilitator's?"
    ),
    Reason.NO_ROUTE: N_("This laptop's network does not lead to {where}."),
    Reason.REFUSED: N_("{where} is there, but the workshop is not running on it."),
    Reason.SILENT: N_("{where} does not answer: switched off, or kept apart by the Wi-Fi or a firewall."),
    Reason.UNKNOWN_NAME: N_("No machine is called {where} on this network."),
}

CODE_FAULTS = {
    "wrong-code": N_("That code does not open the door. Look once more at the screen in the hall."),
    "not-proven": N_("This is not the facilitator's server: it does not know the code itself. Ask the facilitator."),
    "other-server": N_("This is not the facilitator's server, though it knows the code. Ask the facilitator."),
    "out-of-turn": N_("This server speaks differently. It is of another version, perhaps."),
    "shape": N_("A code has eight letters and figures, like 3XMJ-02CT."),
}

QUESTIONS: dict[Step, str] = {
    "address": N_("What is the server's address? The facilitator can read it out."),
    "code": N_("Which code stands on the screen in the hall?"),
    "table": N_("At which table do you sit?"),
    "persons": N_("With how many do you share this laptop? Each of you votes."),
    "name": N_("What is your name? In this workshop names stand with some of what is sent."),
}

HINTS: dict[Step, str] = {"address": "192.168.1.10", "code": "3XMJ-02CT", "table": "1", "persons": "5", "name": ""}
LENGTHS: dict[Step, int] = {"address": 80, "code": 16, "table": 3, "persons": 2, "name": 80}
TYPEABLE = r"[^\x00-\x1f\x7f-\x9f]*"


class JoinScreen(Screen[None]):
    """Set `step` and what goes with it; posts what was answered."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "address", N_("type an address")),
        Binding("escape", "search", N_("search again")),
    ]

    CSS = """
    JoinScreen { align: center middle; }
    JoinScreen Vertical { width: 66; max-width: 94%; height: auto; }
    JoinScreen Static { width: 1fr; height: auto; padding: 0 2; }
    JoinScreen #name { text-style: bold; color: $accent; margin-bottom: 1; }
    JoinScreen #fault { color: $text-muted; margin-top: 1; }
    JoinScreen.-fault #fault { color: $warning; }
    JoinScreen #tables { margin-top: 1; }
    JoinScreen Input { display: none; margin-top: 1; border: round $border-blurred; background: $background; }
    JoinScreen Input:focus { border: round $accent; background-tint: $foreground 0%; }
    JoinScreen.-typing Input { display: block; }
    """

    step: reactive[Step] = reactive("searching")
    workshop: reactive[str] = reactive("")
    """What the server calls itself, as far as it was heard."""
    failures: reactive[tuple[Failure, ...]] = reactive(())
    """Why nothing was found so far."""
    fault: reactive[str] = reactive("")
    """What was wrong with the answer: a key of CODE_FAULTS, or a translated sentence."""
    tables: reactive[tuple[Table, ...]] = reactive(())

    class Answered(Message):
        """Somebody typed an answer to a step's question."""

        def __init__(self, step: Step, text: str) -> None:
            super().__init__()
            self.step, self.text = step, text

    class Sought(Message):
        """Look at this place; None: on the whole network."""

        def __init__(self, endpoint: Endpoint | None) -> None:
            super().__init__()
            self.endpoint = endpoint

    def __init__(self) -> None:
        super().__init__()
        self._asked = ""  # the step that was asked last: its answer is no answer to the next

    def compose(self) -> ComposeResult:
        """One column in the middle."""
        with Vertical():
            yield Static("spilter", id="name")
            yield Static(id="question")
            yield Static(id="tables")
            yield Input(restrict=TYPEABLE, select_on_focus=False)
            yield Static(id="fault")
        yield KeyBar()

    def on_mount(self) -> None:
        """Draw."""
        self._ask()

    def watch_step(self) -> None:
        """Ask the next question."""
        self._ask()

    def watch_workshop(self) -> None:
        """Say whose door this is."""
        self._show()

    def watch_failures(self) -> None:
        """Say why nothing was found."""
        self._show()

    def watch_fault(self) -> None:
        """Say what was wrong."""
        self._show()

    def watch_tables(self) -> None:
        """Show the tables."""
        self._show()

    def _ask(self) -> None:
        """A new question: an empty box, and nothing wrong yet."""
        if not self.query(Input):
            return
        box, asks = self.query_one(Input), self.step in QUESTIONS
        self.set_class(asks, "-typing")
        if asks:
            if self._asked:
                box.value = ""
            self._asked = self.step
            box.max_length, box.placeholder = LENGTHS[self.step], _hint(self.step)
            box.focus()
        self._show()

    def _show(self) -> None:
        if not self.query(Input):
            return
        self.query_one("#question", Static).update(self._question())
        self.query_one("#tables", Static).update(self._tables())
        self.query_one("#tables").display = self.step == "table"
        self.query_one("#fault", Static).update(self._trouble())
        self.set_class(bool(self.fault), "-fault")
        self.refresh_bindings()

    def _question(self) -> Content:
        title = plain_line(self.workshop, 60).stylize("bold") if self.workshop else Content()
        asked = QUESTIONS.get(self.step) or {
            "searching": N_("Looking for the workshop on this network…"),
            "waiting": N_("Found. Opening the door…"),
            "away": N_("The connection has ended."),
        }.get(self.step, "")
        return Content("\n").join(part for part in (title, Content(_(asked))) if part)

    def _tables(self) -> Content:
        if self.step != "table":
            return Content()
        rows = [
            Content.assemble(
                (str(table.number).rjust(3), "bold $accent"), "  ",
                plain_line(table.name, 40) if table.name else _("Table {n}").format(n=table.number),
            )
            for table in self.tables
        ]  # fmt: skip
        return Content("\n").join(rows[:14])

    def _trouble(self) -> Content:
        if self.fault:
            return Content(_(CODE_FAULTS[self.fault]) if self.fault in CODE_FAULTS else self.fault)
        if self.step != "searching" or not self.failures:
            return Content()
        words = [_("Nothing found yet; the search goes on."), *dict.fromkeys(map(_reason, self.failures))]
        return Content("\n").join(Content(f"{signs().bullet} {each}" if at else each) for at, each in enumerate(words))

    # --- answers ----------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An address only before there is a server."""
        return {"address": self.step in ("searching", "code"), "search": self.step == "address"}.get(action, True)

    def action_address(self) -> None:
        """Somebody knows where the server is."""
        self.fault, self.step = "", "address"

    def action_search(self) -> None:
        """Look around instead."""
        self.fault, self.step = "", "searching"
        self.post_message(self.Sought(None))

    @on(Input.Changed)
    def take_digit(self, event: Input.Changed) -> None:
        """A table's digit is enough where no longer number begins with it."""
        event.stop()
        if self.step != "table" or not event.value:
            return
        if [each for each in map(str, (t.number for t in self.tables)) if each.startswith(event.value)] == [
            event.value
        ]:
            self.post_message(self.Answered("table", event.value))

    @on(Input.Submitted)
    def take_answer(self, event: Input.Submitted) -> None:
        """Enter."""
        event.stop()
        text = event.value.strip()
        if not text or self.step not in QUESTIONS:
            return  # nothing is asked yet; what was typed stays for when it is
        self.fault = self._fault_in(text)
        if self.fault:
            return
        if self.step == "address":
            self.post_message(self.Sought(parse_address(text)))
        else:
            self.post_message(self.Answered(self.step, text))

    def _fault_in(self, text: str) -> str:
        """What is wrong with an answer before anybody is asked."""
        if self.step == "address":
            try:
                parse_address(text)
            except BadAddress:
                return _("That can't be an address. It looks like 192.168.1.10 or a name.")
        if self.step == "table" and text not in {str(table.number) for table in self.tables}:
            return _("There is no such table.")
        if self.step == "persons" and how_many(text) is None:
            return _("Type a number from 1 to 99.")
        return ""


def _hint(step: Step) -> str:
    """What stands in an empty box: an example that is called one, or who sees a 5 there takes it for the answer."""
    return _("for instance {example}").format(example=HINTS[step]) if HINTS[step] else ""


def how_many(text: str) -> int | None:
    """A number of persons at a laptop, from 1 to 99; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 100 else None


def _reason(failure: Failure) -> str:
    return _(REASONS[failure.reason]).format(where=failure.where or "")
