"""A question over the screen: a few choices, each with its own key. Esc never does anything but close it."""

from collections.abc import Iterator
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from spilter_tui.i18n import _
from spilter_tui.widgets.keys import key_name
from spilter_tui.widgets.wrap import shown, wrap


class Choice(NamedTuple):
    """A key, what it does (translated), and what the dialog then gives back."""

    key: str
    label: str
    value: str


class Dialog(ModalScreen[str]):
    """Ask something; the result is the value of the choice, or "" for Esc."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > Vertical { width: 64; max-width: 92%; height: auto; max-height: 100%; background: $surface;
        border: round $border-blurred; border-title-color: $text; border-title-style: bold; padding: 1 2 0 2; }
    Dialog VerticalScroll { height: auto; max-height: 16; }
    Dialog Static { width: 1fr; height: auto; }
    Dialog .choices { margin: 1 0; }
    Dialog .choices.-alone { margin-top: 0; }
    Dialog .more { height: 1; color: $text-muted; display: none; }
    """

    def __init__(self, title: str, text: Content | str, choices: tuple[Choice, ...] = ()) -> None:
        super().__init__()
        self.heading = title
        self.text = text if isinstance(text, Content) else Content(text)
        self.choices = choices

    def compose(self) -> ComposeResult:
        """The text, and beneath it the choices."""
        with Vertical() as box:
            box.border_title = Content(self.heading)
            with VerticalScroll(can_focus=True) as scroll:
                scroll.display = bool(self.text.plain)
                yield Static(self.text)
            yield Static(classes="more")
            yield Static(classes="choices" if self.text.plain else "choices -alone")

    def on_mount(self) -> None:
        """Say whether there is more to read, now and while one reads."""
        self.watch(self.query_one(VerticalScroll), "scroll_y", self._show_more, init=False)
        self.watch(self.query_one(VerticalScroll), "virtual_size", self._look_again, init=False)

    def _look_again(self) -> None:
        self.call_after_refresh(self._show_more)  # only then its own height is known too

    def _show_more(self) -> None:
        scroll, more = self.query_one(VerticalScroll), self.query_one(".more", Static)
        more.display = scroll.max_scroll_y > 0
        below = scroll.scroll_y < scroll.max_scroll_y
        more.update(Content(_("↓ more follows: ↓ or PgDn") if below else _("↑ back up: ↑ or PgUp")))

    def _choices(self) -> Content:
        rows = [*self.choices, Choice("escape", _("back") if self.choices else _("close"), "")]
        wide = max(len(key_name(each.key)) for each in rows)
        return Content("\n").join(line for each in rows for line in self._choice(each, wide))

    def _choice(self, choice: Choice, wide: int) -> Iterator[Content]:
        """A key, and beside it what it does, in as many lines as that takes."""
        first, *more = wrap(shown(choice.label), self.query_one(".choices").content_size.width - wide - 2)
        yield Content.assemble((key_name(choice.key).rjust(wide), "bold $accent"), "  ", first)
        yield from (Content(line).pad_left(wide + 2) for line in more)

    def on_resize(self) -> None:
        """Say the choices for the width there is."""
        self.call_after_refresh(lambda: self.query_one(".choices", Static).update(self._choices()))

    def on_key(self, event: events.Key) -> None:
        """Choose, or close."""
        found = {each.key: each.value for each in self.choices} | {"escape": ""}
        if event.key in found:
            event.stop()
            self.dismiss(found[event.key])
