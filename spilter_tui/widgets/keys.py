"""The bottom line: which keys work now and what they do, and on the right how it stands with what was sent."""

from typing import Any

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from spilter_tui.i18n import N_, _

NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": N_("Space"),
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "plus": "+",
    "minus": "-",
    "slash": "/",
    "asterisk": "*",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "delete": "Del",
    "question_mark": "?",
}


def key_name(key: str) -> str:
    """A key as it stands on the keyboard: F5, Ctrl+Q, Esc; of several keys the first."""
    *modifiers, last = key.split(",")[0].split("+")
    name = _(NAMES[last]) if last in NAMES else (last.upper() if last[0] == "f" and last[1:].isdigit() else last)
    if modifiers:
        return "+".join([*(each.capitalize() for each in modifiers), name.upper() if len(name) == 1 else name])
    return name


class KeyBar(Widget):
    """One line of keys, read from the bindings that are active and shown; the last ones go where room is short.

    A screen says in `kept_keys` which of its own stay, however narrow it is.
    """

    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; background: $panel; color: $text; padding: 0 1; }
    """

    status: reactive[str] = reactive("")
    """How it stands with what was sent, in words with a sign."""

    class Pressed(Message):
        """A key was clicked with the mouse."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    _read: tuple[list[Binding], tuple[str, ...]] | None = None  # the active bindings, and which stay, once drawn

    def on_mount(self) -> None:
        """Follow the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._follow())

    def _follow(self) -> None:
        before, self._read = self._read, None
        if self._keys() != before:
            self.refresh()

    def _keys(self) -> tuple[list[Binding], tuple[str, ...]]:
        """Help first, then what belongs to the place, then the F-keys in their order on the keyboard; and what stays.

        Asking all bindings whether they work costs more than drawing them: it is done once for each time they change.
        """
        if self._read is None:
            found: dict[str, Binding] = {}
            for active in self.screen.active_bindings.values():
                if active.binding.show and active.enabled:
                    found.setdefault(active.binding.action, active.binding)
            self._read = sorted(found.values(), key=_place), getattr(self.screen, "kept_keys", ())
        return self._read

    def shown(self) -> list[Binding]:
        """The bindings that fit beside the status, in the order in which they were declared."""
        (active, kept), gap = self._keys(), self._gap()
        room = self.content_size.width + gap - (len(self.status) + 2 if self.status else 0)
        room -= sum(len(_label(each)) + gap for each in active if each.key in kept)
        found: list[Binding] = []
        for binding in active:
            room -= 0 if binding.key in kept else len(_label(binding)) + gap
            if room >= 0 or binding.key in kept:
                found.append(binding)
        return found

    def _gap(self) -> int:
        """Columns between two keys: less where some must stay and not all fit."""
        active, kept = self._keys()
        wide = sum(len(_label(each)) + 3 for each in active) <= self.content_size.width + 3
        return 3 if wide or not kept else 2

    def render(self) -> Content:
        """Keys on the left, status on the right."""
        keys = Content(" " * self._gap()).join(
            Content.assemble((key_name(each.key), "bold $accent"), " ", _(each.description)) for each in self.shown()
        )
        gap = max(2, self.content_size.width - keys.cell_length - len(self.status))
        return Content.assemble(keys, " " * gap, (self.status, "$text-muted"))

    def on_click(self, event: events.Click) -> None:
        """Say which key was clicked."""
        at, gap = event.x - 1, self._gap()
        for binding in self.shown():
            size = len(_label(binding))
            if 0 <= at < size:
                self.post_message(self.Pressed(binding.key.split(",")[0]))
            at -= size + gap


def press(screen: Screen[Any], key: str) -> None:
    """Press a key for somebody. Made by the app: a key that a screen makes itself never reaches its own bindings."""
    screen.app.call_later(screen.app.simulate_key, key)


def _place(binding: Binding) -> int:
    key = binding.key.split(",")[0]
    if key[0] == "f" and key[1:].isdigit():
        return -1 if key == "f1" else int(key[1:])
    return 0


def _label(binding: Binding) -> str:
    return f"{key_name(binding.key)} {_(binding.description)}"
