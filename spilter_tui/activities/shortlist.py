"""shortlist (Aanscherpen): what the table nominates, and how the words of an item changed."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from server.domain.activities.shortlist import Candidate, Nominate
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.panes import Pane
from spilter_tui.widgets.diffs import changed
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.signs import joined, signs


class Nominees(Entries):
    """The items; Enter or the space bar nominates."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "choose", N_("nominate"))]

    takes: reactive[bool] = reactive(False, bindings=True)
    """Whether nominations are taken, and there is something to nominate."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key is promised that does nothing."""
        return self.takes if action == "choose" else super().check_action(action, parameters)


class ShortlistPane(Pane):
    """A list in which the table puts its marks; whoever sits there may put and take them."""

    DEFAULT_CSS = """
    ShortlistPane .state { height: 1; padding: 0 3; }
    ShortlistPane Nominees { margin-top: 1; }
    ShortlistPane .changed { height: auto; max-height: 6; padding: 0 3; margin: 1 0; }
    """

    kind = "shortlist"
    explained = N_(
        "Choose with the arrow keys and press the space bar to nominate an item for your table, or to take it back. "
        "Whoever sits at your table can do so until the close. Words that were sharpened show what changed."
    )

    def promise(self) -> str:
        """Whatever else is kept in this activity: a nomination is the table's."""
        return _("for your table, without a name")

    def body(self) -> ComposeResult:
        """How many, the items, and how the words of the one at hand changed."""
        yield Static(classes="state")
        yield Nominees()
        yield Static(classes="changed")

    def on_mount(self) -> None:
        """Be ready for the keys."""
        self.query_one(Nominees).focus()

    @property
    def _nominated(self) -> int:
        return sum(bool(row.tables) for row in self.view.rows) if self.view else 0

    @on(Nominees.Chosen)
    def nominate(self, event: Nominees.Chosen) -> None:
        """Nominate, or take it back."""
        event.stop()
        row = next((each for each in self.view.rows if event.line and each.id == event.line.id), None)
        if row is not None and self.can_send:
            self.post_message(self.Wanted(self, Nominate(row.id, not row.tables)))

    @on(Nominees.Moved)
    def take_item(self, event: Nominees.Moved) -> None:
        """Show how these words changed."""
        event.stop()
        self.show()

    def show(self) -> None:
        """The items with the table's marks."""
        if self.view is None:
            return
        entries = self.query_one(Nominees)
        entries.empty = _("There is nothing to nominate yet.")
        entries.rows = tuple(map(line, self.view.rows))
        entries.takes = self.can_send and bool(self.view.rows)
        self.query_one(".state", Static).update(self._state())
        row = next((each for each in self.view.rows if each.id == entries.chosen), None)
        was = self.query_one(".changed", Static)
        was.display = bool(row and row.wordings)
        was.update(changed(row.wordings[-2], row.wordings[-1]) if row and row.wordings else Content())

    def _state(self) -> Content:
        n, quota = self._nominated, self.view.quota
        said = _("{n} of {quota} nominated") if quota else ngettext("{n} nominated", "{n} nominated", n)
        waits = f"{signs().waits} {_('waits')}" if self.mine.waiting else ""
        parts = [(said.format(n=n, quota=quota), "bold"), (waits, "$text-muted"), (self.promise(), "$text-muted")]
        return Content("   ").join(Content.styled(words, style) for words, style in parts if words)


def line(row: Candidate) -> Line:
    """An item, with the table's mark and what was done with its words."""
    nominated = bool(row.tables)
    worded = _("agreed") if row.agreed else _("sharpened") if row.wordings else ""
    tag = joined([_("nominated") if nominated else "", worded])
    return Line(row.id, row.text, tag, signs().star if nominated else "", mine=nominated)
