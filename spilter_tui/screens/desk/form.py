"""A few fields to fill in over the desk. Esc closes it and keeps what was typed for the next time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import ClassVar, NamedTuple, TypeAlias

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from spilter_tui.i18n import N_, _
from spilter_tui.widgets.chooser import Chooser, Setting
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.field import Field
from spilter_tui.widgets.signs import signs


class Blank(NamedTuple):
    """A field to fill in: its name, label and hint (translated), what stands in it, and whether it takes many lines.

    `short`: a number; two such fields stand beside each other. `options`: it is no text but one of these values, each
    with its words.
    """

    name: str
    label: str
    value: str = ""
    many: bool = False
    hint: str = ""
    short: bool = False
    options: tuple[tuple[str, str], ...] = ()


class Wrong(NamedTuple):
    """Why a form can't be handed over: the field where it is, and a sentence (translated)."""

    field: str
    sentence: str


Check: TypeAlias = Callable[[Mapping[str, str]], Wrong | None]


class Filled(NamedTuple):
    """What stood in the fields when the form closed, and whether it was handed over or left."""

    values: Mapping[str, str]
    done: bool


class Form(ModalScreen[Filled]):
    """Asks for texts and choices; `note` is a line above the fields.

    What `check` finds wrong is told at its field, and the form stays.
    """

    DEFAULT_CSS = """
    Form { align: center middle; background: $background 60%; }
    Form > Vertical { width: 76; max-width: 94%; height: auto; max-height: 94%; background: $surface;
        border: round $border-blurred; border-title-color: $text; border-title-style: bold; padding: 0 1; }
    Form VerticalScroll { height: auto; max-height: 100%; background: $surface; }
    Form .note { width: 1fr; height: auto; max-height: 7; padding: 0 1; color: $text-muted; dock: top; }
    Form Horizontal { height: auto; }
    Form Horizontal Field { width: 1fr; }
    Form Chooser { margin: 0 1; background: $surface; }
    Form .wrong { width: 1fr; height: auto; padding: 0 2; color: $error; }
    Form .keys { width: 1fr; height: 1; padding: 0 1; dock: bottom; }
    """

    AUTO_FOCUS = "Field"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "done", N_("done"), priority=True),
        Binding("enter", "done", N_("done"), show=False),
        Binding("escape", "leave", N_("back")),
    ]

    def __init__(
        self, title: str, blanks: Sequence[Blank], note: Content | None = None, check: Check | None = None
    ) -> None:
        super().__init__()
        self.heading, self.blanks, self.note, self.check = title, tuple(blanks), note, check

    def compose(self) -> ComposeResult:
        """The note, the fields, the keys."""
        with Vertical() as box:
            box.border_title = Content(self.heading)
            if self.note is not None:
                yield Static(self.note, classes="note")
            with VerticalScroll(can_focus=False):
                yield from self._fields()
            yield Static(self._keys(), classes="keys")

    def _fields(self) -> Iterator[Widget]:
        """A field for each text, two short ones beside each other; choices that follow each other in one list."""
        for (short, chosen), group in groupby(self.blanks, key=lambda blank: (blank.short, bool(blank.options))):
            if chosen:
                yield _chooser(group)
            elif short:
                fields = [_field(blank) for blank in group]
                yield from (Horizontal(*fields[at : at + 2]) for at in range(0, len(fields), 2))
            else:
                yield from map(_field, group)

    @staticmethod
    def _keys() -> Content:
        pairs = (("F2", _("done")), ("Tab", _("next field")), ("Esc", _("back; what you typed is kept")))
        return Content("   ").join(Content.assemble((key, "bold $accent"), " ", does) for key, does in pairs)

    def _values(self) -> dict[str, str]:
        chosen = {each.name: each.value for chooser in self.query(Chooser) for each in chooser.settings}
        return chosen | {field.field: field.text for field in self.query(Field)}

    def _at(self, name: str) -> tuple[Widget, Widget] | None:
        """What the keys go to for a field, and beneath what a sentence about it stands; None where there is none."""
        for field in self.query(Field):
            if field.field == name:
                return field, field.parent if isinstance(field.parent, Horizontal) else field
        for chooser in self.query(Chooser):
            if any(each.name == name for each in chooser.settings):
                return chooser, chooser
        return None

    async def _say(self, wrong: Wrong) -> None:
        """Say it at its field, and go there."""
        await self.query(".wrong").remove()
        said, found = Static(Content(f"{signs().alert} {wrong.sentence}"), classes="wrong"), self._at(wrong.field)
        if found is None:
            await self.query_one(VerticalScroll).mount(said, before=0)
            return
        await self.query_one(VerticalScroll).mount(said, after=found[1])
        found[0].focus()

    @on(EntryBox.Sent)
    async def take_enter(self, event: EntryBox.Sent) -> None:
        """Enter in a field of one line. `Drafted` says that there was a pause, and is no Enter."""
        event.stop()
        if not isinstance(event, EntryBox.Drafted):
            await self.action_done()

    async def action_done(self) -> None:
        """Hand over, unless something is wrong."""
        values = self._values()
        wrong = self.check(values) if self.check else None
        if wrong is not None:
            await self._say(wrong)
        else:
            self.dismiss(Filled(values, True))

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(Filled(self._values(), False))


def _field(blank: Blank) -> Field:
    return Field(blank.name, blank.label, blank.value, many=blank.many, hint=blank.hint, whole=blank.short)


def _chooser(blanks: Iterator[Blank]) -> Chooser:
    chooser = Chooser()
    chooser.settings = tuple(Setting(blank.name, blank.label, blank.options, blank.value) for blank in blanks)
    return chooser
