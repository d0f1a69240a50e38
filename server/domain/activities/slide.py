"""slide (Presenteren): a text to look at — a welcome, an instruction, a break, the door sheet. Collects nothing."""

from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec

from server.domain.blocks import Block, Text
from server.domain.i18n import Words
from server.domain.kernel import Activity, Audience, Command, Context, Event, Refused, Settings, View


class SlideSettings(Settings, frozen=True):
    """`text`: what the slide says; a blank line starts a new paragraph."""

    text: Annotated[str, msgspec.Meta(max_length=4000)] = ""


class ChangeText(Command, frozen=True, tag="slide.change"):
    """Put another text on the slide."""

    text: Annotated[str, msgspec.Meta(max_length=4000)]


class TextChanged(Event, frozen=True, tag="slide.changed"):
    """The slide got another text."""

    text: str


class SlideView(View, frozen=True, tag="slide"):
    """The slide's text."""

    text: str


class Slide(Activity[ChangeText, TextChanged, SlideView]):
    """A text to look at."""

    kind = "slide"
    settings_type = SlideSettings
    settings: SlideSettings

    def configure(self) -> None:
        """The text is the card's until somebody changes it."""
        super().configure()
        self.text = self.settings.text

    def decide(self, command: ChangeText, ctx: Context) -> Iterable[TextChanged]:
        """A slide may say anything but nothing."""
        if not command.text.strip():
            raise Refused("empty")
        return [TextChanged(command.text)]

    def evolve(self, event: TextChanged) -> None:
        """Take the new text."""
        self.text = event.text

    def view(self, audience: Audience) -> SlideView:
        """Everybody sees the text."""
        return SlideView(self.text)

    def results(self, words: Words) -> Sequence[Block]:
        """The text, a paragraph a block."""
        return tuple(Text(part.strip()) for part in self.text.split("\n\n") if part.strip())

    def scene(self, words: Words) -> Sequence[Block]:
        """The wall shows the text itself."""
        return self.results(words)
