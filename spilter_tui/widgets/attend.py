"""What needs attention, a line each, beneath the activity."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from spilter_tui.attention import Matter
from spilter_tui.i18n import _
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line


class Attend(Widget):
    """Set `matters`. What doesn't fit is counted on the last line; nothing to say hides the frame."""

    DEFAULT_CSS = """
    Attend { height: auto; max-height: 6; border: round $border-blurred; border-title-color: $text-muted;
        padding: 0 1; color: $text; background: $background; display: none; }
    Attend.-says { display: block; }
    """

    matters: reactive[tuple[Matter, ...]] = reactive((), layout=True)

    def on_mount(self) -> None:
        """The frame's title."""
        self.border_title = Content(_("Attention"))

    def watch_matters(self, matters: tuple[Matter, ...]) -> None:
        """Come and go."""
        self.set_class(bool(matters), "-says")

    def render(self) -> Content:
        """As many as fit."""
        most = 4
        shown = self.matters if len(self.matters) <= most else self.matters[: most - 1]
        lines = [self._line(each) for each in shown]
        if len(shown) < len(self.matters):
            more = _("and {n} more").format(n=len(self.matters) - len(shown))
            lines.append(Content.styled(f"  {more}", "$text-muted"))
        return Content("\n").join(lines)

    def _line(self, matter: Matter) -> Content:
        sign = signs().alert if matter.sign == "alert" else "~"
        style = "bold $warning" if matter.sign == "alert" else "bold $accent"
        return Content.assemble((f"{sign} ", style), plain_line(matter.words, self.content_size.width - 2))
