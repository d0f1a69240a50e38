"""A few fields to fill in over the desk. Esc closes it and keeps what was typed for the next time."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from spilter_tui.i18n import N_, _
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.field import Field


class Blank(NamedTuple):
    """A field to fill in: its name, label and hint (translated), what stands in it, and whether it takes many lines."""

    name: str
    label: str
    value: str = ""
    many: bool = False
    hint: str = ""


class Filled(NamedTuple):
    """What stood in the fields when the form closed, and whether it was handed over or left."""

    values: Mapping[str, str]
    done: bool


class Form(ModalScreen[Filled]):
    """Asks for texts; `note` is a line above the fields."""

    DEFAULT_CSS = """
    Form { align: center middle; background: $background 60%; }
    Form > Vertical { width: 76; max-width: 94%; height: auto; max-height: 94%; background: $surface;
        border: round $border-blurred; border-title-color: $text; border-title-style: bold; padding: 0 1; }
    Form VerticalScroll { height: auto; max-height: 100%; background: $surface; }
    Form .note { width: 1fr; height: auto; max-height: 7; padding: 0 1; color: $text-muted; dock: top; }
    Form .keys { width: 1fr; height: 1; padding: 0 1; dock: bottom; }
    """

    AUTO_FOCUS = "Field"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "done", N_("done"), priority=True),
        Binding("escape", "leave", N_("back")),
    ]

    def __init__(self, title: str, blanks: Sequence[Blank], note: Content | None = None) -> None:
        super().__init__()
        self.heading, self.blanks, self.note = title, tuple(blanks), note

    def compose(self) -> ComposeResult:
        """The note, the fields, the keys."""
        with Vertical() as box:
            box.border_title = Content(self.heading)
            if self.note is not None:
                yield Static(self.note, classes="note")
            with VerticalScroll(can_focus=False):
                for blank in self.blanks:
                    yield Field(blank.name, blank.label, blank.value, many=blank.many, hint=blank.hint)
            yield Static(self._keys(), classes="keys")

    @staticmethod
    def _keys() -> Content:
        pairs = (("F2", _("done")), ("Tab", _("next field")), ("Esc", _("back; what you typed is kept")))
        return Content("   ").join(Content.assemble((key, "bold $accent"), " ", does) for key, does in pairs)

    def _values(self) -> dict[str, str]:
        return {field.field: field.text for field in self.query(Field)}

    @on(EntryBox.Sent)
    def take_enter(self, event: EntryBox.Sent) -> None:
        """Enter in a field of one line. `Drafted` says that there was a pause, and is no Enter."""
        event.stop()
        if not isinstance(event, EntryBox.Drafted):
            self.action_done()

    def action_done(self) -> None:
        """Hand over."""
        self.dismiss(Filled(self._values(), True))

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(Filled(self._values(), False))
