"""What the facilitator told this laptop: the newest that nobody here has read yet, above what one types."""

from textual.reactive import reactive

from server.domain.calls import Message
from spilter_tui.i18n import _
from spilter_tui.widgets.notice import NoticeBar
from spilter_tui.widgets.text import plain_line


class ToldBar(NoticeBar):
    """Set `messages`; `read` puts the one that stands there away, and an older one comes in its place."""

    DEFAULT_CSS = """
    ToldBar { max-height: 6; }
    """

    messages: reactive[tuple[Message, ...]] = reactive(())

    def __init__(self) -> None:
        super().__init__()
        self._read: set[str] = set()

    @property
    def told(self) -> Message | None:
        """The newest message that was not read."""
        return next((each for each in reversed(self.messages) if each.id not in self._read), None)

    def watch_messages(self) -> None:
        """Show it, or nothing."""
        told = self.told
        self.key, self.does = "Esc", _("read")
        self.words = message_words(told) if told else ""

    def read(self) -> None:
        """The message was read."""
        if self.told:
            self._read.add(self.told.id)
            self.watch_messages()


def message_words(told: Message) -> str:
    """A message with whom it is for."""
    if told.laptop:
        to = _("To this laptop")
    elif told.table:
        to = _("To table {n}").format(n=told.table)
    else:
        to = _("To everybody")
    return f"{to}: {plain_line(told.text).plain}"
