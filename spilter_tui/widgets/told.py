"""What the facilitator told this laptop: the newest that nobody here has read yet, above what one types."""

from textual.message import Message as Post
from textual.reactive import reactive

from server.domain.calls import Message
from spilter_tui.i18n import _
from spilter_tui.widgets.notice import NoticeBar
from spilter_tui.widgets.text import plain_line


class ToldBar(NoticeBar):
    """Set `messages` and which of them were `seen`: the newest that was not seen stands there."""

    DEFAULT_CSS = """
    ToldBar { max-height: 6; }
    """

    class Saw(Post):
        """A message was read."""

        def __init__(self, message: str) -> None:
            super().__init__()
            self.message = message

    messages: reactive[tuple[Message, ...]] = reactive(())
    seen: reactive[frozenset[str]] = reactive(frozenset())
    """The ids of those that were put away."""

    @property
    def told(self) -> Message | None:
        """The newest message that was not read."""
        return next((each for each in reversed(self.messages) if each.id not in self.seen), None)

    def watch_seen(self) -> None:
        """Show an older one in its place, or nothing."""
        self.watch_messages()

    def watch_messages(self) -> None:
        """Show it, or nothing."""
        told = self.told
        self.key, self.does = "Esc", _("read")
        self.words = message_words(told) if told else ""


def message_words(told: Message) -> str:
    """A message with whom it is for."""
    if told.laptop:
        to = _("To this laptop")
    elif told.table:
        to = _("To table {n}").format(n=told.table)
    else:
        to = _("To everybody")
    return f"{to}: {plain_line(told.text).plain}"
