"""A bare app to put one screen or widget on, and its picture as text: what a reviewer can read in a snapshot."""

from collections.abc import Iterator
from typing import NamedTuple

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.color import Color
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from spilter_tui.themes import Look, dress

BOX = range(0x2500, 0x25A0)  # lines and blocks: they are borders and marks, no text


class Stage(App[None]):
    """Shows a screen or a widget, and keeps what it posted."""

    CSS_PATH = "../../spilter_tui/look.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, actor: Screen[None] | Widget, look: Look = "dark") -> None:
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
            await self.push_screen(self.actor)

    def said(self, kind: type[Message]) -> list[Message]:
        """The messages of a kind that reached the app."""
        return [each for each in self.heard if isinstance(each, kind)]

    async def _dispatch_message(self, message: Message) -> None:
        self.heard.append(message)
        await super()._dispatch_message(message)


class Run(NamedTuple):
    """A run of characters of one style on one line."""

    row: int
    text: str
    ink: Color
    paper: Color


def lines(app: App[None]) -> list[list[Segment]]:
    """The screen as it goes to the terminal."""
    return [list(strip) for strip in app.screen._compositor.render_strips()]


def picture(app: App[None]) -> str:
    """The screen as text."""
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines(app)).rstrip() + "\n"


def runs(app: App[None]) -> Iterator[Run]:
    """Everything on the screen that is not blank, with its colours."""
    for row, line in enumerate(lines(app)):
        for text, style, _ in line:
            if text.strip() and style is not None and style.color and style.bgcolor:
                ink, paper = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
                yield Run(row, text, *((paper, ink) if style.reverse else (ink, paper)))
