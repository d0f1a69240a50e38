"""One line that says that something happened elsewhere, and which key follows. It never moves anybody."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from spilter_tui.widgets.signs import signs


class NoticeBar(Widget):
    """Shown only while it has something to say."""

    DEFAULT_CSS = """
    NoticeBar { height: auto; max-height: 3; display: none; padding: 0 1;
        background: $block-cursor-background; color: $text; }
    NoticeBar.-says { display: block; }
    """

    words: reactive[str] = reactive("", layout=True)
    """The sentence, translated; empty hides the bar."""
    key: reactive[str] = reactive("")
    """The key that follows, as on the keyboard; empty if none."""
    does: reactive[str] = reactive("")
    """What that key does, translated."""

    def watch_words(self, words: str) -> None:
        """Come and go with the sentence."""
        self.set_class(bool(words), "-says")

    def render(self) -> Content:
        """The sentence with its key behind it."""
        parts = Content.assemble((f"{signs().here} ", "bold $accent"), self.words)
        if not self.key:
            return parts
        return Content.assemble(parts, "   ", (self.key, "bold $accent"), " ", self.does)
