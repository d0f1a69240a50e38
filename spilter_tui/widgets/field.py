"""A field of a form: what is typed stays in it; Enter hands the form over, or starts a line where there may be many."""

from textual import events
from textual.content import Content

from server.domain.text import LIMIT
from spilter_tui.i18n import _
from spilter_tui.widgets.entrybox import EntryBox


class Field(EntryBox):
    """Set its `label`; `many` lines or one. Posts `Sent` on Enter in a field of one line, and stays as it is.

    `whole`: what stands there is a value as a whole, and what is typed comes in its place.
    """

    DEFAULT_CSS = """
    Field { max-height: 5; background: $surface; }
    Field.-many { min-height: 6; max-height: 12; }
    """

    def __init__(
        self, name: str, label: str, value: str = "", *, many: bool = False, hint: str = "", whole: bool = False
    ) -> None:
        super().__init__(placeholder=hint)
        self.field, self.many, self.whole = name, many, whole
        self.promise = label
        self.set_class(many, "-many")
        self.text = value

    @property
    def too_long(self) -> bool:
        """Whether it is more than fits; a list is measured line by line, by the server."""
        return not self.many and len(self.text) > LIMIT

    def on_mount(self) -> None:
        """The keys go on at the end."""
        self.move_cursor(self.document.end)

    def on_focus(self) -> None:
        """Say what Enter does."""
        if self.whole:
            self.select_all()
        self._say(here=True)

    def on_blur(self) -> None:
        """Say nothing any more."""
        self._say(here=False)

    def send(self) -> None:
        """Hand over, or start a line."""
        if self.many:
            self.action_newline()
        elif not self.too_long:
            self.post_message(self.Sent(self, self.text))

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is typed."""

    def _show_state(self) -> None:
        self._say(self.has_focus)

    def _say(self, here: bool) -> None:  # while focus comes or goes, `has_focus` still says how it was
        self.sends = _("F2 done · Enter new line") if self.many else _("Enter done · Tab next")
        self.set_class(self.too_long, "-long")
        self.border_subtitle = Content(self._state()) if here or self.too_long else Content()
