"""The keys of the themes overview: rename, move, put under another, take away, put back in the queue."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from server.domain.sorting import AddTheme, DeleteTheme
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.screens.sorter_asks import Question, answered, question, too_long
from spilter_tui.screens.sorter_outline import ThemesBoard
from spilter_tui.sorting.board import Act
from spilter_tui.sorting.outline import shifted, turned
from spilter_tui.widgets.dialog import Choice, Dialog
from spilter_tui.widgets.entries import Entries
from spilter_tui.widgets.prompt import Prompt
from spilter_tui.widgets.text import plain_line


class ThemesScreen(ThemesBoard):
    """The result is the item to take to hand, or "" for none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "rename", N_("rename")),
        Binding("n", "new", N_("new")),
        Binding("minus,shift+up", "shift(-1)", N_("higher")),
        Binding("plus,equals_sign,shift+down", "shift(1)", N_("lower"), show=False),
        Binding("o", "outline", N_("under")),
        Binding("d", "delete", N_("away")),
        Binding("t", "take_back", N_("put back")),
        Binding("tab,right,left", "other", N_("items"), show=False),
        Binding("u", "undo", N_("undo"), show=False),
        Binding("escape", "back", N_("back")),
    ]

    def _act(self, act: Act | None) -> None:
        self.do(act)
        self.show_board()

    def _ask(self, asked: Question) -> None:
        self.query_one(Prompt).ask(*asked)

    def action_rename(self) -> None:
        """Another title for the chosen theme."""
        if self.theme:
            says = _("What will it be called?")
            self._ask(Question(f"theme {self.theme.id}", says, _("Enter keeps it"), self.theme.title))

    def action_new(self) -> None:
        """A new theme, empty."""
        asked = question("new", None)
        if asked:
            self._ask(asked)

    @on(Prompt.Answered)
    def take_answer(self, event: Prompt.Answered) -> None:
        """Make or rename; words that don't do stay in the box."""
        found = self._added(event.text) if event.about == "new" else answered(self.sorter, event.about, event.text, 0.0)
        self.tell(found if isinstance(found, str) else "")
        if isinstance(found, str):
            self.query_one(Prompt).keep(event.about, event.text)
        else:
            self._act(found)

    def _added(self, title: str) -> Act | str:
        return too_long(title) or self.sorter.do(AddTheme(title.strip()))

    def action_shift(self, by: int) -> None:
        """Put the chosen theme one place up or down, among those it stands with."""
        move = shifted(self.sorter.board.themes, self.theme, by) if self.theme else None
        if move:
            self._act(self.sorter.do(move))

    def action_outline(self) -> None:
        """Put the chosen theme under the one above it, or let it stand by itself again."""
        move = turned(self.sorter.board.themes, self.theme) if self.theme else None
        if move:
            self._act(self.sorter.do(move))
        elif self.theme:
            self.tell(_("There is no theme above it."))

    def action_delete(self) -> None:
        """Take the chosen theme away; asks where something lies in it."""
        theme = self.theme
        if theme is None:
            return
        if not theme.count:
            self._act(self.sorter.do(DeleteTheme(theme.id)))
            return
        says = ngettext(
            "{n} entry lies in it and goes back to the queue. u undoes it.",
            "{n} entries lie in it and go back to the queue. u undoes it.",
            theme.count,
        ).format(n=theme.count)
        dialog = Dialog(plain_line(theme.title, 40).plain, says, (Choice("d", _("take it away"), theme.id),))
        self.app.push_screen(dialog, self._delete)

    def _delete(self, theme: str | None) -> None:
        if theme:
            self._act(self.sorter.do(DeleteTheme(theme)))

    def action_take_back(self) -> None:
        """Put the chosen item back in the queue."""
        if self.inside.line:
            self._act(self.sorter.take_back(self.inside.line.id))

    def action_undo(self) -> None:
        """Undo this sorter's own last act."""
        self.undo()

    def action_other(self) -> None:
        """From the themes to the items, or back."""
        (self.inside if self.outline.has_focus else self.outline).focus()

    @on(Entries.Chosen)
    def choose(self, event: Entries.Chosen) -> None:
        """Enter on a theme: its items. On an item: take it to hand."""
        if event.entries is self.outline:
            self.inside.focus()
        elif event.line:
            self.dismiss(event.line.id)

    def on_prompt_turned(self, event: Prompt.Turned) -> None:
        """After a question, back to the themes."""
        if not event.asks:
            self.outline.focus()

    def action_back(self) -> None:
        """A step back."""
        if self.inside.has_focus:
            self.outline.focus()
        else:
            self.dismiss("")
