"""A few settings under each other: up and down go between them, left and right change the one at hand."""

from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from server.domain.text import one_line
from spilter_tui.i18n import N_
from spilter_tui.widgets.signs import signs


class Setting(NamedTuple):
    """A name, its label (translated), the options (value, words), and the value now."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str


class Chooser(Widget, can_focus=True):
    """Set `settings`; posts `Changed` with the new ones."""

    DEFAULT_CSS = """
    Chooser { height: auto; color: $text; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("previous"), show=False),
        Binding("down", "move(1)", N_("next"), show=False),
        Binding("left", "change(-1)", N_("previous value"), show=False),
        Binding("right", "change(1)", N_("next value"), show=False),
    ]

    settings: reactive[tuple[Setting, ...]] = reactive((), layout=True)
    here: reactive[int] = reactive(0)

    class Changed(Message):
        """A setting has another value."""

        def __init__(self, settings: tuple[Setting, ...]) -> None:
            super().__init__()
            self.settings = settings

        def value(self, name: str) -> str:
            """The value of a setting; empty where there is none of that name."""
            return value_of(self.settings, name)

    def render(self) -> Content:
        """A line a setting: its label, and its value between two arrows."""
        wide = max((len(each.label) for each in self.settings), default=0)
        return Content("\n").join(self._line(at, each, wide) for at, each in enumerate(self.settings))

    def _line(self, at: int, setting: Setting, wide: int) -> Content:
        words = next((words for value, words in setting.options if value == setting.value), "")
        room = self.content_size.width - wide - 8
        many, here = len(setting.options) > 1, at == self.here and self.has_focus
        line = Content.assemble(
            signs().here if here else " ",
            (setting.label.ljust(wide), "$text-muted"), "  ", ("< " if many else "  ", "$accent"),
            one_line(words, room), (" >" if many else "", "$accent"),
        )  # fmt: skip
        if not here:
            return line
        line = line.pad_right(max(0, self.content_size.width - line.cell_length))
        return line.stylize("bold on $block-cursor-background")

    def on_focus(self) -> None:
        """Show where the keys are."""
        self.refresh()

    def on_blur(self) -> None:
        """The keys are elsewhere."""
        self.refresh()

    def action_move(self, by: int) -> None:
        """Another setting."""
        self.here = min(max(self.here + by, 0), max(len(self.settings) - 1, 0))

    def action_change(self, by: int) -> None:
        """Another value of the setting at hand, round and round."""
        if not self.settings:
            return
        setting = self.settings[self.here]
        values = [value for value, _words in setting.options]
        at = values.index(setting.value) if setting.value in values else 0
        changed = setting._replace(value=values[(at + by) % len(values)])
        self.settings = tuple(changed if at == self.here else each for at, each in enumerate(self.settings))
        self.post_message(self.Changed(self.settings))


def value_of(settings: tuple[Setting, ...], name: str) -> str:
    """The value of a setting; empty where there is none of that name."""
    return next((each.value for each in settings if each.name == name), "")
