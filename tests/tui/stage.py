"""A bare app to put one screen or widget on, and its picture as text: what a reviewer can read in a snapshot."""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from spilter_tui.panes import Pane
from spilter_tui.themes import Look, dress

Said = TypeVar("Said", bound=Message)

BOX = range(0x2500, 0x25A0)  # lines and blocks: they are borders and marks, no text


class Stage(App[None]):
    """Shows a screen or a widget, and keeps what it posted."""

    CSS_PATH = "../../spilter_tui/look.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, actor: Screen[Any] | Widget, look: Look = "dark") -> None:
        super().__init__(ansi_color=True if look == "plain" else None)
        self.actor, self.look = actor, look
        self.heard: list[Message] = []
        dress(self, look)

    def compose(self) -> ComposeResult:
        """The widget; a screen comes on mount."""
        if not isinstance(self.actor, Screen):
            yield self.actor

    async def on_mount(self) -> None:
        """Put the screen up."""
        if isinstance(self.actor, Screen):
            await self.push_screen(self.actor, wait_for_dismiss=False)

    def said(self, kind: type[Said]) -> list[Said]:
        """The messages of a kind that reached the app."""
        return [each for each in self.heard if isinstance(each, kind)]

    async def _dispatch_message(self, message: Message) -> None:
        self.heard.append(message)
        await super()._dispatch_message(message)


def wanted(app: Stage) -> list[Any]:
    """The commands that a pane wants sent."""
    return [each.command for each in app.said(Pane.Wanted)]


def drafted(app: Stage) -> dict[str, str]:
    """What a pane said last of each slot: what stands unsent there."""
    return {each.slot: each.text for each in app.said(Pane.Drafted)}


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until every message has come to rest: from a widget through its pane and screen to the app is four steps."""
    for _ in range(4):
        await pilot.press()
    await pilot.pause()


async def pressed(pilot: Pilot[Any], *keys: str) -> None:
    """Press these keys, each once what the one before led to has come to rest."""
    await settle(pilot)
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


class Run(NamedTuple):
    """A run of characters of one style on one line."""

    row: int
    text: str
    ink: Color
    paper: Color


def lines(app: App[Any]) -> list[list[Segment]]:
    """The screen as it goes to the terminal."""
    return [list(strip) for strip in app.screen._compositor.render_strips()]


def picture(app: App[Any]) -> str:
    """The screen as text."""
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines(app)).rstrip() + "\n"


def is_coloured(style: Style) -> bool:
    """Whether a colour is asked for, rather than left to the terminal."""
    return any(colour is not None and not colour.is_default for colour in (style.color, style.bgcolor))


def runs(app: App[Any]) -> Iterator[Run]:
    """Everything on the screen that is not blank, with its colours."""
    for row, line in enumerate(lines(app)):
        for text, style, _ in line:
            if text.strip() and style is not None and is_coloured(style):
                none = RichColor.default()
                ink, paper = (Color.from_rich_color(each or none) for each in (style.color, style.bgcolor))
                yield Run(row, text, *((paper, ink) if style.reverse else (ink, paper)))
